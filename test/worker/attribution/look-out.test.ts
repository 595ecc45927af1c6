import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { payments } from '../../../schema/deals.ts'
import { memberVisits, signalExemptions } from '../../../schema/signals.ts'
import { noteSignal, takeSignal } from '../../../worker/attribution/decide-signal.ts'
import { endExemption, grantExemption } from '../../../worker/attribution/exempt.ts'
import { lookForSignals } from '../../../worker/attribution/look-out.ts'
import { forgetVisits } from '../../../worker/attribution/member-visits.ts'
import { setRules } from '../../../worker/attribution/set-rules.ts'
import { findExemption, findSignal, listNotes } from '../../../worker/attribution/store-queue.ts'
import { readRuleSettings } from '../../../worker/attribution/store-signals.ts'
import { trail } from '../../../worker/audit/store.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import { startSession } from '../../../worker/identity/session.ts'
import { introduceSelf } from '../../../worker/prospects/introduce-self.ts'
import { findLinkTarget } from '../../../worker/tracking/store.ts'
import { haveDestination, haveGroup, havePartner, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveClickId, haveLink, referralOf } from '../tracking/fixtures.ts'
import { address, allSignals, found, haveClicked, haveHeld, haveKnown, havePayment, lookLater, pay, statusesOf } from './signals-support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

