import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { keyWallMs } from '../../../worker/payouts/rules.ts'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { sweepPayouts, sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveCommission } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  answersOf,
  attemptsOf,
  balance,
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

describe('sending a payout', () => {
  it('settles a payout, its commissions and the ledger, and tells the owner', async () => {
    const partner = await havePayable(world, 4_000, 1_000)
    const runId = await haveSendingRun(world, people)

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', amountMinor: 5_000, tries: 1 })
    expect(transfersAtStripe(world)).toMatchObject([{ amount: 5_000, destination: partner.destination }])
    for (const { id } of partner.commissions) expect(await statusOf(world, 'commissions', id)).toBe('paid')
    expect(await balance(world, 'paid:usd')).toBe(5_000)
    expect(await balance(world, `inflight:${partner.id}:usd`)).toBe(0)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    expect(world.mails.some(({ to, subject }) => to === partner.owner.email && subject.includes('50.00'))).toBe(true)
    await checkMoney(world)
  })

  it('pays the smallest amount, and two currencies as two payouts', async () => {
    const partner = await havePayable(world, 2_500)
    await haveCommission(world, partner, 2_501, 'eur')
    await fund(world, 10_000, 'eur')
    await haveSendingRun(world, people)

    await sweep(world)

    expect(
      transfersAtStripe(world)
        .map(({ amount, currency }) => `${amount} ${currency}`)
        .sort(),
    ).toEqual(['2500 usd', '2501 eur'])
    expect([await balance(world, 'paid:usd'), await balance(world, 'paid:eur')]).toEqual([2_500, 2_501])
    await checkMoney(world)
  })

  it('sends once when it is asked again, and when asked ten times at once', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)

    await Promise.all(Array.from({ length: 10 }, () => sendPayout(world.deps, id)))
    await sendPayout(world.deps, id)

    expect(transfersAtStripe(world).length).toBe(1)
    expect((await attemptsOf(world)).length).toBe(1)
    await checkMoney(world)
  })

  it('one bad payee stops nobody else', async () => {
    const bad = await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'insufficient_capabilities_for_transfer', { metadata: { goodword_partner: bad.id } })

    await sweep(world)

    expect((await payoutsOf(world)).map(({ status, amountMinor }) => `${amountMinor} ${status}`).sort()).toEqual([
      '5000 released',
      '6000 paid',
    ])
    expect(await balance(world, `avail:${bad.id}:usd`)).toBe(5_000)
    await checkMoney(world)
  })
})

describe('a failure between Stripe and us', () => {
  it('replays the same key after a kill between the answer and our write: one transfer', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)
    const killed = { ...world.deps, rail: { ...world.deps.rail, send: killedAfter(world) } }

    await expect(sendPayout(killed, id)).rejects.toThrow('killed')
    expect(await statusOf(world, 'payouts', id)).toBe('sending')
    await sweep(world)
    expect(await statusOf(world, 'payouts', id), 'its lease still holds').toBe('sending')
    await world.travel({ minutes: 21 })
    await sweep(world)

    expect(await statusOf(world, 'payouts', id)).toBe('paid')
    expect(transfersAtStripe(world).length).toBe(1)
    expect((await attemptsOf(world)).map(({ key }) => key)).toEqual([`po:${id}:0`, `po:${id}:0`])
    await checkMoney(world)
  })

  it('sends after a kill between the lease and the call', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)
    const send = () => Promise.reject(new Error('killed'))

    await expect(sendPayout({ ...world.deps, rail: { ...world.deps.rail, send } }, id)).rejects.toThrow('killed')
    expect(transfersAtStripe(world)).toEqual([])
    await world.travel({ minutes: 21 })
    await sweep(world)

    expect(await statusOf(world, 'payouts', id)).toBe('paid')
    await checkMoney(world)
  })

  it.each(['drop', 'cut_body', 'half_json', 'html_502'])(
    'counts an answer that is lost by %s as a doubt and asks again with its key',
    async (kind) => {
      await havePayable(world, 5_000)
      await haveSendingRun(world, people)
      await failTransfers(world, { kind }, {}, 'after')

      await sweep(world)
      expect(await thePayout(world)).toMatchObject({ status: 'sending', doubts: 1, tries: 1 })
      expect(await answersOf(world)).toMatchObject([{ outcome: 'doubt' }])
      await world.travel({ seconds: 31 })
      await sweep(world)

      expect(await thePayout(world)).toMatchObject({ status: 'paid', tries: 2 })
      expect(transfersAtStripe(world).length).toBe(1)
      await checkMoney(world)
    },
  )

  it('six doubts make it unknown; a look-up finds the transfer after a quiet hour', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'api_error', {}, 'after', 'always')

    for (let doubt = 1; doubt <= 6; doubt += 1) {
      await sweep(world)
      await world.travel({ minutes: 20 })
    }
    const unknown = await thePayout(world)
    expect(unknown).toMatchObject({ status: 'unknown', tries: 6, reason: 'doubt' })
    await sweep(world)
    expect(await statusOf(world, 'payouts', unknown.id), 'not before the quiet is over').toBe('unknown')
    await world.travel({ minutes: 41 })
    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', gen: 0 })
    expect((await attemptsOf(world)).length).toBe(6)
    await checkMoney(world)
  })

  it('a key is not used after 23 hours: the payout is looked up instead', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, { kind: 'drop' }, {}, 'after')
    await sweep(world)

    await world.travel({ seconds: keyWallMs / 1000 })
    await sweep(world)

    expect((await attemptsOf(world)).length).toBe(1)
    // The last send lies a day back, so the look-up follows at once.
    expect(await thePayout(world)).toMatchObject({ status: 'paid', tries: 1 })
    await checkMoney(world)
  })
})

