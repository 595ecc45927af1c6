import { describe, expect, it } from 'vitest'
import { isAllowedOrigin, originsOfHosts, readOrigins, readOwnPage } from '../../../worker/tracking/rules-origins.ts'

const hosts = ['www.wrenmarch.example', 'localhost']

describe('the origins of the company’s own site', () => {
  it('are its hosts until somebody says otherwise', () => {
    expect(originsOfHosts(hosts)).toEqual(['https://www.wrenmarch.example', 'http://localhost'])
  })

  it('are read a line each, in lower case, and once', () => {
    const read = readOrigins('https://Shop.Wrenmarch.example/\n\n https://shop.wrenmarch.example \nhttp://localhost', hosts)

    expect(read).toEqual({ ok: true, origins: ['https://shop.wrenmarch.example', 'http://localhost'] })
  })

  it.each([
    'http://shop.wrenmarch.example',
    'https://shop.wrenmarch.example/path',
    'https://user@shop.wrenmarch.example',
    'https://shop.wrenmarch.example:8443',
    'https://127.0.0.1',
    'https://[::1]',
    'https://2130706433',
    'https://0x7f.1',
    'https://metadata.internal',
    'https://printer.local',
    'https://localhost',
    'https://intranet',
    'https://*.wrenmarch.example',
    'https://shop.wrenmarch.example.',
    'javascript:alert(1)',
    'null',
    `https://${'a'.repeat(300)}.example`,
  ])('decline %s', (line) => {
    expect(readOrigins(line, hosts)).toMatchObject({ ok: false, problem: expect.stringContaining('Line 1') })
  })

  it('are at most twenty, and local ones only where the portal is local', () => {
    expect(readOrigins(Array.from({ length: 21 }, (_, n) => `https://w${n}.example`).join('\n'), hosts)).toMatchObject({ ok: false })
    expect(readOrigins('http://localhost', ['www.wrenmarch.example'])).toMatchObject({ ok: false })
  })

  it.each([
    ['https://www.wrenmarch.example', true],
    ['http://localhost', true],
    ['http://localhost:8788', true],
    ['https://localhost:8788', false],
    ['http://www.wrenmarch.example', false],
    ['https://www.wrenmarch.example:443', false],
    ['https://www.wrenmarch.example.evil.example', false],
    ['http://localhost.evil.example', false],
    ['null', false],
    ['', false],
  ])('hold %s: %s', (origin, isAllowed) => {
    expect(isAllowedOrigin(origin, originsOfHosts(hosts))).toBe(isAllowed)
  })

  it.each([
    ['https://www.wrenmarch.example/prices?a=1#b', 'https://www.wrenmarch.example/prices?a=1'],
    ['https://user@www.wrenmarch.example/', undefined],
    ['https://www.wrenmarch.example@evil.example/', undefined],
    ['https://evil.example/', undefined],
    ['http://169.254.169.254/latest/meta-data', undefined],
    ['file:///etc/passwd', undefined],
    ['https://www.wrenmarch.example\\@evil.example/', undefined],
    ['nonsense', undefined],
  ])('let the portal look at %s as %s', (text, page) => {
    expect(readOwnPage(text, originsOfHosts(hosts))).toBe(page)
  })
})
