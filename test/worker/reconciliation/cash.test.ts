import { beforeEach, describe, expect, it } from 'vitest'
import { reconDays, stripeCash } from '../../../schema/reconciliation.ts'
import { compareCash, keepDays } from '../../../worker/reconciliation/cash.ts'
import { compareTransfers } from '../../../worker/reconciliation/transfers.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveBankPayout, havePaidPayout, tell } from '../payouts/bank-support.ts'
import { control, failTransfers, havePayable, haveSendingRun, sweep } from '../payouts/support.ts'
import { breaksOf, told } from './support.ts'

let world: World
let paid: Awaited<ReturnType<typeof havePaidPayout>>

beforeEach(async () => {
  world = await createWorld()
  paid = await havePaidPayout(world)
})

const days = () => world.deps.db.select().from(reconDays).orderBy(reconDays.day, reconDays.currency)
const compare = async () => {
  await compareTransfers(world.deps)
  await compareCash(world.deps)
  await keepDays(world.deps)
}

describe('R3 cash', () => {
  it('agrees: what left our balance at Stripe is what our account of paid money says, day by day', async () => {
    await world.travel({ days: 1 })
    await compare()

    expect(await world.deps.db.select().from(stripeCash)).toMatchObject([
      { day: '2026-11-02', currency: 'usd', category: 'transfer', n: 1, amountMinor: -10_000 },
    ])
    expect(await days()).toMatchObject([
      { day: '2026-11-02', currency: 'usd', ledgerMinor: 10_000, cashMinor: 10_000, transfersMinor: 10_000, openMinor: 0, shiftedMinor: 0 },
    ])
    expect(await told(world, 'R3')).toEqual([])
  })

  it('finds money that left by a transfer made by hand, stays one row, and lists other things that Connect moved', async () => {
    await world.standIn.fetch('http://stripe.test/v1/transfers', {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ amount: '700', currency: 'usd', destination: paid.account }),
    })
    await world.travel({ days: 1 })
    await compare()
    await world.travel({ days: 1 })
    await compare()

    expect(await breaksOf(world, 'R3')).toMatchObject([
      { subject: 'usd/2026-11-02', currency: 'usd', expectedMinor: 10_000, actualMinor: 10_700, closedAt: null },
    ])
  })

  it('explains a transfer whose payout is still open, and the day after on which it is booked', async () => {
    await world.travel({ hours: 13 })
    await havePayable(world, 5_000)
    await haveSendingRun(world, paid.people)
    await failTransfers(world, { kind: 'cut_body' }, {}, 'after')
    await sweep(world)
    await world.travel({ hours: 3 })
    await compare()
    expect(await days()).toMatchObject([{ day: '2026-11-02', ledgerMinor: 10_000, cashMinor: 15_000, openMinor: 5_000, shiftedMinor: 0 }])
    expect(await told(world, 'R3')).toEqual([])

    await sweep(world)
    await world.travel({ days: 1 })
    await compare()
    expect(await days()).toMatchObject([
      { day: '2026-11-02', ledgerMinor: 10_000, cashMinor: 15_000, openMinor: 0, shiftedMinor: 5_000 },
      { day: '2026-11-03', ledgerMinor: 5_000, cashMinor: 0, openMinor: 0, shiftedMinor: -5_000 },
    ])
    expect(await told(world, 'R3')).toEqual([])
  })

  it('explains what was taken back, also when it is booked later; missing in our books it is a break that closes', async () => {
    await control(world, 'reverse', { transfer: paid.transfer, amount: 4_000 })
    await world.travel({ days: 1 })
    await compare()
    expect(await told(world, 'R3')).toEqual(['usd/2026-11-02 open'])

    await tell(world, 'transfer.reversed', paid.transfer, null)
    await world.travel({ hours: 1 })
    await compare()

    expect(await told(world, 'R3')).toEqual(['usd/2026-11-02 clean_run'])
    expect(await days()).toMatchObject([
      { day: '2026-11-02', ledgerMinor: 10_000, cashMinor: 6_000, shiftedMinor: -4_000, takenBackMinor: 4_000 },
      { day: '2026-11-03', ledgerMinor: -4_000, shiftedMinor: 4_000 },
    ])
  })

  it('says where the money of a day is: at Stripe, on its way, arrived, sent back', async () => {
    const where = async () => {
      await compare()
      const [day] = await days()
      return [day?.atStripeMinor, day?.onItsWayMinor, day?.arrivedMinor, day?.sentBackMinor]
    }
    expect(await where()).toEqual([10_000, 0, 0, 0])

    const id = await haveBankPayout(world, paid.account)
    await tell(world, 'payout.created', id, paid.account)
    expect(await where()).toEqual([0, 10_000, 0, 0])

    await world.travel({ days: 2, hours: 1 })
    await tell(world, 'payout.paid', id, paid.account)
    expect(await where()).toEqual([0, 0, 10_000, 0])

    await control(world, 'fail-bank-payout', { id })
    await tell(world, 'payout.failed', id, paid.account)
    await world.travel({ days: 1, hours: 1 })
    expect(await where()).toEqual([0, 0, 0, 10_000])
  })
})
