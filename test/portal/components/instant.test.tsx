import { describe, expect, it, vi } from 'vitest'
import { formatDistance, formatMonth } from '../../../portal/components/format-date.ts'
import { Day, Instant } from '../../../portal/components/instant.tsx'

// Far from UTC, and set before the formats are made: a page must not depend on where it is drawn.
vi.hoisted(() => {
  process.env.TZ = 'Pacific/Auckland'
})

const at = new Date('2026-11-03T23:05:00Z')

describe('a moment', () => {
  it('is a day in UTC, whatever the clock on the wall says', () => {
    expect(String(<Day at={at} />)).toBe('<time class="instant" datetime="2026-11-03">3 November 2026</time>')
  })

  it('says its minute and its zone', () => {
    expect(String(<Instant at={at} />)).toContain('>3 November 2026, 23:05 UTC</time>')
  })

  it('keeps the moment in its title when it reads as a distance', () => {
    const html = String(<Instant at={at} from={new Date('2026-11-06T00:00:00Z')} />)

    expect(html).toContain('title="3 November 2026, 23:05 UTC"')
    expect(html).toContain('>2 days ago<')
  })

  it.each([
    ['2026-11-03T23:05:30Z', 'now'],
    ['2026-11-03T23:04:00Z', 'in 1 minute'],
    ['2026-11-04T02:10:00Z', '3 hours ago'],
    ['2026-11-02T23:05:00Z', 'tomorrow'],
  ])('seen from %s is %s', (from, words) => {
    expect(formatDistance(at, new Date(from))).toBe(words)
  })

  it('names the year where an axis enters it', () => {
    expect([formatMonth(at), formatMonth(new Date('2027-01-01T00:00:00Z'))]).toEqual(['Nov', '2027'])
  })
})
