import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { promotionCodes } from '../../../schema/codes.ts'
import { attributions, prospects, touches } from '../../../schema/prospects.ts'
import { signals } from '../../../schema/signals.ts'
import { assignCode, limitCode, pauseCode } from '../../../worker/tracking/promotion-acts.ts'
import { syncPromotionCodes } from '../../../worker/tracking/promotion-sync.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { atStripe } from '../deals/stripe-story.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { haveKey, type IdentifiedAnswer, postJson } from './fixtures.ts'

let world: World
let ada: Awaited<ReturnType<typeof havePartner>>
let tom: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
let key: Awaited<ReturnType<typeof haveKey>>
beforeEach(async () => {
  world = await createWorld()
  ada = await havePartner(world, { name: 'Ostervane Textiles' })
  tom = await havePartner(world, { name: 'Pennyroyal Ovens' })
  sales = await haveStaff(world, 'sales', 'admin')
  key = await haveKey(world, ['prospects:read', 'prospects:write'])
})

async function haveCode(owner: { id: string } | null = tom): Promise<string> {
  const { id } = await atStripe(world, 'promotion-code', { code: 'TOM10', percent: 10 })
  await syncPromotionCodes(world.deps)
  if (owner) await assignCode(world.deps, sales, id, { partner: owner.id, version: 1 })
  return id
}
const identify = async (body: object) => {
  const answer = await postJson(world, key, body)
  return { status: answer.status, body: await answer.json<IdentifiedAnswer & { promotion_code: string | null }>() }
}
const kinds = async () => (await world.deps.db.select().from(touches).orderBy(touches.kind)).map(({ kind, partnerId }) => [kind, partnerId])
const email = 'max@quillworks.example'

describe('a promotion code with a sign-up', () => {
  it.each([
    ['as it was typed, in any case', () => 'tom10'],
    ['by Stripe’s id of it', (id: string) => id],
  ])('%s is a touch of its partner and makes a prospect of somebody unknown', async (_how, said) => {
    const id = await haveCode()

    const answer = await identify({ email, promotion_code: said(id) })

    expect(answer).toMatchObject({ status: 201, body: { outcome: 'new', promotion_code: 'accepted', attribution: { partner: tom.id } } })
    expect(await kinds()).toEqual([['code', tom.id]])
    expect((await world.deps.db.select().from(attributions))[0]?.reason).toBe('A code of the partner was used.')
  })

  it('is one touch and one use, however often and under however many keys it is told', async () => {
    const id = await haveCode()

    await Promise.all([identify({ email, promotion_code: 'TOM10' }), identify({ email, promotion_code: id })])
    await identify({ email, promotion_code: 'tom10', external_reference: 'user-7' })

    expect(await kinds()).toEqual([['code', tom.id]])
    expect((await world.deps.db.select().from(promotionCodes))[0]?.credits).toBe(1)
    expect(await world.deps.db.select().from(prospects)).toHaveLength(1)
  })

  it('outranks the click that came along, as at checkout', async () => {
    await haveCode()
    const referral = haveClickId(world, await haveLink(world, ada.id))

    const { body } = await identify({ email, referral, promotion_code: 'TOM10' })

    expect(body.attribution?.partner).toBe(tom.id)
    expect(await kinds()).toEqual([
      ['click', ada.id],
      ['code', tom.id],
    ])
  })

  it('never outranks a binding', async () => {
    await haveCode()
    await identify({ email, referral: haveClickId(world, await haveLink(world, ada.id)) })

    const { body } = await identify({ email, promotion_code: 'TOM10' })

    expect(body).toMatchObject({ outcome: 'known', promotion_code: 'accepted', attribution: { partner: ada.id } })
    expect(await kinds()).toHaveLength(2)
  })

  it('of a partner’s link is typed as well', async () => {
    const link = await haveLink(world, ada.id, { code: 'ada' })

    expect((await identify({ email, promotion_code: 'ADA' })).body.attribution?.partner).toBe(ada.id)
    expect((await world.deps.db.select().from(touches))[0]).toMatchObject({ kind: 'code', linkId: link.id, clickId: null })
  })

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['belongs to nobody', async () => {}],
    [
      'is paused',
      (id) => assignCode(world.deps, sales, id, { partner: tom.id, version: 1 }).then(() => pauseCode(world.deps, sales, id, 'Leaked', 2)),
    ],
    [
      'was used as often as it may',
      async (id) => {
        await assignCode(world.deps, sales, id, { partner: tom.id, version: 1 })
        await limitCode(world.deps, sales, id, { mostCredits: 1, creditFrom: null, creditUntil: null }, 2)
        await identify({ email: 'first@other.example', promotion_code: id })
      },
    ],
  ])('that %s gives nobody credit, and the answer says so', async (_what, before) => {
    const id = await haveCode(null)
    await before(id)

    expect(await identify({ email, promotion_code: 'TOM10' })).toMatchObject({
      status: 200,
      body: { outcome: 'nobody', promotion_code: 'no_credit', attribution: null },
    })
  })

  it('that nobody ever had is no credit and no error', async () => {
    expect(await identify({ email, promotion_code: 'NOBODYS' })).toMatchObject({
      status: 200,
      body: { promotion_code: 'no_credit', id: null },
    })
    expect(await identify({ email, promotion_code: null })).toMatchObject({ body: { promotion_code: null } })
  })
})

describe('what the API says of a hold', () => {
  it('ends with the signal that a person released', async () => {
    const referral = haveClickId(world, await haveLink(world, ada.id))
    const { body } = await identify({ email: ada.owner.email, referral })
    expect(body.attribution).toMatchObject({ held_because: expect.stringContaining('own purchase') })
    const read = async (path: string, as = key) => (await world.ask(`/api/v1/prospects${path}`, { headers: as.headers })).json<unknown>()
    const ofPartner = await haveKey(world, ['prospects:read'], ada.id)
    expect(await read(`/${body.id}`, ofPartner)).toMatchObject({ attribution: { held: true } })

    await world.deps.db
      .update(signals)
      .set({ status: 'released', decidedBy: sales.id, decidedAt: world.now(), reason: 'A colleague, and allowed.' })
      .where(eq(signals.status, 'open'))

    expect(await read(`/${body.id}`)).toMatchObject({ attribution: { held_because: null } })
    expect(await read('')).toMatchObject({ data: [{ attribution: { held_because: null } }] })
    expect(await read(`/${body.id}`, ofPartner)).toMatchObject({ attribution: { credited: true, held: false } })
    expect(await read('', ofPartner)).toMatchObject({ data: [{ attribution: { held: false } }] })
    expect((await identify({ email: ada.owner.email })).body.attribution).toMatchObject({ held_because: null })
  })
})
