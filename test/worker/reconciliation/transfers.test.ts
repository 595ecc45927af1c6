import { beforeEach, describe, expect, it } from 'vitest'
import { stripeTransfers } from '../../../schema/reconciliation.ts'
import { outbox } from '../../../schema/records.ts'
import { compareTransfers } from '../../../worker/reconciliation/transfers.ts'
import { createWorld, type World } from '../../support/world.ts'
import { havePaidPayout } from '../payouts/bank-support.ts'
import { control } from '../payouts/support.ts'
import { breaksOf, failReads, forgetTransfer, told, transferAt } from './support.ts'

let world: World
let paid: Awaited<ReturnType<typeof havePaidPayout>>

beforeEach(async () => {
  world = await createWorld()
  paid = await havePaidPayout(world)
})

/** Stripe makes a transfer with our metadata, which nobody here asked for. */
async function haveStray(payoutId: string): Promise<string> {
  const form = new URLSearchParams({
    amount: '700',
    currency: 'usd',
    destination: paid.account,
    'metadata[goodword_payout]': payoutId,
    'metadata[goodword_env]': world.deps.settings.environment,
  })
  const answer = await world.standIn.fetch('http://stripe.test/v1/transfers', {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' },
    body: form,
  })
  return (await answer.json<{ id: string }>()).id
}

describe('R2 transfers, both ways', () => {
  it('is clean when both sides say the same, and keeps what Stripe showed', async () => {
    await compareTransfers(world.deps)

    expect(await told(world, 'R2')).toEqual([])
    expect(await world.deps.db.select().from(stripeTransfers)).toMatchObject([
      { transfer: paid.transfer, payoutId: paid.payout.id, amountMinor: 10_000, reversedMinor: 0, destination: paid.account },
    ])
  })

  it('finds a paid payout that Stripe has no transfer for, once, and closes when it has', async () => {
    const row = world.standIn.state.tables.transfers[paid.transfer]
    forgetTransfer(world, paid.transfer)

    await compareTransfers(world.deps)
    await world.travel({ hours: 1 })
    await Promise.all([compareTransfers(world.deps), compareTransfers(world.deps)])

    expect(await breaksOf(world, 'R2')).toMatchObject([
      { subject: paid.payout.id, expectedMinor: 10_000, actualMinor: 0, currency: 'usd', partnerId: paid.partner.id, closedAt: null },
    ])
    const alarms = (await world.deps.db.select().from(outbox)).filter(({ id }) => id.startsWith('alarm:break:R2'))
    expect(alarms.map(({ recipient }) => recipient).sort()).toEqual([paid.people.finance.email, paid.people.otherFinance.email].sort())

    if (row) world.standIn.state.tables.transfers[paid.transfer] = row
    // Long after its window: what is open is looked at again.
    await world.travel({ days: 3 })
    await compareTransfers(world.deps)
    expect(await told(world, 'R2')).toEqual([`${paid.payout.id} clean_run`])
  })

  it('finds a transfer whose payout is not known here, and a second one of a payout', async () => {
    const stray = await haveStray('pay_nobody')
    const second = await haveStray(paid.payout.id)

    await compareTransfers(world.deps)
    expect((await told(world, 'R2')).sort()).toEqual([`${second} open`, `${stray} open`].sort())
    expect((await breaksOf(world, 'R2')).map(({ expectedMinor, actualMinor }) => [expectedMinor, actualMinor])).toEqual([
      [0, 700],
      [0, 700],
    ])

    // Taken back whole, the second one does not stand any more; the stray one stays a question.
    await control(world, 'reverse', { transfer: second })
    await world.travel({ hours: 1 })
    await compareTransfers(world.deps)
    expect((await told(world, 'R2')).sort()).toEqual([`${second} clean_run`, `${stray} open`].sort())
  })

  it('finds another amount and another account', async () => {
    transferAt(world, paid.transfer).amount = 9_000
    await compareTransfers(world.deps)
    expect(await breaksOf(world, 'R2')).toMatchObject([{ subject: paid.transfer, expectedMinor: 10_000, actualMinor: 9_000 }])

    transferAt(world, paid.transfer).amount = 10_000
    transferAt(world, paid.transfer).destination = 'acct_other'
    await world.travel({ hours: 1 })
    await compareTransfers(world.deps)
    expect(await breaksOf(world, 'R2')).toMatchObject([
      { subject: paid.transfer, what: expect.stringContaining('another account'), closedAt: null },
    ])
  })

  it('goes on where Stripe interrupted it', async () => {
    await failReads(world, '/v1/transfers', 'rate_limit', 'once')

    await expect(compareTransfers(world.deps)).rejects.toThrow()
    await compareTransfers(world.deps)

    expect(await told(world, 'R2')).toEqual([])
    expect(await world.deps.db.select().from(stripeTransfers)).toHaveLength(1)
  })
})
