import { eq } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { attributions, contacts, prospects, touches } from '../../../schema/prospects.ts'
import { groups } from '../../../schema/terms.ts'
import { findAttribution } from '../../../worker/attribution/store.ts'
import { wasRefused } from '../../../worker/database.ts'
import { type Identified, identifyProspect, type Known } from '../../../worker/prospects/identify.ts'
import { newClickId, signClickId } from '../../../worker/tracking/click-id.ts'
import { haveGroup, havePartner, haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const identify = (known: Known) => identifyProspect(world.deps, known, world.now(), 'stripe')

async function run(statements: BatchItem<'sqlite'>[]) {
  const [first, ...rest] = statements
  if (first) await world.deps.db.batch([first, ...rest])
}

/** Identifies and stores, as a caller without statements of its own. */
async function identifyAndStore(known: Known): Promise<Identified> {
  const identified = await identify(known)
  if ('statements' in identified) await run(identified.statements)
  return identified
}

const idOf = (identified: Identified) => ('prospectId' in identified ? identified.prospectId : identified.kind)

describe('somebody unknown', () => {
  it('becomes a prospect bound to the partner whose click id came along', async () => {
    const partner = await havePartner(world)
    const referral = haveClickId(world, await haveLink(world, partner.id))

    const identified = await identifyAndStore({
      stripeCustomer: 'cus_1',
      referral,
      email: 'Ann@Oak.example',
      company: 'Oak',
      contactName: 'Ann',
    })

    expect(identified).toMatchObject({ kind: 'new', attribution: { partnerId: partner.id, n: 1, heldReason: null, decidedBy: 'rule' } })
    expect(await world.deps.db.select().from(prospects)).toMatchObject([{ company: 'Oak', domain: 'oak.example', stage: 'new' }])
    expect(await world.deps.db.select().from(contacts)).toMatchObject([{ name: 'Ann', email: 'ann@oak.example', namedBy: 'stripe' }])
    expect(await findAttribution(world.deps.db, idOf(identified))).toEqual('attribution' in identified && identified.attribution)
  })

  it('stays nobody without a click id, and with one that we did not sign', async () => {
    expect(await identify({ email: 'ann@oak.example' })).toEqual({ kind: 'nobody' })
    expect(await identify({ email: 'ann@oak.example', referral: 'goodword' })).toEqual({ kind: 'nobody' })
  })

  it('stays nobody with a click id of a link that is another partner’s', async () => {
    const [one, other] = [await havePartner(world), await havePartner(world)]
    const link = await haveLink(world, one.id)

    expect(await identify({ referral: haveClickId(world, { id: link.id, partnerId: other.id }) })).toEqual({ kind: 'nobody' })
  })

  it('is stored once when two identifications meet', async () => {
    const partner = await havePartner(world)
    const referral = haveClickId(world, await haveLink(world, partner.id))
    const known = { stripeCustomer: 'cus_1', referral, email: 'ann@oak.example' }
    const [one, other] = await Promise.all([identify(known), identify(known)])
    if (one.kind !== 'new' || other.kind !== 'new') throw new Error('both see nobody')

    await run(one.statements)
    const refusal = await run(other.statements).catch((error: unknown) => error)
    const again = await identifyAndStore(known)

    expect(wasRefused(refusal)).toBe(true)
    expect(again).toMatchObject({ kind: 'known', prospectId: one.prospectId, statements: [] })
    expect(await world.deps.db.select().from(prospects)).toHaveLength(1)
    expect(await world.deps.db.select().from(touches)).toHaveLength(1)
  })

  it.each([
    ['email', { email: 'ann@gmail.com' }],
    ['company domain', { email: 'someone@oak.example' }],
  ])('is stored once when two identifications by %s meet with different click ids', async (_by, known) => {
    const link = await haveLink(world, (await havePartner(world)).id)
    const [one, other] = [
      await identify({ ...known, referral: haveClickId(world, link) }),
      await identify({ ...known, referral: haveClickId(world, link) }),
    ]
    if (one.kind !== 'new' || other.kind !== 'new') throw new Error('both see nobody')

    await run(one.statements)

    expect(wasRefused(await run(other.statements).catch((error: unknown) => error))).toBe(true)
  })
})

describe('somebody known', () => {
  async function haveKnown(known: Known, partner?: { id: string }) {
    const { id } = partner ?? (await havePartner(world))
    return identifyAndStore({ referral: haveClickId(world, await haveLink(world, id)), ...known })
  }

  it.each([
    ['Stripe customer', { stripeCustomer: 'cus_1' }, { stripeCustomer: 'cus_1', email: 'x@elsewhere.example' }],
    ['email', { email: 'ann@gmail.com' }, { stripeCustomer: 'cus_2', email: ' ANN@gmail.com' }],
    ['company domain', { email: 'ann@oak.example' }, { email: 'ben@mail.oak.example' }],
  ])('is found by %s', async (_by, first, second) => {
    const before = await haveKnown(first)

    expect(await identifyAndStore(second)).toMatchObject({ kind: 'known', prospectId: idOf(before), attribution: { n: 1 } })
  })

  it('is found by the click id it came with', async () => {
    const partner = await havePartner(world)
    const referral = haveClickId(world, await haveLink(world, partner.id))
    const before = await identifyAndStore({ referral, email: 'ann@oak.example' })

    expect(idOf(await identifyAndStore({ referral, stripeCustomer: 'cus_1', email: 'ann@gmail.com' }))).toBe(idOf(before))
    expect(idOf(await identify({ stripeCustomer: 'cus_1' }))).toBe(idOf(before))
  })

  it('with more touches than anybody reads takes the newest of them again, and nothing breaks', async () => {
    const partner = await havePartner(world)
    const link = await haveLink(world, partner.id)
    const first = haveClickId(world, link)
    const known = { stripeCustomer: 'cus_many', email: 'ann@many.example' }
    const prospectId = idOf(await identifyAndStore({ ...known, referral: first }))
    const { db, newId, now } = world.deps
    const flood = Array.from({ length: 250 }, (_, n) => {
      const touch = { id: newId('tch'), prospectId, partnerId: partner.id, kind: 'click', touchedAt: now(), createdAt: now() } as const
      return { ...touch, linkId: link.id, clickId: null, introductionId: null, source: `click/flood-${n}` }
    })
    for (const touch of flood) await db.insert(touches).values(touch)
    await world.travel({ minutes: 1 })
    const newest = haveClickId(world, link)
    const kept = async () => (await db.select({ id: touches.id }).from(touches).where(eq(touches.prospectId, prospectId))).length

    await identifyAndStore({ ...known, referral: newest })
    await identifyAndStore({ ...known, referral: newest })
    expect(await kept()).toBe(252)

    const other = haveClickId(world, link)
    await identifyAndStore({ stripeCustomer: 'cus_other', email: 'max@other.example', referral: other })
    for (let time = 0; time < 2; time += 1) await identifyAndStore({ ...known, referral: other })
    expect(await kept()).toBe(253)
  })

  it('is not found by a click id that people of two companies carry', async () => {
    const partner = await havePartner(world)
    const referral = haveClickId(world, await haveLink(world, partner.id))
    const before = await identifyAndStore({ referral, email: 'ann@oak.example' })

    const other = await identifyAndStore({ referral, email: 'zoe@elm.example' })

    expect(other).toMatchObject({ kind: 'new', attribution: { partnerId: partner.id } })
    expect(idOf(other)).not.toBe(idOf(before))
    expect((await identify({ referral, email: 'zoe@elm.example' })).kind).toBe('known')
  })

  it('never is the whole of a public mail domain', async () => {
    const before = await haveKnown({ email: 'ann@gmail.com' })

    expect(idOf(await haveKnown({ email: 'ben@gmail.com' }))).not.toBe(idOf(before))
  })

  it('keeps its partner when another one’s click comes later, which is kept as a touch', async () => {
    const [first, later] = [await havePartner(world), await havePartner(world)]
    const before = await haveKnown({ email: 'ann@oak.example' }, first)
    await world.travel({ days: 3 })

    const again = await haveKnown({ email: 'ann@oak.example' }, later)

    expect(again).toMatchObject({ kind: 'known', prospectId: idOf(before), attribution: { partnerId: first.id, n: 1 } })
    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
    expect((await world.deps.db.select().from(touches)).map(({ partnerId }) => partnerId)).toEqual([first.id, later.id])
  })

  it('is bound by its first touch when it had none', async () => {
    const partner = await havePartner(world)
    const prospect = await haveProspect(world, null, { domain: 'oak.example' })

    const identified = await haveKnown({ email: 'ann@oak.example' }, partner)

    expect(identified).toMatchObject({ kind: 'known', prospectId: prospect.id, attribution: { partnerId: partner.id } })
  })

  it('is bound to nobody when it was a customer before its first touch', async () => {
    const prospect = await haveProspect(world, null, { domain: 'oak.example' })
    await world.deps.db.update(prospects).set({ stage: 'customer', customerSince: world.now() }).where(eq(prospects.id, prospect.id))

    expect(await haveKnown({ email: 'ann@oak.example' })).toMatchObject({ kind: 'known', attribution: null })
    expect(await world.deps.db.select().from(touches)).toHaveLength(1)
  })

  it('goes to a person when two prospects fit', async () => {
    const [one, two] = [
      await haveProspect(world, null, { domain: 'oak.example' }),
      await haveProspect(world, null, { domain: 'oak.example' }),
    ]

    expect(await identify({ email: 'ann@oak.example' })).toEqual({ kind: 'ambiguous', candidates: [one.id, two.id] })
  })

  it('is bound once when two touches arrive at once', async () => {
    await haveProspect(world, null, { domain: 'oak.example' })
    const [one, other] = [await havePartner(world), await havePartner(world)]
    const found = [
      await identify({ email: 'ann@oak.example', referral: haveClickId(world, await haveLink(world, one.id)) }),
      await identify({ email: 'ann@oak.example', referral: haveClickId(world, await haveLink(world, other.id)) }),
    ]

    const results = await Promise.allSettled(found.map((each) => run('statements' in each ? each.statements : [])))

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await world.deps.db.select().from(attributions)).toMatchObject([{ partnerId: one.id }])
  })
})