describe('the look-out', () => {
  it('holds what an advertisement brought, after the fact, with the parameter as evidence', async () => {
    const { partner, referral } = await haveClicked(world, '?gclid=abc&x=1')
    const prospectId = await haveKnown(world.deps, { referral, email: 'ann@oak.example' })
    await havePayment(world.deps, prospectId)
    expect(await statusesOf(world)).toEqual([[10_000, 'pending']])

    await lookLater(world)

    const [signal] = await allSignals(world)
    expect(signal).toMatchObject({ rule: 'paid_traffic', partnerId: partner.id, evidence: { parameter: 'gclid' } })
    expect(await statusesOf(world)).toEqual([[10_000, 'on_hold']])
    expect(JSON.stringify(signal?.evidence)).not.toContain('abc')
  })

  it('sees what the script told of an arrival on the company’s own page', async () => {
    const partner = await havePartner(world)
    await haveLink(world, partner.id, { code: 'ada' })
    const told = { code: 'ada', kept: '', query: 'via=ada&utm_source=news&gclid=abc', from: 'ads.example' }
    const headers = { ...browser, ...address, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', origin: 'https://www.wrenmarch.example' }
    const arrived = await world.ask('/goodword/arrivals', { method: 'POST', body: JSON.stringify(told), headers })
    const { referral } = await arrived.json<{ referral: string }>()
    await world.settle()
    await havePayment(world.deps, await haveKnown(world.deps, { referral, email: 'ann@oak.example' }))

    await lookLater(world)

    expect(await allSignals(world)).toMatchObject([{ rule: 'paid_traffic', partnerId: partner.id, evidence: { parameter: 'gclid' } }])
    expect(await statusesOf(world)).toEqual([[10_000, 'on_hold']])
  })

  it.each([
    ['the partner', (partner: { id: string; groupId: string }) => ({ partnerId: partner.id, groupId: null })],
    ['its group', (partner: { id: string; groupId: string }) => ({ partnerId: null, groupId: partner.groupId })],
  ])('passes over %s with an exemption, until its day', async (_whose, of) => {
    const { partner, referral } = await haveClicked(world, '?utm_medium=cpc')
    const admin = await haveStaff(world, 'admin')
    const endsAt = new Date(world.now().getTime() + 86_400_000)
    await grantExemption(world.deps, { rule: 'paid_traffic', ...of(partner), reason: 'Agreed.', endsAt }, 'act_exempt', admin.id)
    await haveKnown(world.deps, { referral, email: 'ann@oak.example' })
    await lookLater(world)
    expect(await found(world)).toEqual([])

    await world.travel({ days: 2 })
    await haveKnown(world.deps, { referral, email: 'ben@elm.example', stripeCustomer: 'cus_elm' })
    await lookLater(world)

    expect((await found(world)).map(([rule]) => rule)).toEqual(['paid_traffic'])
  })

  it('finds a click from a browser in which a member had used the portal', async () => {
    const partner = await havePartner(world)
    const link = await haveLink(world, partner.id)
    const from = { ...browser, ...address }
    await world.ask('/links', { as: partner.owner, headers: from })
    await world.travel({ minutes: 6 })
    await signInFrom(partner.owner.id, from)
    await world.travel({ minutes: 10 })
    const answer = await world.ask(`/r/${link.code}`, { headers: from })
    await haveKnown(world.deps, { referral: referralOf(answer) ?? '', email: 'ann@oak.example' })

    await lookLater(world)

    expect(await allSignals(world)).toMatchObject([{ rule: 'member_visit', evidence: { member: partner.owner.id, minutesAfter: 10 } }])
    const kept = await world.deps.db.select().from(memberVisits)
    expect(JSON.stringify(kept)).not.toContain('203.0.113')
    await world.travel({ days: 6 })
    await forgetVisits(world.deps)
    expect(await world.deps.db.select().from(memberVisits)).toEqual([])
  })

  /** Somebody who is signed in for a while already, and asks again. */
  async function signInFrom(memberId: string, headers: Record<string, string>) {
    const { cookie } = await startSession(world.deps, { kind: 'member', id: memberId }, { userAgent: 'test' })
    await world.travel({ minutes: 6 })
    expect((await world.ask('/links', { headers: { ...headers, cookie } })).status).toBe(200)
  }

  it('finds a last click of minutes before, where another partner’s older click stood', async () => {
    const group = await haveGroup(world, { model: 'last_touch' })
    const [first, second] = [await havePartner(world, { groupId: group.id }), await havePartner(world, { groupId: group.id })]
    const older = haveClickId(world, await haveLink(world, first.id))
    await world.travel({ days: 3 })
    const link = await haveLink(world, second.id)
    const newer = haveClickId(world, link)
    await world.travel({ minutes: 4 })
    const target = await findLinkTarget(world.deps.db, link.code)
    if (!target) throw new Error('there is the link')
    const form = { company: 'Oak', contactName: 'Ann', email: 'ann@oak.example', need: 'Tools.', act: 'act_form' }

    await introduceSelf(world.deps, target, form, [older, newer])
    await lookLater(world)

    expect(await allSignals(world)).toMatchObject([
      { rule: 'late_click', partnerId: second.id, evidence: { secondsBefore: 240, earlierPartner: first.id, earlierKind: 'click' } },
    ])
  })

  it('finds a contact who turns up later', async () => {
    const { partner, referral } = await haveClicked(world)
    const prospectId = await haveKnown(world.deps, { referral, email: 'ann@oak.example', stripeCustomer: 'cus_1' })
    await lookLater(world)
    expect(await found(world)).toEqual([])

    await haveKnown(world.deps, { stripeCustomer: 'cus_1', email: partner.owner.email })
    await lookLater(world)

    expect(await found(world)).toEqual([['same_person', prospectId, 'open']])
  })

  it('finds two records of one partner by its money, and holds the younger one’s commissions', async () => {
    const elder = await havePartner(world)
    await world.travel({ days: 1 })
    const { partner: younger, referral } = await haveClicked(world)
    await havePayment(world.deps, await haveKnown(world.deps, { referral, email: 'ann@oak.example' }))
    await haveDestination(world, elder.id, { stripeAccount: 'acct_same' })
    await haveDestination(world, younger.id, { stripeAccount: 'acct_same' })
    for (const { id } of [elder, younger]) {
      await trail(world.deps.db, { at: world.now(), actor: 'system', act: 'destination.opened', subject: id, partnerId: id, detail: {} })
    }

    await lookLater(world)
    await lookLater(world)

    expect(await allSignals(world)).toMatchObject([
      { rule: 'same_destination', subjectId: younger.id, prospectId: null, evidence: { partner: elder.id, shares: ['account'] } },
    ])
    expect(await statusesOf(world)).toEqual([[10_000, 'on_hold']])
  })

  it('finds a partner whose customers return what they paid', async () => {
    const { partner, referral } = await haveClicked(world)
    const prospectId = await haveKnown(world.deps, { referral, email: 'ann@oak.example' })
    const dealId = await havePayment(world.deps, prospectId)
    for (let n = 0; n < 9; n += 1) await pay(world.deps, dealId)
    const paid = await world.deps.db.select({ id: payments.id }).from(payments)
    for (const [n, { id }] of paid.slice(0, 4).entries()) {
      await recordReturn(
        world.deps,
        id,
        { amountMinor: 100_000, currency: 'eur', returnedAt: world.now(), act: `act_back_${n}` },
        'stf_sales',
      )
    }

    await lookLater(world)

    expect(await allSignals(world)).toMatchObject([
      { rule: 'refund_farming', subjectId: partner.id, evidence: { payments: 10, returned: 4, days: 180 } },
    ])
    expect((await statusesOf(world)).filter(([, status]) => status === 'pending')).toEqual([])
  })

  it('uses what the programme set', async () => {
    const admin = await haveStaff(world, 'admin')
    const { thresholds } = await readRuleSettings(world.deps.db)
    await setRules(world.deps, { thresholds: { ...thresholds, facebookAloneCounts: 1 }, disposable: ['oak.example'] }, admin.id)
    const { referral } = await haveClicked(world, '?fbclid=1')

    await haveKnown(world.deps, { referral, email: 'ann@oak.example' })
    await lookLater(world)

    expect((await found(world)).map(([rule]) => rule).sort()).toEqual(['disposable_mail', 'paid_traffic'])
  })

  it('is not stopped by a record that cannot be looked at', async () => {
    const { referral } = await haveClicked(world, '?gclid=1')
    await haveKnown(world.deps, { referral, email: 'ann@oak.example' })
    const broken = {
      ...world.deps,
      newId: (prefix: Parameters<typeof world.deps.newId>[0]) => (prefix === 'sig' ? fail() : world.deps.newId(prefix)),
    }
    await world.travel({ minutes: 5 })

    await lookForSignals(broken)

    expect(await found(world)).toEqual([])
  })
  const fail = (): never => {
    throw new Error('no id')
  }
})

describe('beside a signal', () => {
  it('stand notes, and who looks at it', async () => {
    const { signal, sales } = await haveHeld(world)

    await takeSignal(world.deps, signal.id, sales)
    await noteSignal(world.deps, signal.id, 'I wrote to the customer.', 'act_note', sales)
    await noteSignal(world.deps, signal.id, 'I wrote to the customer.', 'act_note', sales)

    expect((await findSignal(world.deps.db, signal.id))?.takenBy).toBe(sales.id)
    expect(await listNotes(world.deps.db, signal.id)).toMatchObject([{ n: 1, text: 'I wrote to the customer.', author: sales.id }])
  })

  it('ends an exemption once', async () => {
    const partner = await havePartner(world)
    const endsAt = new Date(world.now().getTime() + 86_400_000)
    const wanted = { rule: 'click_flood' as const, partnerId: partner.id, groupId: null, reason: 'A fair.', endsAt }
    await grantExemption(world.deps, wanted, 'act_1', 'stf_1')
    await grantExemption(world.deps, wanted, 'act_1', 'stf_1')
    const rows = await world.deps.db.select().from(signalExemptions)
    expect(rows).toHaveLength(1)

    if (rows[0]) await endExemption(world.deps, rows[0], 'stf_2')

    expect(await findExemption(world.deps.db, rows[0]?.id ?? '')).toMatchObject({ endedBy: 'stf_2', endedAt: world.now() })
    await expect(grantExemption(world.deps, { ...wanted, endsAt: world.now() }, 'act_2', 'stf_1')).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(grantExemption(world.deps, { ...wanted, partnerId: 'par_none' }, 'act_3', 'stf_1')).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
