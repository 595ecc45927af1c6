import { describe, expect, it } from 'vitest'
import { comesUp, readCrons } from './crons.ts'

const at = (text: string) => new Date(`2026-11-${text}Z`)

describe('comesUp', () => {
  it.each([
    ['*/5 * * * *', '02T09:01:00', '02T09:04:59', false],
    ['*/5 * * * *', '02T09:01:00', '02T09:05:00', true],
    ['7 * * * *', '02T09:07:30', '02T10:06:59', false],
    ['7 * * * *', '02T09:07:30', '02T10:07:00', true],
    ['20 3 * * *', '02T03:20:00', '03T03:19:00', false],
    ['20 3 * * *', '02T03:20:00', '03T03:20:00', true],
    ['0 6 1 * *', '02T00:00:00', '30T23:59:00', false],
  ])('%s between %s and %s: %s', (cron, from, to, expected) => {
    expect(comesUp(cron, at(from), at(to))).toBe(expected)
  })

  it('sees a monthly cron that a leap passed over', () => {
    expect(comesUp('0 6 1 * *', at('02T00:00:00'), new Date('2026-12-20T00:00:00Z'))).toBe(true)
  })
})

it('finds the deployed crons, the sweep first', () => {
  expect(readCrons()[0]).toBe('*/5 * * * *')
})
