import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../worker/database.ts'
import { approveRun } from '../../../worker/payouts/approve.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveAccounts } from '../../bench/payouts/accounts.ts'
import { invocation, Meter } from '../../bench/payouts/meter.ts'
import { people, seedStatements } from '../../bench/payouts/seed.ts'
import { createWorld } from '../../support/world.ts'
import { fingerprintOfRun } from './support.ts'

const sendsMeasured = 10

/** Rows read and written for each payout of a run for so many more partners, step by step. */
async function rowsOfRun(first: number, partners: number) {
  const world = await createWorld()
  for (const batch of seedStatements(partners, world.now().getTime(), first)) {
    await env.DB.batch(batch.map(({ sql, values }) => env.DB.prepare(sql).bind(...values)))
  }
  await haveAccounts(world.standIn, first, first + partners - 1)
  const meter = new Meter({ during: (work) => work(), sleep: async () => {} }, () => 0)
  const measured = async <Result>(per: number, work: () => Promise<Result>) => {
    const rows = invocation('')
    const db = world.deps.db
    world.deps.db = openDatabase(meter.bindingOf(env.DB, rows), { sleep: () => new Promise(() => {}), chance: () => 0.5 })
    const result = await work()
    world.deps.db = db
    return { result, read: rows.read / per, written: rows.written / per }
  }
  // What Stripe is asked about accounts is bounded for each act.
  world.deps.rail.readiness = async () => ({ readiness: 'active', codes: [], requirements: [], bankAccount: null, contactEmail: null })
  const prepared = await measured(partners, () => prepareRun(world.deps, { by: people.maker }))
  const runId = prepared.result
  const submitted = await measured(partners, () => submitRun(world.deps, runId, { id: people.maker, name: 'Maker' }))
  const approver = { ...people, id: people.approver, name: 'Approver', email: 'a@wrenmarch.example', kind: 'staff' as const }
  const facts = { roles: ['approver' as const], sessionId: 'ses_1', secondFactorAt: world.now() }
  const approved = await measured(partners, async () =>
    approveRun(world.deps, runId, { ...approver, ...facts }, await fingerprintOfRun(world, runId)),
  )
  const reserved = await measured(partners, () => sweepRuns(world.deps, runId))
  const ids = world.hints.filter(({ kind }) => kind === 'payout').slice(0, sendsMeasured)
  const sent = await measured(sendsMeasured, async () => {
    for (const { id } of ids) await sendPayout(world.deps, id)
  })
  return { prepared, submitted, approved, reserved, sent }
}

it('costs no more rows for each payout when seven times as many are paid', { timeout: 60_000 }, async () => {
  const few = await rowsOfRun(1, 20)
  const many = await rowsOfRun(21, 140)

  for (const step of ['prepared', 'submitted', 'approved', 'reserved', 'sent'] as const) {
    expect(many[step].read / few[step].read, `${step}: rows read`).toBeLessThan(1.2)
    expect(many[step].written / Math.max(few[step].written, 0.1), `${step}: rows written`).toBeLessThan(1.2)
  }
})
