import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { compareCommissions } from '../../../worker/reconciliation/commissions.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveBankPayout, havePaidPayout, tell } from '../payouts/bank-support.ts'
import { havePayable } from '../payouts/support.ts'
import { breaksOf, told } from './support.ts'

let world: World
let paid: Awaited<ReturnType<typeof havePaidPayout>>

const compare = async () => {
  await world.travel({ hours: 1 })
  await compareCommissions(world.deps, { begin: true })
}

beforeEach(async () => {
  world = await createWorld()
  paid = await havePaidPayout(world)
})

describe('R8 commissions', () => {
  it('is clean while accounts and commissions say the same', async () => {
    await havePayable(world, 5_000, 700)
    await compare()

    expect(await told(world, 'R8')).toEqual([])
  })

  it('finds an account that its commissions do not add up to, once, and closes when they do', async () => {
    const { id } = await havePayable(world, 5_000)
    // As if a commission had appeared without a posting.
    await world.deps.db.run(sql`insert into commissions (id, partner_id, currency, amount_minor, kind, source, accrued_at, matures_at, status)
      values ('com_x', ${id}, 'usd', 300, 'adjustment', 'req_x', 1, 1, 'approved')`)
    await compare()
    await compare()
    expect(await breaksOf(world, 'R8')).toMatchObject([
      { subject: `avail:${id}:usd`, partnerId: id, currency: 'usd', expectedMinor: 5_300, actualMinor: 5_000, closedAt: null },
    ])

    await world.deps.db.run(sql`update commissions set status = 'voided' where id = 'com_x'`)
    await compare()
    expect(await told(world, 'R8')).toEqual([`avail:${id}:usd clean_run`])
  })
})

describe('R8 the way to the bank', () => {
  it('is a break two weeks after a payout left and no bank is known to have it, until one is', async () => {
    await world.travel({ days: 13 })
    await compare()
    expect(await told(world, 'R8')).toEqual([])

    await world.travel({ days: 1 })
    await compare()
    await world.travel({ days: 20 })
    await compare()
    expect(await breaksOf(world, 'R8')).toMatchObject([
      { subject: paid.payout.id, partnerId: paid.partner.id, expectedMinor: 10_000, actualMinor: 0, closedAt: null },
    ])

    const id = await haveBankPayout(world, paid.account)
    await tell(world, 'payout.paid', id, paid.account)
    await compare()
    expect(await told(world, 'R8')).toEqual([`${paid.payout.id} clean_run`])
  })

  it('is no break where a bank sent the money back: that is known', async () => {
    const id = await haveBankPayout(world, paid.account)
    await world.travel({ days: 3 })
    await world.standIn.fetch('http://stripe.test/_/fail-bank-payout', { method: 'POST', body: JSON.stringify({ id }) })
    await tell(world, 'payout.failed', id, paid.account)
    await world.travel({ days: 30 })
    await compare()

    expect(await told(world, 'R8')).toEqual([])
  })
})
