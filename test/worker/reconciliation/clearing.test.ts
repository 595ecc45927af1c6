import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reconExplained } from '../../../schema/reconciliation.ts'
import { compareClearing } from '../../../worker/reconciliation/clearing.ts'
import { listFlights } from '../../../worker/reconciliation/store-clearing.ts'
import { createWorld, type World } from '../../support/world.ts'
import { control, failTransfers, fund, havePayable, havePeople, haveSendingRun, payoutsOf, sweep, thePayout } from '../payouts/support.ts'
import { breaksOf, failReads, told } from './support.ts'

let world: World
let people: Awaited<ReturnType<typeof havePeople>>

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('the two questions of clearing', () => {
  it('are one query: what is in flight, since when', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const payout = await thePayout(world)

    expect(await listFlights(world.deps.db)).toEqual([
      { currency: 'usd', inflightMinor: 5_000, openMinor: 5_000, open: 1, oldestId: payout.id, since: payout.reservedAt },
    ])
    await sweep(world)
    expect(await listFlights(world.deps.db)).toEqual([
      { currency: 'usd', inflightMinor: 0, openMinor: 0, open: 0, oldestId: null, since: null },
    ])
  })
})

describe('R4 clearing', () => {
  it('finds what is in flight for more than two hours, once, and closes when it has left', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await world.travel({ hours: 2 })
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([])

    await world.travel({ minutes: 1 })
    await compareClearing(world.deps)
    await world.travel({ minutes: 5 })
    await compareClearing(world.deps)
    const { id } = await thePayout(world)
    expect(await told(world, 'R4')).toEqual([`${id} open`])

    await sweep(world)
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([`${id} clean_run`])
  })

  it('ages each payout by itself: one that is stuck hides no other, and each closes when it is settled', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'approval_required')
    await sweep(world)
    const stuck = await thePayout(world)
    await world.travel({ hours: 3 })
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([`${stuck.id} open`])

    const second = await havePayable(world, 7_000)
    await haveSendingRun(world, people)
    await world.travel({ hours: 1 })
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([`${stuck.id} open`])
    await world.travel({ hours: 2 })
    await compareClearing(world.deps)

    const late = (await payoutsOf(world)).find(({ partnerId }) => partnerId === second.id)
    expect(await told(world, 'R4')).toEqual([`${stuck.id} open`, `${late?.id} open`])
    expect((await breaksOf(world, 'R4'))[1]).toMatchObject({ partnerId: second.id, expectedMinor: 7_000, detail: { run: late?.runId } })
    await sweep(world)
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([`${stuck.id} open`, `${late?.id} clean_run`])
  })

  it('leaves a late payout open when Stripe stops answering meanwhile', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id } = await thePayout(world)
    await world.travel({ hours: 3 })
    await compareClearing(world.deps)
    await failReads(world, '/v1/balance', 'api_error', 'always')
    await world.travel({ minutes: 5 })
    await compareClearing(world.deps)

    expect(await told(world, 'R4')).toEqual([`${id} open`])
  })

  it('waits 26 hours while Stripe does not answer, and until its backlog can be gone', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failReads(world, '/v1/balance', 'api_error', 'always')
    await world.travel({ hours: 25 })
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([])

    await control(world, 'faults', [])
    await world.travel({ minutes: 30 })
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([])

    await world.travel({ hours: 2 })
    await compareClearing(world.deps)
    expect(await told(world, 'R4')).toEqual([`${(await thePayout(world)).id} open`])
  })

  it('finds an account that is not the sum of its payouts', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    // As if a posting were missing: the kept sum alone is moved.
    await world.deps.db.run(sql`update totals set amount_minor = amount_minor - 100 where kind = 'inflight'`)

    await compareClearing(world.deps)

    expect(await breaksOf(world, 'R4')).toMatchObject([{ subject: 'usd/sum', expectedMinor: 4_900, actualMinor: 5_000, closedAt: null }])
  })
})

describe('R1 payouts', () => {
  it('a stuck payout is a break from the moment it is stuck until two people decided', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'approval_required')
    await sweep(world)
    const payout = await thePayout(world)

    expect(payout.status).toBe('stuck')
    expect(await breaksOf(world, 'R1')).toMatchObject([
      { subject: payout.id, expectedMinor: 5_000, partnerId: payout.partnerId, closedAt: null },
    ])
    await compareClearing(world.deps)
    expect(await told(world, 'R1')).toEqual([`${payout.id} open`])

    const { db } = world.deps
    await db.run(sql`insert into payout_decisions values (${payout.id}, 1, 'released', null, 'looked', 'open', 'stf_1', 1, null, null)`)
    await db.run(sql`update payout_decisions set status = 'confirmed', decided_by = 'stf_2', decided_at = 2 where payout_id = ${payout.id}`)
    await db.run(sql`update payouts set status = 'released', finished_at = 3 where id = ${payout.id}`)
    await compareClearing(world.deps)
    expect(await told(world, 'R1')).toEqual([`${payout.id} clean_run`])
    expect(await world.deps.db.select().from(reconExplained)).toEqual([])
  })
})
