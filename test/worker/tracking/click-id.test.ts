import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../../worker/new-id.ts'
import { newClickId, readClickId, signClickId } from '../../../worker/tracking/click-id.ts'

const newest = { id: 'k2', key: 'bmV3ZXN0LWtleS1mb3ItdGVzdHMtb25seS0zMmJ5dGVz' }
const older = { id: 'k1', key: 'b2xkZXIta2V5LWZvci10ZXN0cy1vbmx5LTMyLWJ5dGVz' }
const at = new Date('2026-11-02T09:00:00.123Z')
const facts = { clickId: newClickId(at, 'clk_000001'), linkId: 'lnk_000001', partnerId: 'par_000002', rulesVersion: 700, clickedAt: at }
const production = { ...facts, linkId: newId('lnk'), partnerId: newId('par'), clickId: newClickId(at, newId('clk')) }

describe('a click id', () => {
  it.each([facts, production])('gives back link, partner, time and click', (each) => {
    const read = readClickId([newest], signClickId([newest], each))

    expect(read).toEqual({ ok: true, ...each })
  })

  it('fits what Stripe keeps: at most 200 letters, digits, hyphens and underscores', () => {
    const token = signClickId([{ ...newest, id: 'abcdefgh' }], production)

    expect(token).toMatch(/^[A-Za-z0-9_-]{100,200}$/)
  })

  it('is signed with the newest key and read with both', () => {
    const bySecond = signClickId([older], facts)
    const byNewest = signClickId([newest, older], facts)

    expect(readClickId([newest, older], bySecond)).toMatchObject({ ok: true })
    expect(readClickId([newest], byNewest)).toMatchObject({ ok: true })
    expect(readClickId([newest], bySecond)).toEqual({ ok: false, reason: 'unknown_key' })
  })

  it('is forged when another secret signed it under a key id of ours', () => {
    const token = signClickId([{ ...older, id: newest.id }], facts)

    expect(readClickId([newest], token)).toEqual({ ok: false, reason: 'forged' })
  })

  it('is refused after a change of any character', () => {
    const token = signClickId([newest], facts)
    for (let index = 0; index < token.length; index += 1) {
      const changed = `${token.slice(0, index)}${token[index] === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`

      expect(readClickId([newest], changed)).toMatchObject({ ok: false })
    }
  })

  it('is refused when cut, lengthened or spelled otherwise', () => {
    const token = signClickId([newest], facts)
    for (const changed of [
      token.slice(1),
      token.slice(0, -1),
      `${token}A`,
      `${token}AAAA`,
      `${token}=`,
      ` ${token}`,
      token.toLowerCase(),
    ]) {
      expect(readClickId([newest], changed)).toMatchObject({ ok: false })
    }
  })

  it('is refused whatever text it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.base64String({ maxLength: 220 })), (text) => {
        expect(readClickId([newest, older], text)).toMatchObject({ ok: false })
      }),
    )
  })

  it('sorts by time', () => {
    const earlier = newClickId(new Date(at.getTime() - 1), 'clk_ffffffffffff')

    expect(earlier < facts.clickId).toBe(true)
    expect(facts.clickId).toMatch(/^clk_[0-9a-f]{24}$/)
  })
})
