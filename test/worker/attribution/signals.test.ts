import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { partners } from '../../../schema/people.ts'
import { attributions } from '../../../schema/prospects.ts'
import { audit } from '../../../schema/records.ts'
import { signals } from '../../../schema/signals.ts'
import { decideSignal } from '../../../worker/attribution/decide-signal.ts'
import { lookForSignals } from '../../../worker/attribution/look-out.ts'
import { findSignal } from '../../../worker/attribution/store-queue.ts'
import { holdCommission, releaseCommission } from '../../../worker/commissions/hold.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { haveMember, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  allSignals,
  found,
  haveClicked,
  haveHeld,
  haveKnown,
  havePayment,
  lookLater,
  openOwners,
  pay,
  rolesOf,
  statusesOf,
} from './signals-support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

describe('a signal at the binding', () => {
  it('holds the commissions from their first moment and says who decides', async () => {
    const { signal, prospectId, partner } = await haveHeld(world)

    expect(signal).toMatchObject({ rule: 'same_company', subjectId: prospectId, partnerId: partner.id, status: 'open' })
    expect(signal.evidence).toEqual({ match: 'domain' })
    expect(await statusesOf(world)).toEqual([[10_000, 'on_hold']])
    expect(await openOwners(world)).toEqual([`signal/sales/${signal.id}`])
    const answer = await (await world.ask('/earnings', { as: partner.owner })).text()
    expect(answer).toContain('nobody earns on an own purchase')
    expect(answer).toContain('Our sales team')
  })

  it('holds in the batch of a checkout that brings customer, deal and payment at once', async () => {
    const { referral } = await haveClicked(world)
    const member = await haveMember(world, (await world.deps.db.select().from(partners))[0]?.id ?? '', { email: 'ada.verhulst@gmail.com' })

    await haveKnown(world.deps, { referral, email: 'AdaVerhulst+shop@googlemail.com' })

    expect((await allSignals(world)).map(({ rule, evidence }) => ({ rule, evidence }))).toEqual([
      { rule: 'same_person', evidence: { member: member.id, match: 'spelling' } },
    ])
    expect((await world.deps.db.select().from(attributions))[0]?.heldReason).toContain('own purchase')
  })

  it('is found once, however often the look-out passes', async () => {
    await haveHeld(world)

    await lookLater(world)
    await lookLater(world)

    expect(await allSignals(world)).toHaveLength(1)
  })

  it('finds nothing about a stranger', async () => {
    const { referral } = await haveClicked(world)
    await havePayment(world.deps, await haveKnown(world.deps, { referral, email: 'ann@oak.example' }))

    await lookLater(world)

    expect(await found(world)).toEqual([])
    expect(await statusesOf(world)).toEqual([[10_000, 'pending']])
  })
})

describe('releasing', () => {
  it('frees exactly what the signal held, and later commissions are not held', async () => {
    const { signal, sales, dealId } = await haveHeld(world)

    await decideSignal(world.deps, signal.id, 'released', 'The buyer is another company of the same name.', sales)
    await pay(world.deps, dealId)

    expect(await statusesOf(world)).toEqual([
      [10_000, 'pending'],
      [10_000, 'pending'],
    ])
    expect(await findSignal(world.deps.db, signal.id)).toMatchObject({ status: 'released', decidedBy: sales.id, settledAt: world.now() })
    const acts = (await world.deps.db.select().from(audit)).map(({ act }) => act)
    expect(acts).toEqual(expect.arrayContaining(['signal.found', 'signal.released', 'commission.released']))
  })

  it('leaves the hold of a person, and of a dispute, where it is', async () => {
    const { signal, sales } = await haveHeld(world)
    const [row] = await world.deps.db.select({ id: commissions.id }).from(commissions)
    await holdCommission(world.deps, row?.id ?? '', { reason: 'Another question.', owner: 'stf_priya' }, 'stf_priya')

    await decideSignal(world.deps, signal.id, 'released', 'It is another company.', sales)

    expect(await statusesOf(world)).toEqual([[10_000, 'on_hold']])
    expect(await openOwners(world)).toEqual(['stf_priya'])
  })

  it('is not done on the commission itself', async () => {
    const { signal } = await haveHeld(world)
    const [row] = await world.deps.db.select({ id: commissions.id }).from(commissions)

    await expect(releaseCommission(world.deps, row?.id ?? '', 1, 'Fine.', 'stf_priya')).rejects.toMatchObject({ code: 'wrong_state' })
    expect(signal.status).toBe('open')
  })

  it('happens once: the second decision is refused, the same one again is the same', async () => {
    const { signal, sales } = await haveHeld(world)

    await decideSignal(world.deps, signal.id, 'released', 'Another company.', sales)
    await decideSignal(world.deps, signal.id, 'released', 'Another company.', sales)

    await expect(decideSignal(world.deps, signal.id, 'confirmed', 'No.', sales)).rejects.toMatchObject({ code: 'wrong_state' })
    expect((await world.deps.db.select().from(audit)).filter(({ act }) => act === 'signal.released')).toHaveLength(1)
  })

  it('stands once when two people decide at the same moment', async () => {
    const { signal, sales } = await haveHeld(world)
    const other = rolesOf(await haveStaff(world, 'sales'), 'sales')

    const both = await Promise.allSettled([
      decideSignal(world.deps, signal.id, 'released', 'Another company.', sales),
      decideSignal(world.deps, signal.id, 'confirmed', 'The same one.', other),
    ])

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await world.deps.db.select().from(audit)).filter(({ act }) => /signal\.(released|confirmed)/.test(act))).toHaveLength(1)
  })

  it('is for the team that the rule belongs to', async () => {
    const { signal } = await haveHeld(world)
    const finance = rolesOf(await haveStaff(world, 'finance'), 'finance')

    await expect(decideSignal(world.deps, signal.id, 'released', 'Fine.', finance)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(decideSignal(world.deps, 'sig_none', 'released', 'Fine.', finance)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('confirming', () => {
  it('refuses what is not paid, and new payments earn nothing', async () => {
    const { signal, sales, dealId, partner } = await haveHeld(world)

    await decideSignal(world.deps, signal.id, 'confirmed', 'You bought it yourselves.', sales)
    await pay(world.deps, dealId)

    expect(await statusesOf(world)).toEqual([
      [10_000, 'rejected'],
      [-10_000, 'rejected'],
    ])
    expect(await (await world.ask('/earnings', { as: partner.owner })).text()).toContain('You bought it yourselves.')
    const refused = (await world.deps.db.select().from(audit)).filter(({ act }) => act === 'payment.earned_nothing')
    expect(refused.map(({ detail }) => detail.reason)).toEqual(['You bought it yourselves.'])
  })

  it('refuses what had matured before, too', async () => {
    const { signal, sales } = await haveHeld(world)
    await world.travel({ days: 31 })
    await matureCommissions(world.deps)

    await decideSignal(world.deps, signal.id, 'confirmed', 'You bought it yourselves.', sales)

    expect((await statusesOf(world)).map(([, status]) => status)).toEqual(['rejected', 'rejected'])
  })

  it('goes on where it was cut off', async () => {
    const { signal, sales } = await haveHeld(world)
    const by = { status: 'confirmed' as const, decidedBy: sales.id, decidedAt: world.now(), reason: 'Yours.', settledAt: null }
    await world.deps.db.update(signals).set(by).where(eq(signals.id, signal.id))

    await lookForSignals(world.deps)

    expect((await statusesOf(world)).map(([, status]) => status)).toEqual(['rejected', 'rejected'])
    expect((await findSignal(world.deps.db, signal.id))?.settledAt).toEqual(world.now())
  })
})
