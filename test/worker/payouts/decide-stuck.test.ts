import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirmDecision, proposeDecision, refuseDecision } from '../../../worker/payouts/decide-stuck.ts'
import { resumeRun } from '../../../worker/payouts/stop.ts'
import { compareClearing } from '../../../worker/reconciliation/clearing.ts'
import { compareTransfers } from '../../../worker/reconciliation/transfers.ts'
import { checkCash, checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { told, transferAt } from '../reconciliation/support.ts'
import { tell } from './bank-support.ts'
import {
  balance,
  checkMoney,
  control,
  failTransfers,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  post,
  signedIn,
  statusOf,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People
let where: { runId: string; payoutId: string }
let partnerId: string

/** A payout of 5,000 that Stripe says it keeps; its transfer was made nevertheless, or was not. */
const haveStuck = async (landed: 'landed' | 'not') => {
  const partner = await havePayable(world, 5_000)
  partnerId = partner.id
  const runId = await haveSendingRun(world, people)
  await failTransfers(world, 'approval_required', {}, landed === 'landed' ? 'after' : 'before')
  await sweep(world)
  const payout = await thePayout(world)
  expect(payout.status).toBe('stuck')
  where = { runId, payoutId: payout.id }
  await world.travel({ minutes: 61 })
}

const transferRow = () => transferAt(world, theTransfer())
const theTransfer = () => transfersAtStripe(world)[0]?.id ?? ''
const propose = (outcome: 'paid' | 'released', transfer?: string) =>
  proposeDecision(world.deps, where, people.finance, { outcome, transfer, reason: 'looked at Stripe' })
const confirm = (by = people.approver, n = 1) => confirmDecision(world.deps, where, n, signedIn(world, by))
const mails = async (id: string) =>
  (await world.deps.db.all<{ id: string }>(sql`select id from outbox where id glob ${`${id}*`}`)).map((row) => row.id)

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('a stuck payout', () => {
  it('that Stripe paid is settled by two people', async () => {
    await haveStuck('landed')
    await propose('paid', theTransfer())
    expect((await thePayout(world)).status).toBe('stuck')

    await confirm()

    expect(await thePayout(world)).toMatchObject({ status: 'paid', transfer: theTransfer() })
    expect(await balance(world, 'paid:usd')).toBe(5_000)
    expect(await statusOf(world, 'payout_runs', where.runId)).toBe('done')
    expect(await mails('payout_sent:')).toHaveLength(1)
    const acts = await world.deps.db.all<{ act: string; actor: string }>(
      sql`select act, actor from audit where subject = ${where.payoutId} and actor <> 'system' order by seq`,
    )
    expect(acts).toEqual([
      { act: 'payout.decision_proposed', actor: people.finance.id },
      { act: 'payout.settled', actor: people.approver.id },
      { act: 'payout.decision_confirmed', actor: people.approver.id },
    ])
    await checkMoney(world)
    await checkCash(world)
  })

  it('that Stripe never paid is released by two people', async () => {
    await haveStuck('not')
    await propose('released')
    await confirm()

    expect(await thePayout(world)).toMatchObject({ status: 'released', reason: 'decided' })
    expect(await balance(world, `avail:${partnerId}:usd`)).toBe(5_000)
    expect(await mails('payout_released:')).toHaveLength(1)
    await checkMoney(world)
  })

  it('whose transfer was reversed whole is released, and the cash agrees', async () => {
    await haveStuck('landed')
    await control(world, 'reverse', { transfer: theTransfer() })
    await expect(propose('paid', theTransfer())).rejects.toMatchObject({ code: 'stale' })

    await propose('released')
    await confirm()

    expect((await thePayout(world)).status).toBe('released')
    await checkInvariants(world)
    await checkCash(world)
  })

  it('moves by no evidence but what Stripe shows, when it is proposed and when it is confirmed', async () => {
    await haveStuck('landed')
    await expect(propose('released')).rejects.toMatchObject({ code: 'stale' })
    await expect(propose('paid', 'tr_other')).rejects.toMatchObject({ code: 'stale' })
    await propose('paid', theTransfer())
    await control(world, 'reverse', { transfer: theTransfer() })

    await expect(confirm()).rejects.toMatchObject({ code: 'stale' })

    expect((await thePayout(world)).status).toBe('stuck')
    await refuseDecision(world.deps, where, 1, people.approver)
    await propose('released')
    await confirm(people.approver, 2)
    expect((await thePayout(world)).status).toBe('released')
  })

  it.each([
    ['less', 4_200, 800],
    ['more', 5_300, -300],
  ])('whose transfer carries %s than was ordered is settled, with the difference owed', async (_, carriedMinor, owedMinor) => {
    await haveStuck('landed')
    transferRow().amount = carriedMinor
    const page = await (await world.ask(`/runs/${where.runId}/payouts/${where.payoutId}`, { as: people.finance })).text()
    expect(page).toContain(`than was ordered`)

    await propose('paid', theTransfer())
    await confirm()

    expect(await thePayout(world)).toMatchObject({ status: 'paid', transfer: theTransfer(), amountMinor: 5_000 })
    expect(await balance(world, 'paid:usd')).toBe(carriedMinor)
    expect(await balance(world, `avail:${partnerId}:usd`)).toBe(owedMinor)
    expect(
      await world.deps.db.all(sql`select kind "kind", amount_minor "n", status "status" from commissions where kind = 'adjustment'`),
    ).toEqual([{ kind: 'adjustment', n: owedMinor, status: 'approved' }])
    expect(await world.deps.db.all(sql`select asked_by "a", decided_by "d", status "s" from ledger_requests`)).toEqual([
      { a: people.finance.id, d: people.approver.id, s: 'confirmed' },
    ])
    await checkInvariants(world)
    await checkCash(world)

    await compareTransfers(world.deps)
    await compareClearing(world.deps)
    expect([await told(world, 'R2'), await told(world, 'R1')]).toEqual([[], [`${where.payoutId} clean_run`]])
    await checkInvariants(world)
    // Stripe tells of it once more: nothing stops.
    expect(await tell(world, 'transfer.updated', theTransfer(), null)).toBe('done')
    expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([])
  })

  it('is not decided while Stripe does not answer', async () => {
    await haveStuck('landed')
    const { rail } = world.deps
    world.deps.rail = { ...rail, find: () => Promise.reject(new Error('503')) }
    await expect(propose('paid', theTransfer())).rejects.toMatchObject({ code: 'unavailable' })
    const page = await world.ask(`/runs/${where.runId}/payouts/${where.payoutId}`, { as: people.finance })
    expect([page.status, (await page.text()).includes('Stripe does not answer')]).toEqual([200, true])
  })

  it('needs another person with a fresh second factor, and is decided once', async () => {
    await haveStuck('landed')
    await propose('paid', theTransfer())
    await expect(propose('paid', theTransfer())).rejects.toMatchObject({ code: 'wrong_state' })
    await expect(confirm(people.finance)).rejects.toMatchObject({ code: 'same_person' })
    await expect(refuseDecision(world.deps, where, 1, people.finance)).rejects.toMatchObject({ code: 'same_person' })
    const stale = { ...signedIn(world, people.approver), secondFactorAt: new Date(world.now().getTime() - 600_001) }
    await expect(confirmDecision(world.deps, where, 1, stale)).rejects.toMatchObject({ code: 'second_factor_required' })
    await expect(confirmDecision(world.deps, { ...where, runId: 'run_2026-01_1' }, 1, stale)).rejects.toMatchObject({ code: 'not_found' })

    const answers = await Promise.allSettled([confirm(people.approver), confirm(people.otherApprover)])

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await checkMoney(world)
  })

  it('moves by no SQL without a confirmed decision of two', async () => {
    await haveStuck('landed')
    await propose('paid', theTransfer())
    const illegal = [
      sql`update payouts set status = 'released'`,
      sql`update payouts set status = 'paid', transfer = ${theTransfer()}`,
      sql`update payout_decisions set status = 'confirmed', decided_by = proposed_by, decided_at = 1`,
      sql`update payout_decisions set outcome = 'released', transfer = null`,
      sql`delete from payout_decisions`,
      sql`insert into payout_decisions values (${where.payoutId}, 2, 'released', null, 'x', 'confirmed', 'a', 1, 'b', 1)`,
      sql`insert into payout_decisions values (${where.payoutId}, 2, 'released', null, 'x', 'open', 'a', 1, null, null)`,
    ]
    for (const statement of illegal) await expect(world.deps.db.run(statement)).rejects.toThrow()
  })

  it('is decided on its page, by those who may', async () => {
    await haveStuck('landed')
    const href = `/runs/${where.runId}/payouts/${where.payoutId}`
    const page = async (as: { kind: 'staff'; id: string }, secondFactor?: 'now') =>
      (await world.ask(href, { as, ...(secondFactor && { secondFactor }) })).text()
    expect(await page(people.finance)).toContain('Propose that it was paid')
    expect(await page(people.auditor)).not.toContain('Propose that it was paid')
    const form = { outcome: 'paid', transfer: theTransfer(), reason: 'it is there' }
    expect((await post(world, `${href}/decisions`, people.approver, form)).status).toBe(404)
    expect((await post(world, `${href}/decisions`, people.finance, { ...form, reason: '' })).status).toBe(422)
    expect((await post(world, `${href}/decisions`, people.finance, { ...form, outcome: 'gift' })).status).toBe(422)
    expect((await post(world, `${href}/decisions`, people.finance, form)).status).toBe(303)

    expect(await page(people.approver)).toContain('Use your passkey')
    expect(await page(people.approver, 'now')).toContain('Confirm that it was paid')
    expect((await post(world, `${href}/decisions/9/confirmation`, people.approver)).status).toBe(404)
    expect((await post(world, `${href}/decisions/1/confirmation`, people.finance)).status).toBe(404)
    expect((await post(world, `${href}/decisions/1/confirmation`, people.approver)).status).toBe(303)
    expect(await page(people.finance)).not.toContain('What Stripe shows now')
    expect((await thePayout(world)).status).toBe('paid')
  })

  it('leaves the rest of its run waiting for its own resumption', async () => {
    await havePayable(world, 7_000)
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    await failTransfers(world, 'approval_required')
    await sweep(world)
    await world.travel({ minutes: 61 })
    const payoutId = (await world.deps.db.all<{ id: string }>(sql`select id from payouts where status = 'stuck'`))[0]?.id ?? ''
    where = { runId, payoutId }
    await propose('released')
    await confirm()
    await sweep(world)
    const paused = async () => (await world.deps.db.all<{ paused: string | null }>(sql`select paused from payout_runs`))[0]?.paused

    expect(await paused()).toContain('stuck')
    await resumeRun(world.deps, runId, signedIn(world, people.approver))
    await world.settle()
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    await checkMoney(world)
  })
})
