import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { promotionCodes } from '../../../schema/codes.ts'
import { commissions } from '../../../schema/commissions.ts'
import { partners } from '../../../schema/people.ts'
import { declines } from '../../../schema/privacy.ts'
import { attributions, prospects } from '../../../schema/prospects.ts'
import { groups } from '../../../schema/terms.ts'
import { listDealsOfProspect } from '../../../worker/prospects/store.ts'
import { assignCode, pauseCode, setBenefit } from '../../../worker/tracking/promotion-acts.ts'
import { syncPromotionCodes } from '../../../worker/tracking/promotion-sync.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { atStripe } from '../deals/stripe-story.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { checkOut, haveCode, stored } from './codes-support.ts'

let world: World

let ada: Awaited<ReturnType<typeof havePartner>>

let tom: Awaited<ReturnType<typeof havePartner>>

let sales: Awaited<ReturnType<typeof haveStaff>>

beforeEach(async () => {
  world = await createWorld()
  ada = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  tom = await havePartner(world, { name: 'Pennyroyal Ovens', domain: 'pennyroyal.example' })
  sales = await haveStaff(world, 'sales', 'admin')
})

describe('a code typed on the introduction page', () => {
  const form = { act: 'act_1', company: 'Oak', contactName: 'Ann', email: 'ann@oak.example', need: 'x', website: '', goodword_referral: '' }
  const send = (more: object) => world.ask('/i/ada', { form: { ...form, ...more } })
  beforeEach(async () => void (await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })))

  it('outranks the page’s own click, in any case of its letters', async () => {
    await haveCode(world, sales, tom)
    expect((await send({ code: 'tom10' })).status).toBe(303)
    expect((await stored(world)).credited).toEqual([tom.id])
  })

  it('may be the code of a partner’s link', async () => {
    await haveLink(world, tom.id, { code: 'pennyroyal' })
    await send({ code: 'Pennyroyal' })
    expect((await stored(world)).credited).toEqual([tom.id])
  })

  it('that nobody knows is told at its field, and an ended one is no obstacle', async () => {
    const unknown = await send({ code: 'NOSUCH' })
    expect([unknown.status, await unknown.text()]).toEqual([422, expect.stringContaining('We do not know this code')])

    const code = await haveCode(world, sales, tom)
    await pauseCode(world.deps, sales, code, 'over', 2)
    expect((await send({ code: 'TOM10' })).status).toBe(303)
    expect((await stored(world)).credited).toEqual([ada.id])
  })
})

describe('what a prospect gets', () => {
  beforeEach(async () => void (await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })))

  it('stands on the introduction page with the partner’s own code of the group’s coupon, else with the shared one', async () => {
    const { id: shared } = await atStripe(world, 'promotion-code', { code: 'FRIENDS', percent: 15 })
    await syncPromotionCodes(world.deps)
    await setBenefit(world.deps, sales, shared, { group: ada.groupId, words: '' })
    expect(await (await world.ask('/i/ada')).text()).toMatch(/15 % off.*value="FRIENDS"/s)

    const [row] = await world.deps.db.select().from(promotionCodes)
    const { id: own } = await atStripe(world, 'promotion-code', { code: 'ADA15', coupon: row?.coupon })
    await syncPromotionCodes(world.deps)
    await assignCode(world.deps, sales, own, { partner: ada.id, version: 1 })
    expect(await (await world.ask('/i/ada')).text()).toMatch(/15 % off.*value="ADA15"/s)

    await world.deps.db.update(promotionCodes).set({ isActive: false })
    expect(await (await world.ask('/i/ada')).text()).not.toContain('What you get')
  })
})

it('a group’s benefit that became another partner’s code is shown to nobody else’s prospects', async () => {
  await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })
  await haveLink(world, tom.id, { code: 'tom', kind: 'introduction' })
  const code = await haveCode(world, sales, tom)
  // As a database would have it in which it was decided before that was refused.
  await world.deps.db.update(groups).set({ benefitCode: code })

  expect(await (await world.ask('/i/ada')).text()).not.toContain('TOM10')
  expect(await (await world.ask('/i/tom')).text()).toContain('TOM10')
})

describe('a prospect that did not come by the partner', () => {
  const form = { act: 'act_1', company: 'Oak', contactName: 'Ann', email: 'ann@oak.example', need: 'x', website: '' }

  it('says so before any form: nobody is credited, not by the click id at checkout either, and it is kept', async () => {
    const link = await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })
    const referral = haveClickId(world, link)

    const declined = await world.ask('/i/ada/decline', { form: { goodword_referral: referral } })
    const page = await world.ask(declined.headers.get('location') ?? '')
    const without = /name="without" value="(dcl_\w+)"/.exec(await page.text())?.[1] ?? ''
    expect((await world.ask('/i/ada', { form: { ...form, without, goodword_referral: referral } })).status).toBe(303)
    await checkOut(world, { client_reference_id: referral })

    expect((await world.deps.db.select().from(attributions)).map(({ partnerId }) => partnerId)).toEqual([null])
    const [prospect] = await world.deps.db.select().from(prospects)
    expect(await world.deps.db.select().from(declines)).toMatchObject([
      { partnerId: ada.id, prospectId: prospect?.id, source: 'introduction_page' },
    ])
    expect(await listDealsOfProspect(world.deps.db, prospect?.id ?? '')).toHaveLength(1)
    expect(await world.deps.db.select().from(commissions)).toEqual([])
  })

  it('cannot be spoken for by a decline of another page', async () => {
    await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })
    await haveLink(world, tom.id, { code: 'tom', kind: 'introduction' })
    const declined = await world.ask('/i/tom/decline', { form: { goodword_referral: '' } })
    const without = new URL(declined.headers.get('location') ?? '', 'http://x').searchParams.get('without') ?? ''

    await world.ask('/i/ada', { form: { ...form, without, goodword_referral: '' } })
    expect((await stored(world)).credited).toEqual([ada.id])
  })
})

describe('of a paused partner', () => {
  it('a code is held for a person, as its other touches are', async () => {
    const code = await haveCode(world, sales, tom)
    await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, tom.id))
    await checkOut(world, { promotion_code: code })
    expect((await world.deps.db.select().from(groups)).length).toBeGreaterThan(0)
    expect((await world.deps.db.select().from(commissions)).filter(({ status }) => status !== 'on_hold')).toEqual([])
  })
})
