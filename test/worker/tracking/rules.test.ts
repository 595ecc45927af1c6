import { describe, expect, it } from 'vitest'
import { codesFor, deviceOf, isCode, referrerHostOf, type Visit, visitKindOf } from '../../../worker/tracking/rules.ts'

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const visit: Visit = { method: 'GET', fetchMode: 'navigate', fetchDest: 'document', purpose: undefined, isBot: false }

describe('a visit', () => {
  it.each<[string, Partial<Visit>, ReturnType<typeof visitKindOf>]>([
    ['of a browser', {}, 'click'],
    ['of an old browser that says nothing', { fetchMode: undefined, fetchDest: undefined }, 'click'],
    ['that asks for the head only', { method: 'HEAD' }, 'uncounted'],
    ['ahead of time', { purpose: 'prefetch' }, 'uncounted'],
    ['ahead of time, drawn', { purpose: 'prefetch;prerender' }, 'uncounted'],
    ['of Safari’s preview', { purpose: 'preview' }, 'uncounted'],
    ['of a known bot', { isBot: true }, 'uncounted'],
    ['of an image', { fetchMode: 'no-cors', fetchDest: 'image' }, 'embedded'],
    ['of a frame', { fetchDest: 'iframe' }, 'embedded'],
    ['of a script', { fetchMode: 'cors', fetchDest: 'empty' }, 'embedded'],
    ['of a frame ahead of time', { fetchDest: 'iframe', purpose: 'prefetch' }, 'embedded'],
  ])('%s', (_title, more, kind) => {
    expect(visitKindOf({ ...visit, ...more })).toBe(kind)
  })
})

it.each([
  [chrome, 'desktop'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1', 'phone'],
  ['Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36', 'phone'],
  ['Mozilla/5.0 (Linux; Android 16; SM-X910) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', 'tablet'],
  ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'tablet'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop'],
  ['', 'other'],
])('%s is a %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device)
})

it.each([
  ['https://Blog.ada.example:8443/x?y', 'blog.ada.example'],
  ['nonsense', null],
  [null, null],
])('the referrer %s is on %s', (referrer, host) => {
  expect(referrerHostOf(referrer)).toBe(host)
})

it.each([
  ['Ostervane Textiles', null, ['ostervane', 'ostervane-textiles', 'ostervane-textiles-2']],
  ['Ostervane', 'Fair 2026', ['ostervane', 'ostervane-fair-2026', 'ostervane-2']],
  ['Brûlée & Søn', null, ['brulee', 'brulee-s-n', 'brulee-s-n-2']],
  ['星', null, ['partner', 'partner-2', 'partner-3']],
  ['A', null, ['a-2', 'a-3', 'a-4']],
])('%s gets codes of its name', (name, campaign, first) => {
  const codes = codesFor(name, campaign)

  expect(codes.slice(0, 3)).toEqual(first)
  expect(codes.every(isCode)).toBe(true)
})
