import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { agreements, discounts, obligations } from '../../../schema/agreements.ts'
import { draftAgreement, draftNextVersion } from '../../../worker/agreements/agreement.ts'
import { endAgreements, giveNotice } from '../../../worker/agreements/agreement-end.ts'
import { addObligation, agreeToDiscount, setDiscount } from '../../../worker/agreements/agreement-lines.ts'
import { offerAgreement, takeOfferBack } from '../../../worker/agreements/agreement-offer.ts'
import { signAgreement } from '../../../worker/agreements/agreement-sign.ts'
import { findCategory } from '../../../worker/agreements/category.ts'
import { setDiscountRules } from '../../../worker/agreements/discount-rules.ts'
import { withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { firstDiscountRules } from '../../../worker/agreements/rules-discounts.ts'
import { getAgreement, linesOf } from '../../../worker/agreements/store-agreements.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, firstObligation, haveDraft, haveGrant, haveSigned, signBoth, statusOfAgreement } from './have.ts'

let world: World
let prospectId: string

beforeEach(async () => {
  world = await createWorld()
  prospectId = (await haveProspect(world, null, { company: 'Salthaven' })).id
})

const categoryNow = () => findCategory(world.deps.db, prospectId, world.now())
const duties = [
  { activity: 'prospect_call' as const, promised: 3 },
  { activity: 'case_study' as const, promised: 1 },
]

describe('an agreement', () => {
  it('AGR2 states activity, quantity, day, discount and what is given, and freezes that text with its hash', async () => {
    const id = await haveDraft(world, prospectId, { kind: 'sponsor', owed: duties, percent: 30 })

    await offerAgreement(world.deps, id, 'stf_sales')

    const { text, textHash, status } = await getAgreement(world.deps.db, id)
    expect(status).toBe('offered')
    expect(text).toContain('3 × call with a prospect, until 1 March 2027')
    expect(text).toContain('1 × case study, until 1 March 2027')
    expect(text).toContain('30 % of')
    expect(text).toContain('caps')
    expect(textHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('AGR1 what was offered or signed never changes, in an act or in SQL', async () => {
    const { db } = world.deps
    const id = await haveSigned(world, prospectId)
    const owed = await firstObligation(world, id)

    await expect(db.update(agreements).set({ preamble: 'Other words' }).where(eq(agreements.id, id))).rejects.toThrow()
    await expect(db.update(agreements).set({ text: 'Other words' }).where(eq(agreements.id, id))).rejects.toThrow()
    await expect(db.update(agreements).set({ signedByThem: 'Somebody' }).where(eq(agreements.id, id))).rejects.toThrow()
    await expect(db.update(agreements).set({ status: 'draft', text: null, textHash: null }).where(eq(agreements.id, id))).rejects.toThrow()
    await expect(db.delete(agreements)).rejects.toThrow()
    await expect(db.delete(obligations).where(eq(obligations.id, owed.id))).rejects.toThrow()
    expect(
      await codeOf(addObligation(world.deps, id, { act: act(world), activity: 'webinar', promised: 1, dueOn: '2027-01-01' }, 'stf_sales')),
    ).toBe('wrong_state')
  })

  it('AGR1 a change is a new version that both sign; then the one before ends with what it still owed', async () => {
    const first = await haveSigned(world, prospectId)
    const next = await draftNextVersion(world.deps, first, act(world), 'stf_sales')
    expect(await draftNextVersion(world.deps, first, 'act_000', 'stf_sales').catch((error: { code: string }) => error.code)).toBe(
      'wrong_state',
    )
    await offerAgreement(world.deps, next, 'stf_sales')
    const { textHash } = await getAgreement(world.deps.db, next)
    await signAgreement(world.deps, next, textHash ?? '', { side: 'us', by: 'stf_sales' })
    expect([await statusOfAgreement(world, first), await statusOfAgreement(world, next)]).toEqual(['signed', 'offered'])

    await signAgreement(world.deps, next, textHash ?? '', { side: 'them', name: 'Ida', via: 'mem_ida' })

    expect([await statusOfAgreement(world, first), await statusOfAgreement(world, next)]).toEqual(['ended', 'signed'])
    expect(await firstObligation(world, first)).toMatchObject({ promised: 3, due: 0, cancelled: 3 })
    expect(await firstObligation(world, next)).toMatchObject({ promised: 3, due: 3, cancelled: 0 })
  })

  it('is signed under exactly the text that was shown, once for each side', async () => {
    const id = await haveDraft(world, prospectId)
    expect(await codeOf(signAgreement(world.deps, id, 'x', { side: 'us', by: 'stf_1' }))).toBe('wrong_state')
    await offerAgreement(world.deps, id, 'stf_sales')
    const { textHash } = await getAgreement(world.deps.db, id)
    expect(await codeOf(signAgreement(world.deps, id, 'f'.repeat(64), { side: 'us', by: 'stf_1' }))).toBe('text_changed')

    const twice = [0, 1].map(() => codeOf(signAgreement(world.deps, id, textHash ?? '', { side: 'them', name: 'Ida', via: 'mem_1' })))

    expect((await Promise.all(twice)).filter((code) => code === 'done')).toHaveLength(1)
    expect(await statusOfAgreement(world, id)).toBe('offered')
    expect(await codeOf(giveNotice(world.deps, id, { by: 'stf_1', reason: 'no', side: 'us' }))).toBe('one_signature')
  })

  it('an offer can be taken back, and whoever signed signs again', async () => {
    const id = await haveDraft(world, prospectId)
    await offerAgreement(world.deps, id, 'stf_sales')
    const { textHash } = await getAgreement(world.deps.db, id)
    await signAgreement(world.deps, id, textHash ?? '', { side: 'us', by: 'stf_1' })

    await takeOfferBack(world.deps, id, 'stf_1')

    expect(await getAgreement(world.deps.db, id)).toMatchObject({ status: 'draft', text: null, signedByUs: null })
  })

  it('ends after its notice and not before: agreement_ended', async () => {
    const id = await haveSigned(world, prospectId, { noticeDays: 30 })
    await giveNotice(world.deps, id, { by: 'stf_1', reason: 'we part', side: 'us' })
    expect(await codeOf(giveNotice(world.deps, id, { by: 'stf_1', reason: 'we part', side: 'us' }))).toBe('already_done')
    await world.travel({ days: 30 })
    expect(await categoryNow()).toBe('reference')

    await world.travel({ days: 1 })
    expect(await categoryNow()).toBe('regular')
    await endAgreements(world.deps)
    expect(await statusOfAgreement(world, id)).toBe('ended')
    expect(await codeOf(giveNotice(world.deps, id, { by: 'stf_1', reason: 'we part', side: 'us' }))).toBe('agreement_ended')
  })

  it('has one draft at a time', async () => {
    await haveDraft(world, prospectId)
    const more = {
      act: act(world),
      prospectId,
      kind: 'reference' as const,
      preamble: 'x',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      noticeDays: 1,
    }

    expect(await codeOf(draftAgreement(world.deps, more, 'stf_1'))).toBe('wrong_state')
    expect(await codeOf(draftAgreement(world.deps, { ...more, prospectId: 'pro_nobodys' }, 'stf_1'))).toBe('not_found')
  })
})

describe('the category', () => {
  it('CAT1 follows from agreements and grants in force, at once', async () => {
    expect(await categoryNow()).toBe('regular')
    await haveSigned(world, prospectId)
    expect(await categoryNow()).toBe('reference')
    const sponsor = await haveSigned(world, prospectId, { kind: 'sponsor' })
    expect(await categoryNow()).toBe('reference')
    const logo = await haveGrant(world, prospectId, 'logo')
    expect(await categoryNow()).toBe('sponsor')

    await withdrawGrant(world.deps, logo, { by: 'mem_1', side: 'them', reason: 'no more' })
    expect(await categoryNow()).toBe('reference')
    await haveGrant(world, prospectId, 'web_release', { endsOn: '2026-11-02' })
    expect(await categoryNow()).toBe('sponsor')
    await world.travel({ days: 1 })
    expect(await categoryNow()).toBe('reference')
    expect(await statusOfAgreement(world, sponsor)).toBe('signed')
  })

  it('CAT1 no private permission makes a sponsor, and no agreement of tomorrow counts today', async () => {
    await haveSigned(world, prospectId, { kind: 'sponsor', startsOn: '2026-11-03' })
    await haveGrant(world, prospectId, 'calls')
    await haveGrant(world, prospectId, 'linkedin')
    await haveGrant(world, prospectId, 'logo')
    expect(await categoryNow()).toBe('regular')
    await world.travel({ days: 1 })
    expect(await categoryNow()).toBe('sponsor')
  })

  it('CAT2 a sponsor agreement without the reference duties cannot be offered, nor in SQL', async () => {
    const id = await haveDraft(world, prospectId, { kind: 'sponsor', owed: [{ activity: 'logo_use', promised: 1 }] })

    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('wrong_state')
    const offered = { status: 'offered' as const, text: 'x', textHash: 'y', offeredAt: world.now() }
    await expect(world.deps.db.update(agreements).set(offered).where(eq(agreements.id, id))).rejects.toThrow()
  })
})

describe('a discount, in acts and in SQL', () => {
  const offerInSql = (id: string) =>
    world.deps.db
      .update(agreements)
      .set({ status: 'offered', text: 'x', textHash: 'y', offeredAt: world.now() })
      .where(eq(agreements.id, id))
  const discount = (id: string, percentBps: number) =>
    setDiscount(world.deps, id, { act: act(world), currency: 'eur', listMinor: 2_000_000, percentBps, referredId: null }, 'stf_sales')

  it('DIS2 is not offered to who has not asked: not_asked', async () => {
    const id = await haveDraft(world, prospectId)
    await discount(id, 2_000)

    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('not_asked')
    await expect(offerInSql(id)).rejects.toThrow()
    await setDiscountRules(world.deps, { ...firstDiscountRules, policy: 'standard' }, 'stf_admin')
    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('done')
  })

  it('DIS1 is not given for nothing, and policy_none gives none', async () => {
    const id = await haveDraft(world, prospectId, { kind: 'partner', owed: [], percent: 20 })
    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('nothing_in_return')
    await expect(offerInSql(id)).rejects.toThrow()

    await setDiscountRules(world.deps, { ...firstDiscountRules, policy: 'none' }, 'stf_admin')
    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('policy_none')
  })

  it('DIS3 lowers a price and stays what was agreed', async () => {
    const id = await haveSigned(world, prospectId, { percent: 20 })
    const [row] = await world.deps.db.select().from(discounts)

    expect(row).toMatchObject({ listMinor: 2_000_000, percentBps: 2_000, amountMinor: 400_000 })
    await expect(world.deps.db.update(discounts).set({ percentBps: 1_000, amountMinor: 200_000 })).rejects.toThrow()
    expect(await codeOf(discount(id, 1_000))).toBe('wrong_state')
  })

  it('DIS4 above 25 % wants two activities, above 40 % a second person', async () => {
    const id = await haveDraft(world, prospectId, { percent: 45 })
    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('set_not_specific')
    await expect(offerInSql(id)).rejects.toThrow()
    await addObligation(world.deps, id, { act: act(world), activity: 'case_study', promised: 1, dueOn: '2027-01-01' }, 'stf_sales')
    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('needs_second_person')
    await expect(offerInSql(id)).rejects.toThrow()

    expect(await codeOf(agreeToDiscount(world.deps, id, 'our first enterprise', 'stf_sales'))).toBe('same_person')
    await expect(world.deps.db.update(discounts).set({ secondBy: 'stf_sales', secondReason: 'x', secondAt: world.now() })).rejects.toThrow()
    await agreeToDiscount(world.deps, id, 'our first enterprise', 'stf_other')

    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('done')
    await signBoth(world, id)
    expect((await linesOf(world.deps.db, id)).discount?.secondReason).toBe('our first enterprise')
  })

  it('DIS5 a sponsor’s cut is not below the same customer’s as a reference', async () => {
    await haveSigned(world, prospectId, { percent: 20 })
    const id = await haveDraft(world, prospectId, { kind: 'sponsor', percent: 15 })

    expect(await codeOf(offerAgreement(world.deps, id, 'stf_1'))).toBe('wrong_state')
    await expect(offerInSql(id)).rejects.toThrow()
  })
})
