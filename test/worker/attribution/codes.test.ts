import { beforeEach, describe, expect, it } from 'vitest'
import { promotionCodes } from '../../../schema/codes.ts'
import { commissions } from '../../../schema/commissions.ts'
import { attributions, prospects } from '../../../schema/prospects.ts'
import { assignCode, limitCode, pauseCode } from '../../../worker/tracking/promotion-acts.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { arrive, atStripe } from '../deals/stripe-story.ts'
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

describe('a promotion code at checkout', () => {
  it('is a touch of its partner, binds an unknown customer, and pays on what is left after it', async () => {
    const code = await haveCode(world, sales, tom)

    await checkOut(world, { promotion_code: code })

    expect(await stored(world)).toEqual({ touches: [['code', tom.id]], credited: [tom.id] })
    const [commission] = await world.deps.db.select().from(commissions)
    expect([commission?.partnerId, commission?.baseMinor, commission?.amountMinor]).toEqual([tom.id, 90_000, 9_000])
    const [row] = await world.deps.db.select().from(promotionCodes)
    expect(row?.credits).toBe(1)
  })

  it('outranks a click, whichever came first', async () => {
    const code = await haveCode(world, sales, tom)
    const referral = haveClickId(world, await haveLink(world, ada.id))

    await checkOut(world, { promotion_code: code, client_reference_id: referral })

    const { credited } = await stored(world)
    const [attribution] = await world.deps.db.select().from(attributions)
    expect(credited).toEqual([tom.id])
    expect(attribution?.explanation.map(({ kind, outcome, why }) => [kind, outcome, why]).toSorted()).toEqual([
      ['click', 'lost', 'A code outranks a click.'],
      ['code', 'won', 'A code of the partner was used.'],
    ])
  })

  it('never silently outranks a binding: it is kept as a later touch with why it lost', async () => {
    const form = {
      act: 'act_1',
      company: 'Oak',
      contactName: 'Ann',
      email: 'ann@oak.example',
      need: 'x',
      domain: 'oak.example',
      agreed: 'yes',
    }
    expect((await world.ask('/introductions', { as: ada.owner, form })).status).toBe(303)

    await checkOut(world, { promotion_code: await haveCode(world, sales, tom) })

    const [prospect] = await world.deps.db.select().from(prospects)
    expect(await stored(world)).toEqual({
      touches: [
        ['introduction', ada.id],
        ['code', tom.id],
      ],
      credited: [ada.id],
    })
    expect((await world.deps.db.select().from(commissions)).map(({ partnerId }) => partnerId)).toEqual([ada.id])
    const page = await (await world.ask(`/prospects/${prospect?.id}`, { as: sales })).text()
    expect(page).toContain('already bound when this touch arrived')
  })

  it('told again, or on each invoice of the same subscription, is one touch', async () => {
    const code = await haveCode(world, sales, tom)
    const { id } = await atStripe(world, 'checkout', {
      amount: 1_000,
      currency: 'eur',
      email: 'ann@oak.example',
      interval: 'month',
      promotion_code: code,
    })
    await arrive(world, 'checkout.session.completed', id)
    await arrive(world, 'checkout.session.completed', id)
    const session = await world.deps.revenue.checkout(id)
    await arrive(world, 'invoice.paid', session.invoice ?? '')

    expect((await stored(world)).touches).toEqual([['code', tom.id]])
  })

  it.each<[string, (code: string) => Promise<unknown>]>([
    ['belongs to nobody', async () => {}],
    [
      'is paused',
      async (code) => {
        await assignCode(world.deps, sales, code, { partner: tom.id, version: 1 })
        await pauseCode(world.deps, sales, code, 'coupon site', 2)
      },
    ],
    [
      'has not begun',
      async (code) => {
        await assignCode(world.deps, sales, code, { partner: tom.id, version: 1 })
        await limitCode(world.deps, sales, code, { creditFrom: new Date('2030-01-01'), creditUntil: null, mostCredits: null }, 2)
      },
    ],
    [
      'is past its days',
      async (code) => {
        await assignCode(world.deps, sales, code, { partner: tom.id, version: 1 })
        await limitCode(world.deps, sales, code, { creditFrom: null, creditUntil: new Date('2020-01-01'), mostCredits: null }, 2)
      },
    ],
  ])('that %s gives nobody credit: no touch, no commission', async (_, make) => {
    const code = await haveCode(world, sales, undefined)
    await make(code)

    await checkOut(world, { promotion_code: code })

    expect(await stored(world)).toEqual({ touches: [], credited: [] })
    expect(await world.deps.db.select().from(commissions)).toEqual([])
  })

  it('limited to one prospect gives credit once, by two checkouts at the same moment, too', async () => {
    const code = await haveCode(world, sales, tom)
    await limitCode(world.deps, sales, code, { creditFrom: null, creditUntil: null, mostCredits: 1 }, 2)

    await Promise.all([checkOut(world, { promotion_code: code }), checkOut(world, { promotion_code: code, email: 'ben@elm.example' })])

    expect((await stored(world)).touches).toEqual([['code', tom.id]])
  })

  it('CAT4 of the buyer’s own company is held for a person: nobody earns on its own purchase', async () => {
    await checkOut(world, { promotion_code: await haveCode(world, sales, tom), email: 'buyer@pennyroyal.example' })

    const [attribution] = await world.deps.db.select().from(attributions)
    expect([attribution?.partnerId, attribution?.heldReason]).toEqual([tom.id, expect.stringMatching(/company|share/)])
    expect((await world.deps.db.select().from(commissions)).map(({ status }) => status)).toEqual(['on_hold'])
  })

  it('stays its partner’s once it gave credit', async () => {
    const code = await haveCode(world, sales, tom)
    await checkOut(world, { promotion_code: code })

    await expect(assignCode(world.deps, sales, code, { partner: ada.id, version: 2 })).rejects.toThrow('stays the partner')
    await expect(world.deps.db.update(promotionCodes).set({ partnerId: ada.id })).rejects.toThrow()
  })
})
