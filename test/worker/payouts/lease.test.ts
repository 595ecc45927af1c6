import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  attemptsOf,
  checkMoney,
  failTransfers,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  payoutsOf,
  statusOf,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('what the lease reads', () => {
  let id: string
  let runId: string

  beforeEach(async () => {
    await havePayable(world, 5_000)
    runId = await haveSendingRun(world, people)
    id = (await thePayout(world)).id
  })

  const isHeldBack = async () => {
    await sendPayout(world.deps, id)
    expect(transfersAtStripe(world)).toEqual([])
    expect(await attemptsOf(world)).toEqual([])
  }

  it('sends when nothing stands in the way', async () => {
    await sendPayout(world.deps, id)
    expect(await statusOf(world, 'payouts', id)).toBe('paid')
  })

  it.each(['all', 'run', 'run and currency', 'partner', 'currency'])('a stop of %s', async (kind) => {
    const { partnerId } = await thePayout(world)
    const scope = {
      all: 'all',
      run: `run:${runId}`,
      'run and currency': `run:${runId}:usd`,
      partner: `partner:${partnerId}`,
      currency: 'currency:usd',
    }[kind]
    await world.deps.db.run(sql`insert into stops values (${scope}, 'test', 'stf_1', 0, null)`)
    await isHeldBack()
    await leaseRefuses()
  })

  it.each([
    ['the run rests', sql`update payout_runs set paused = 'test'`],
    ['the next slot is far', sql`update send_pace set next_slot_at = ${Date.parse('2027-01-01')}`],
    ['Stripe could not be asked about the account', sql`update payout_destinations set readiness = 'unknown'`],
    ['the hourly cap is reached', sql`insert into sent_hours select ${Date.parse('2026-11-02T09:00Z')}, 'usd', 4995001`],
  ])('%s', async (_, change) => {
    await world.deps.db.run(change)
    await leaseRefuses()
    await isHeldBack()
  })

  it('a restore lies between: another epoch is on record than the deployed one', async () => {
    // No trigger lets it be written while a payout of the earlier one is open.
    await world.deps.db.run(sql`drop trigger epochs_begin`)
    await world.deps.db.run(sql`insert into epochs values (2, 0, 'test')`)
    await leaseRefuses()
    await isHeldBack()
  })

  /** The SQL says no by itself, whatever was read before. */
  const leaseRefuses = async () => {
    const { leasePayout } = await import('../../../worker/payouts/lease.ts')
    expect(await leasePayout(world.deps, id)).toBeUndefined()
    expect(await attemptsOf(world)).toEqual([])
  }

  it('the hourly cap lets the run rest and calls a person; at the cap is not above it', async () => {
    await world.deps.db.run(sql`insert into sent_hours values (${Date.parse('2026-11-02T09:00Z')}, 'usd', 4995001)`)
    await isHeldBack()
    const [run] = await world.deps.db.all<{ paused: string }>(sql`select paused from payout_runs`)
    expect(run?.paused).toBe('The hourly cap is reached')

    await world.deps.db.run(sql`update sent_hours set amount_minor = 4995000`)
    await world.deps.db.run(sql`update payout_runs set paused = null`)
    await sendPayout(world.deps, id)
    expect(await statusOf(world, 'payouts', id)).toBe('paid')
  })

  it('one payout above the hourly cap says that the cap has to be raised, since no hour has room for it', async () => {
    await world.deps.db.run(
      sql`insert into caps (currency, version, payout_minor, run_minor, hour_minor, first_minor, set_by) values ('usd', 2, 100000, 100000, 100, 100000, 'stf_admin')`,
    )
    await world.deps.db.run(sql`update caps set confirmed_by = 'stf_approver' where currency = 'usd' and version = 2`)
    await isHeldBack()
    const [mail] = await world.deps.db.all<{ data: string }>(sql`select data from outbox where template = 'money_alarm'`)
    expect(mail?.data).toContain('is above the hourly cap of $1.00')
    expect(mail?.data).toContain('It leaves once the cap is raised')
  })

  it.each([
    ['a suspended partner', sql`update partners set status = 'suspended'`, 'partner_not_active'],
    ['a restricted account', sql`update payout_destinations set readiness = 'restricted'`, 'restricted'],
  ])('%s: released unsent, the money is back', async (_, change, reason) => {
    await world.deps.db.run(change)
    await leaseRefuses()

    await sendPayout(world.deps, id)

    expect(await thePayout(world)).toMatchObject({ status: 'released', reason })
    expect(transfersAtStripe(world)).toEqual([])
    await checkMoney(world)
  })

  it('another destination: one that was never tried is released, one under way finishes to the old', async () => {
    const other = await havePayable(world, 6_000)
    await haveSendingRun(world, people)
    const underWay = (await payoutsOf(world)).find(({ partnerId }) => partnerId === other.id)
    await failTransfers(world, { kind: 'drop' }, { metadata: { goodword_partner: other.id } })
    await sendPayout(world.deps, underWay?.id ?? '')
    const { partnerId } = (await payoutsOf(world)).find((each) => each.id === id) ?? { partnerId: '' }
    for (const each of [partnerId, other.id]) await newDestination(each)
    await world.travel({ minutes: 5 })
    await sweep(world)

    const stand = Object.fromEntries((await payoutsOf(world)).map((each) => [each.id, each]))
    expect(stand[id]).toMatchObject({ status: 'released', reason: 'destination_changed' })
    expect(stand[underWay?.id ?? '']).toMatchObject({ status: 'paid', destinationVersion: 1 })
    expect(transfersAtStripe(world).map(({ destination }) => destination)).toEqual([other.destination])
    await checkMoney(world)
  })

  const newDestination = (partnerId: string) =>
    world.deps.db.run(sql`insert into payout_destinations (partner_id, version, stripe_account, readiness, readiness_codes, requirements, asked_at, changed_at, hold_until)
      select partner_id, 2, 'acct_other', 'active', '[]', '[]', asked_at, changed_at, hold_until + 1 from payout_destinations where partner_id = ${partnerId}`)

  it('MONEY_EPOCH raised: open payouts are looked up, absent ones released and never sent again', async () => {
    const raised = { ...world.deps, settings: { ...world.deps.settings, moneyEpoch: 2 } }

    await sendPayout(raised, id)
    expect(await thePayout(world)).toMatchObject({ status: 'unknown', reason: 'restored' })
    await world.travel({ minutes: 61 })
    await sendPayout(raised, id)

    expect(await thePayout(world)).toMatchObject({ status: 'released', reason: 'restored', gen: 0 })
    await checkMoney(world)
  })

  it('a repeat of the lease whose answer was lost gives what it took', async () => {
    const { leasePayout } = await import('../../../worker/payouts/lease.ts')
    const newId = () => 'lease_same'
    const first = await leasePayout({ ...world.deps, newId }, id)
    const again = await leasePayout({ ...world.deps, newId }, id)
    const stranger = await leasePayout(world.deps, id)

    expect(again?.payout).toEqual(first?.payout)
    expect(stranger).toBeUndefined()
    expect((await attemptsOf(world)).length).toBe(1)
  })
})
