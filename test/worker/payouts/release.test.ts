import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { holdCommission, releaseCommission } from '../../../worker/commissions/hold.ts'
import { createWorld, type World } from '../../support/world.ts'
import { balance, checkMoney, failTransfers, fund, giveBack, havePayable, havePeople, haveSendingRun, sweep, thePayout } from './support.ts'

let world: World

const familyOf = (head: string) =>
  world.deps.db.all<{ amount: number; status: string }>(
    sql`select amount_minor amount, status from commissions where coalesce(corrects, id) = ${head} order by amount_minor desc`,
  )

beforeEach(async () => {
  world = await createWorld()
  await fund(world)
})

/** A payout of one commission of 5,000 that Stripe is about to refuse; its head and payment. */
const haveDoomed = async () => {
  const partner = await havePayable(world, 5_000)
  const people = await havePeople(world)
  await haveSendingRun(world, people)
  await failTransfers(world, 'insufficient_capabilities_for_transfer')
  const [head] = partner.commissions
  if (!head) throw new Error('there is a commission')
  return { partner, head }
}

describe('a payout that is released', () => {
  it('gives its commissions back as approved, and tells the owner', async () => {
    const { partner, head } = await haveDoomed()

    await sweep(world)

    expect((await thePayout(world)).status).toBe('released')
    expect(await familyOf(head.id)).toEqual([{ amount: 5_000, status: 'approved' }])
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(5_000)
    expect(world.mails.some(({ to, text }) => to === partner.owner.email && text.includes('receive transfers'))).toBe(true)
    await checkMoney(world)
  })

  it('on hold where a hold was opened in flight, and free again when that ends', async () => {
    const { partner, head } = await haveDoomed()
    await holdCommission(world.deps, head.id, { reason: 'claim', owner: 'stf_sales' }, 'stf_sales')

    await sweep(world)

    expect(await familyOf(head.id)).toEqual([{ amount: 5_000, status: 'on_hold' }])
    expect([await balance(world, `avail:${partner.id}:usd`), await balance(world, `held:${partner.id}:usd`)]).toEqual([0, 5_000])
    await checkMoney(world)
    await releaseCommission(world.deps, head.id, 1, 'settled', 'stf_sales')
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(5_000)
    await checkMoney(world)
  })

  it('voided with its correction when everything was returned in flight', async () => {
    const { partner, head } = await haveDoomed()
    await giveBack(world, head.paymentId, 50_000)
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(-5_000)

    await sweep(world)

    expect((await familyOf(head.id)).map(({ status }) => status)).toEqual(['voided', 'voided'])
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(0)
    await checkMoney(world)
  })

  it('approved beside its correction when a part was returned', async () => {
    const { partner, head } = await haveDoomed()
    await giveBack(world, head.paymentId, 10_000)

    await sweep(world)

    expect(await familyOf(head.id)).toEqual([
      { amount: 5_000, status: 'approved' },
      { amount: -1_000, status: 'approved' },
    ])
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(4_000)
    await checkMoney(world)
  })

  it('held and returned in full at once: no cent is lost whatever comes first', async () => {
    const { partner, head } = await haveDoomed()
    await holdCommission(world.deps, head.id, { reason: 'dispute', owner: 'stf_sales' }, 'stf_sales')
    await giveBack(world, head.paymentId, 50_000)

    await sweep(world)

    const [avail, held] = [await balance(world, `avail:${partner.id}:usd`), await balance(world, `held:${partner.id}:usd`)]
    expect(avail + held).toBe(0)
    await checkMoney(world)
  })

  it('a negative line comes back as what the partner owes', async () => {
    const partner = await havePayable(world, 5_000, 4_000)
    const people = await havePeople(world)
    const [head, other] = partner.commissions
    await giveBack(world, head?.paymentId ?? '', 10_000)
    await haveSendingRun(world, people)
    expect((await thePayout(world)).amountMinor).toBe(8_000)
    await failTransfers(world, 'insufficient_capabilities_for_transfer')
    await holdCommission(world.deps, head?.id ?? '', { reason: 'claim', owner: 'stf_sales' }, 'stf_sales')

    await sweep(world)

    expect((await familyOf(head?.id ?? '')).map(({ status }) => status)).toEqual(['on_hold', 'on_hold'])
    expect((await familyOf(other?.id ?? '')).map(({ status }) => status)).toEqual(['approved'])
    expect([await balance(world, `avail:${partner.id}:usd`), await balance(world, `held:${partner.id}:usd`)]).toEqual([4_000, 4_000])
    await checkMoney(world)
  })
})
