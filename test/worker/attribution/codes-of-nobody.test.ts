import { beforeEach, describe, expect, it } from 'vitest'
import { promotionCodes } from '../../../schema/codes.ts'
import { setBenefit } from '../../../worker/tracking/promotion-acts.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveLink } from '../tracking/fixtures.ts'
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
  await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })
})

const form = { act: 'act_1', company: 'Oak', contactName: 'Ann', email: 'ann@oak.example', need: 'x', website: '', goodword_referral: '' }
/** Who has the credit of somebody who came by Ada's page and typed this text there. */
async function creditedFor(code: string) {
  expect((await world.ask('/i/ada', { form: { ...form, code } })).status).toBe(303)
  return (await stored(world)).credited
}

describe('a text that is a partner’s link and also a promotion code of nobody’s', () => {
  it('is the partner’s where its link was there first', async () => {
    await haveLink(world, tom.id, { code: 'spring10' })
    await world.travel({ days: 1 })
    await haveCode(world, sales, undefined, { code: 'SPRING10' })

    expect(await creditedFor('Spring10')).toEqual([tom.id])
  })

  it('is nobody’s where customers could type it before there was the link', async () => {
    await haveCode(world, sales, undefined, { code: 'SPRING10' })
    await world.travel({ days: 1 })
    await haveLink(world, tom.id, { code: 'spring10' })

    expect(await creditedFor('SPRING10')).toEqual([ada.id])
  })

  it('is the partner’s once Stripe takes it no more', async () => {
    await haveCode(world, sales, undefined, { code: 'SPRING10' })
    await world.travel({ days: 1 })
    await haveLink(world, tom.id, { code: 'spring10' })
    await world.deps.db.update(promotionCodes).set({ isActive: false })

    expect(await creditedFor('SPRING10')).toEqual([tom.id])
  })

  it('is nobody’s while prospects of a whole group are shown it, whichever was first', async () => {
    await haveLink(world, tom.id, { code: 'spring10' })
    await world.travel({ days: 1 })
    const code = await haveCode(world, sales, undefined, { code: 'SPRING10' })
    await setBenefit(world.deps, sales, code, { group: ada.groupId, words: '' })

    expect(await creditedFor('SPRING10')).toEqual([ada.id])
  })

  it('gives nobody credit where Stripe says that the promotion code itself was redeemed', async () => {
    await haveLink(world, tom.id, { code: 'spring10' })
    await world.travel({ days: 1 })
    await checkOut(world, { promotion_code: await haveCode(world, sales, undefined, { code: 'SPRING10' }) })

    expect((await stored(world)).touches).toEqual([])
  })
})

it('a text that is a link and another partner’s paused promotion code is neither’s', async () => {
  await haveLink(world, tom.id, { code: 'spring10' })
  await haveCode(world, sales, ada, { code: 'SPRING10' })
  await world.deps.db.update(promotionCodes).set({ pausedAt: world.now(), pausedBecause: 'over' })

  expect(await creditedFor('spring10')).toEqual([ada.id])
  expect((await stored(world)).touches).toEqual([['click', ada.id]])
})
