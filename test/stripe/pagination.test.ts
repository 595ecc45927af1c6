import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, haveFunded, recipient } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let account: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  account = await haveFunded(standIn)
})

const send = (amount: number, group = 'all') =>
  stripe.transfers.create({ amount, currency: 'usd', destination: account, transfer_group: group })
const amounts = (list: { data: { amount: number }[] }) => list.data.map((each) => each.amount)

describe('a list', () => {
  it('gives each row once while rows are inserted', async () => {
    for (let n = 1; n <= 7; n += 1) await send(n)
    const seen: number[] = []

    let page = await stripe.transfers.list({ limit: 3 })
    for (;;) {
      seen.push(...amounts(page))
      await send(100 + seen.length)
      const last = page.data.at(-1)
      if (!page.has_more || !last) break
      page = await stripe.transfers.list({ limit: 3, starting_after: last.id })
    }

    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
  })

  it('walks back to the newest with ending_before', async () => {
    const made = [await send(1), await send(2), await send(3), await send(4)]

    const page = await stripe.transfers.list({ limit: 2, ending_before: made[0]?.id ?? '' })

    expect(amounts(page)).toEqual([3, 2])
    expect(page.has_more).toBe(true)
  })

  it('filters by group, destination and time', async () => {
    await send(1, 'po_1')
    await standIn.advance(60)
    await send(2, 'po_2')
    const at = Math.floor(standIn.now().getTime() / 1000)

    expect(amounts(await stripe.transfers.list({ transfer_group: 'po_1' }))).toEqual([1])
    expect(amounts(await stripe.transfers.list({ created: { gte: at } }))).toEqual([2])
    expect(amounts(await stripe.transfers.list({ created: { lt: at }, destination: account }))).toEqual([1])
    expect(amounts(await stripe.transfers.list({ destination: 'acct_x' }))).toEqual([])
  })

  it.each([{ limit: 101 }, { limit: 0 }, { starting_after: 'tr_x' }])('refuses %j', async (params) => {
    await expect(stripe.transfers.list(params)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('is walked by stripe-node to its end, in v1 and in v2', async () => {
    for (let n = 1; n <= 5; n += 1) await send(n)
    for (let n = 0; n < 4; n += 1) await stripe.v2.core.accounts.create(recipient())

    const transfers = await stripe.transfers.list({ limit: 2 }).autoPagingToArray({ limit: 100 })
    const accounts = await stripe.v2.core.accounts.list({ limit: 2 }).autoPagingToArray({ limit: 100 })

    expect(transfers.map((each) => each.amount)).toEqual([5, 4, 3, 2, 1])
    expect(new Set(accounts.map((each) => each.id)).size).toBe(5)
  })
})