describe('the answers of Stripe', () => {
  beforeEach(async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
  })

  it.each([
    ['rate_limit', 10],
    ['lock_timeout', 10],
    ['idempotency_key_in_use', 20],
  ])('%s: waits with the same key, never releases, pace %i', async (name, pace) => {
    await world.travel({ minutes: 1 })
    await failTransfers(world, name)

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'sending', doubts: 0 })
    expect(await answersOf(world)).toMatchObject([{ outcome: 'wait' }])
    const [row] = await world.deps.db.all<{ pace: number }>(sql`select per_second pace from send_pace`)
    expect(row?.pace).toBe(pace)
    await world.travel({ seconds: 31 })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('paid')
    await checkMoney(world)
  })

  it('ten calm seconds make the pace one faster, up to what Stripe allows', async () => {
    await world.deps.db.run(sql`update send_pace set per_second = 5, calm_since = ${world.now().getTime()}`)
    await world.travel({ seconds: 11 })
    await sweep(world)

    const [row] = await world.deps.db.all<{ pace: number }>(sql`select per_second pace from send_pace`)
    expect(row?.pace).toBe(6)
  })

  it.each([
    ['insufficient_capabilities_for_transfer', 'restricted'],
    ['region_not_allowed', 'restricted'],
    ['account_invalid', 'closed'],
  ])('%s: released at its only try, the money is back, the account blocked', async (name, readiness) => {
    await failTransfers(world, name)

    await sweep(world)

    const payout = await thePayout(world)
    expect(payout.status).toBe('released')
    expect(await balance(world, `avail:${payout.partnerId}:usd`)).toBe(5_000)
    const [row] = await world.deps.db.all<{ readiness: string }>(sql`select readiness from payout_destinations`)
    expect(row?.readiness).toBe(readiness)
    expect(world.mails.some(({ to }) => to === people.finance.email)).toBe(true)
    await checkMoney(world)
  })

  it('a refusal after an unclear try is no proof: unknown, looked up, and released only then', async () => {
    await failTransfers(world, { kind: 'drop' })
    await sweep(world)
    await world.travel({ seconds: 31 })
    await failTransfers(world, 'insufficient_capabilities_for_transfer')
    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'unknown', reason: 'refused_late', tries: 2 })
    await world.travel({ minutes: 61 })
    await sweep(world)

    // The refusal blocked the account, so it is not payable any more.
    expect(await thePayout(world)).toMatchObject({ status: 'released', gen: 0, reason: 'restricted' })
    await checkMoney(world)
  })

  it('a short balance releases, stops run and currency, and drafts a run for those who were refused', async () => {
    await failTransfers(world, 'balance_insufficient')
    await sweep(world)
    const payout = await thePayout(world)
    expect(payout.status).toBe('released')
    expect(await world.deps.db.all(sql`select scope, set_by from stops`)).toEqual([{ scope: `run:${payout.runId}:usd`, set_by: 'system' }])

    await world.travel({ minutes: 5 })
    await sweepRuns(world.deps)
    await sweepRuns(world.deps)

    const drafts =
      await world.deps.db.all(sql`select r.id, r.status, l.partner_id from payout_runs r join planned_payouts l on l.run_id = r.id
      where r.prepared_by = 'system'`)
    expect(drafts).toEqual([{ id: 'run_2026-11_2', status: 'draft', partner_id: payout.partnerId }])
    await checkMoney(world)
  })

  it('a key that was used otherwise is our fault: unknown, the run rests, a person is called', async () => {
    await failTransfers(world, 'idempotency_mismatch')

    await sweep(world)

    const payout = await thePayout(world)
    expect(payout).toMatchObject({ status: 'unknown', reason: 'idempotency' })
    const [run] = await world.deps.db.all<{ paused: string }>(sql`select paused from payout_runs`)
    expect(run?.paused).toContain('used for another request')
    await checkMoney(world)
  })

  it.each(['approval_required', 'anomalous_money_movement_request', 'action_blocked'])(
    '%s: stuck, and the run rests until people decide',
    async (name) => {
      await failTransfers(world, name)

      await sweep(world)
      await world.travel({ days: 2 })
      await sweep(world)

      expect(await thePayout(world)).toMatchObject({ status: 'stuck', reason: 'kept', tries: 1 })
      const [run] = await world.deps.db.all<{ paused: string | null }>(sql`select paused from payout_runs`)
      expect(run?.paused).toContain('stuck')
      await checkMoney(world)
    },
  )

  it.each(['unauthorized', 'forbidden'])('%s: everything stops, the payout keeps its key', async (name) => {
    await failTransfers(world, name)

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'sending', tries: 1, leaseUntil: new Date(0) })
    expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: 'all' }])
    await world.travel({ minutes: 10 })
    await sweep(world)
    expect((await attemptsOf(world)).length).toBe(1)
    await world.deps.db.run(sql`delete from stops`)
    await sweep(world)
    expect((await thePayout(world)).status).toBe('paid')
    await checkMoney(world)
  })

  it('a wrong parameter is our fault: released, the account not blocked', async () => {
    await failTransfers(world, {
      kind: 'error',
      status: 400,
      error: { type: 'invalid_request_error', code: 'parameter_unknown', message: 'no' },
    })

    await sweep(world)

    expect((await thePayout(world)).status).toBe('released')
    const [row] = await world.deps.db.all<{ readiness: string }>(sql`select readiness from payout_destinations`)
    expect(row?.readiness).toBe('active')
    await checkMoney(world)
  })
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
    ['a restore lies between: a newer epoch is on record', sql`insert into epochs values (2, 0, 'test')`],
    ['the next slot is far', sql`update send_pace set next_slot_at = ${Date.parse('2027-01-01')}`],
    ['Stripe could not be asked about the account', sql`update payout_destinations set readiness = 'unknown'`],
    ['the hourly cap is reached', sql`insert into sent_hours select ${Date.parse('2026-11-02T09:00Z')}, 'usd', 4995001`],
  ])('%s', async (_, change) => {
    await world.deps.db.run(change)
    await isHeldBack()
    await leaseRefuses()
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

describe('pace', () => {
  it('hands out slots of the second; who finds none near waits for one', { timeout: 60_000 }, async () => {
    for (let n = 0; n < 45; n += 1) await havePayable(world, 5_000)
    await haveSendingRun(world, people)

    await sweepPayouts(world.deps)
    await world.settle()
    const sentAtOnce = transfersAtStripe(world).length
    await world.travel({ seconds: 4 })
    await sweep(world)

    // 20 a second, two seconds ahead, and the slot of now.
    expect(sentAtOnce).toBe(41)
    expect(transfersAtStripe(world).length).toBe(45)
    await checkMoney(world)
  })
})

const killedAfter =
  (of: World) =>
  async (...order: Parameters<World['deps']['rail']['send']>) => {
    await of.deps.rail.send(...order)
    throw new Error('killed')
  }
