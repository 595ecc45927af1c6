import { describe, expect, it } from 'vitest'
import { pageFindings, scriptFinding } from '../../../worker/tracking/rules-site-check.ts'

const portal = 'https://partners.wrenmarch.example'
const stub = '<script>window.goodword=window.goodword||function(){(goodword.q=goodword.q||[]).push(arguments)}</script>'
const tag = `<script async src="${portal}/goodword.js"></script>`
const page = (html: string, policy: string | null = null) => ({ kind: 'answered' as const, status: 200, location: null, policy, html })
const openOf = (seen: Parameters<typeof pageFindings>[0]) =>
  pageFindings(seen, portal)
    .filter(({ isGood }) => !isGood)
    .map(({ what }) => what)

describe('a page of the company’s own site', () => {
  it('is well with the two lines in it', () => {
    const findings = pageFindings(page(`<head>${stub}${tag}</head>`), portal)

    expect(findings.map(({ what, isGood }) => [what, isGood])).toEqual([
      ['The page', true],
      ['The script on the page', true],
      ['Early calls', true],
      ['Content-Security-Policy', true],
    ])
  })

  it.each([
    ['does not answer', { kind: 'silent' as const, reason: 'It did not answer within five seconds.' }, ['The page']],
    ['leads on', { kind: 'answered' as const, status: 301, location: 'https://x.example', policy: null, html: '' }, ['The page']],
    ['is missing', { kind: 'answered' as const, status: 404, location: null, policy: null, html: '' }, ['The page']],
    ['has no script', page('<head></head>'), ['The script on the page']],
    ['waits for the script', page(stub + tag.replace(' async', '')), ['The script on the page']],
    ['has no stub', page(tag), ['Early calls']],
    ['shuts the script out', page(stub + tag, "script-src 'self'"), ['Content-Security-Policy']],
    ['shuts the beacon out', page(stub + tag, `script-src ${portal}; connect-src 'self'`), ['Content-Security-Policy']],
    ['shuts all out by default', page(stub + tag, "default-src 'self'"), ['Content-Security-Policy']],
    [
      'says so in itself',
      page(`<meta http-equiv="Content-Security-Policy" content="default-src 'self'">${stub}${tag}`),
      ['Content-Security-Policy'],
    ],
    ['lets both in', page(stub + tag, `script-src ${portal}; connect-src ${portal}`), []],
    ['lets the whole domain in', page(stub + tag, 'default-src https://*.wrenmarch.example'), []],
    ['names nothing that matters', page(stub + tag, "frame-ancestors 'none'"), []],
    [
      'serves the script itself',
      page(`${stub}<script defer data-portal="${portal}" src="/js/goodword.js"></script>`, `script-src 'self'; connect-src ${portal}`),
      [],
    ],
  ])('that %s', (_what, seen, open) => {
    expect(openOf(seen)).toEqual(open)
  })

  it('is read in no time, whatever stands in it', () => {
    const begun = performance.now()
    for (const text of ['<script '.repeat(60_000), `<script src=${'a'.repeat(500_000)}`, '<meta http-equiv='.repeat(30_000)])
      openOf(page(text))
    expect(performance.now() - begun).toBeLessThan(3_000)
  })
})

it('the script is small, or somebody is told', () => {
  expect([scriptFinding(1_700).isGood, scriptFinding(2_048).isGood]).toEqual([true, false])
})
