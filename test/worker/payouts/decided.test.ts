import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirmDecision, proposeDecision } from '../../../worker/payouts/decide-stuck.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { createWorld, type World } from '../../support/world.ts'
import { transferAt } from '../reconciliation/support.ts'
import { tell } from './bank-support.ts'
import { begin, breaksOf, compare, newest, waitForQuiet } from './restore-support.ts'
import {
  control,
  failTransfers,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  signedIn,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People

const theTransfer = () => transfersAtStripe(world)[0]?.id ?? ''
const stops = () => world.deps.db.all<{ scope: string; reason: string }>(sql`select scope, reason from stops`)

/** Stripe made the transfer although it said that it keeps the request. */
async function haveStuck() {
  await havePayable(world, 5_000)
  const runId = await haveSendingRun(world, people)
  await failTransfers(world, 'approval_required', {}, 'after')
  await sweep(world)
  const payout = await thePayout(world)
  await world.travel({ minutes: 61 })
  return { runId, payoutId: payout.id }
}

async function decide(where: { runId: string; payoutId: string }, outcome: 'paid' | 'released', transfer?: string) {
  await proposeDecision(world.deps, where, people.finance, { outcome, transfer, reason: 'looked at Stripe' })
  await confirmDecision(world.deps, where, 1, signedIn(world, people.approver))
}

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('what two people decided about a stuck payout', () => {
  it('stops nothing afterwards, though its reversed transfer stays at Stripe', async () => {
    const where = await haveStuck()
    await control(world, 'reverse', { transfer: theTransfer() })
    await decide(where, 'released')

    for (const type of ['transfer.created', 'transfer.reversed', 'transfer.updated']) await tell(world, type, theTransfer(), null)
    expect(await stops()).toEqual([])
  })

  it('stops everything where a transfer of a released payout stands', async () => {
    const where = await haveStuck()
    await control(world, 'reverse', { transfer: theTransfer() })
    await decide(where, 'released')
    // As if Stripe carried it out after all.
    Object.assign(transferAt(world, theTransfer()), { amount_reversed: 4_999 })

    await expect(prepareRun(world.deps, { by: people.finance.id })).rejects.toMatchObject({ code: 'stopped' })
    await world.deps.db.run(sql`delete from stops`)
    await tell(world, 'transfer.updated', theTransfer(), null)
    expect(await stops()).toMatchObject([{ scope: 'all' }])
  })

  it('keeps nobody from preparing and sending the next run', async () => {
    const where = await haveStuck()
    await control(world, 'reverse', { transfer: theTransfer() })
    await decide(where, 'released')

    await prepareRun(world.deps, { by: people.finance.id })
    expect(await stops()).toEqual([])
  })

  it('is no difference after a restore: another amount', async () => {
    const where = await haveStuck()
    transferAt(world, theTransfer()).amount = 4_200
    await decide(where, 'paid', theTransfer())
    await begin(world, people)
    await waitForQuiet(world)
    await compare(world, people)
    expect([await breaksOf(world), await newest(world)]).toEqual([[], 2])
  })

  it('is no difference after a restore: a reversed transfer', async () => {
    const where = await haveStuck()
    await control(world, 'reverse', { transfer: theTransfer() })
    await decide(where, 'released')
    await begin(world, people)
    await waitForQuiet(world)
    await compare(world, people)
    expect([await breaksOf(world), await newest(world)]).toEqual([[], 2])
  })
})