describe('credit', () => {
  const boundBy = async (partnerId: string, known: Known) => {
    const identified = await identify({ ...known, referral: haveClickId(world, await haveLink(world, partnerId)) })
    return 'attribution' in identified ? identified.attribution : undefined
  }

  it('counts at the edge of the group’s window and not a second later', async () => {
    const partner = await havePartner(world)
    const referral = haveClickId(world, await haveLink(world, partner.id))

    await world.travel({ days: 60 })
    expect(await identify({ referral })).toMatchObject({ attribution: { partnerId: partner.id } })
    await world.travel({ seconds: 1 })
    expect(await identify({ referral })).toMatchObject({ attribution: { partnerId: null, touchId: null } })
  })

  it('of a click from the partner’s group of before counts by the rules of today’s, not by what that group once had', async () => {
    const { db } = world.deps
    const partner = await havePartner(world)
    const other = await haveGroup(world)
    const setWindow = (windowDays: number, version: number) =>
      db.update(groups).set({ windowDays, rulesVersion: version, rulesSince: world.now() }).where(eq(groups.id, other.id))
    await setWindow(7, 2)
    await world.travel({ days: 1 })
    await setWindow(30, 3)
    await world.travel({ days: 1 })
    const link = await haveLink(world, partner.id)
    // Signed under the second version of the first group, which the other one had, too.
    const facts = { clickId: newClickId(world.now(), '0'), linkId: link.id, partnerId: partner.id, rulesVersion: 2 }
    const referral = signClickId(world.deps.settings.signingKeys, facts)
    await db.update(partners).set({ groupId: other.id }).where(eq(partners.id, partner.id))

    await world.travel({ days: 10 })
    expect(await identify({ referral })).toMatchObject({ attribution: { partnerId: partner.id } })
    await world.travel({ days: 21 })
    expect(await identify({ referral })).toMatchObject({ attribution: { partnerId: null } })
  })

  it('follows the model of the group', async () => {
    const group = await haveGroup(world, { model: 'last_touch' })
    const partner = await havePartner(world, { groupId: group.id })

    expect(await boundBy(partner.id, { email: 'ann@oak.example' })).toMatchObject({ reason: 'Last click inside the window of 60 days.' })
  })

  it.each([
    ['the contact is a member', (owner: string) => owner, /own purchase/],
    ['the contact works for the partner', () => 'ann@ada.example', /own purchase/],
  ])('is held when %s', async (_when, emailOf, reason) => {
    const partner = await havePartner(world, { domain: 'ada.example' })

    expect((await boundBy(partner.id, { email: emailOf(partner.owner.email) }))?.heldReason).toMatch(reason)
  })
})
