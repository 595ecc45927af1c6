import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { type Payout, payouts } from '../../../schema/payouts.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import { approveRun } from '../../../worker/payouts/approve.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepPayouts, sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveCommission, haveDestination, havePartner, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import type { World } from '../../support/world.ts'

export type People = Awaited<ReturnType<typeof havePeople>>

/** Two of finance, two approvers and an auditor. */
export async function havePeople(world: World) {
  return {
    finance: await haveStaff(world, 'finance'),
    otherFinance: await haveStaff(world, 'finance'),
    approver: await haveStaff(world, 'approver'),
    otherApprover: await haveStaff(world, 'approver'),
    auditor: await haveStaff(world, 'auditor'),
  }
}

export async function control(world: World, act: string, body: unknown): Promise<void> {
  const answer = await world.standIn.fetch(
    new Request(`http://stripe.test/_/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
  if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`)
}

export const fund = (world: World, amount = 100_000_000, currency = 'usd') => control(world, 'fund', { currency, amount })

/** A partner who can be paid, with commissions of these amounts. */
export async function havePayable(world: World, ...amounts: number[]) {
  const partner = await havePartner(world)
  const destination = await haveDestination(world, partner.id)
  const commissions = []
  for (const amount of amounts) commissions.push(await haveCommission(world, partner, amount))
  return { ...partner, destination, commissions }
}

export const fingerprintOfRun = async (world: World, runId: string): Promise<string> => {
  const [row] = await world.deps.db.all<{ fingerprint: string }>(sql`select fingerprint from payout_runs where id = ${runId}`)
  return row?.fingerprint ?? ''
}

export const post = (world: World, path: string, as: { kind: 'staff' | 'member'; id: string }, form: Record<string, string> = {}) =>
  world.ask(path, { as, form, method: 'POST', secondFactor: 'now' })

/** A staff member as an act sees one who has just proven a second factor. */
export const signedIn = (world: World, person: { id: string; email: string; name: string }) => ({
  ...person,
  kind: 'staff' as const,
  roles: [],
  sessionId: 'ses_test',
  secondFactorAt: world.now(),
})

/** Prepared, submitted and approved by three people; nothing is reserved yet. */
export async function haveApprovedRun(world: World, people: People): Promise<string> {
  const runId = await haveSubmittedRun(world, people)
  await approve(world, runId, people.approver)
  if ((await statusOf(world, 'payout_runs', runId)) === 'submitted') await approve(world, runId, people.otherApprover)
  return runId
}

export const approve = async (world: World, runId: string, by: { id: string; email: string; name: string }) =>
  approveRun(world.deps, runId, signedIn(world, by), await fingerprintOfRun(world, runId))

export async function haveSubmittedRun(world: World, people: People): Promise<string> {
  const runId = await prepareRun(world.deps, { by: people.finance.id })
  await submitRun(world.deps, runId, people.finance)
  return runId
}

/** Reserved and sending; its payouts wait for their hints, which are thrown away. */
export async function haveSendingRun(world: World, people: People): Promise<string> {
  const runId = await haveApprovedRun(world, people)
  await sweepRuns(world.deps, runId)
  world.hints.length = 0
  return runId
}

export const payoutsOf = (world: World, runId?: string): Promise<Payout[]> =>
  runId
    ? world.deps.db.select().from(payouts).where(sql`run_id = ${runId}`).orderBy(payouts.id)
    : world.deps.db.select().from(payouts).orderBy(payouts.id)

export async function thePayout(world: World): Promise<Payout> {
  const [payout, ...others] = await payoutsOf(world)
  if (!payout || others.length > 0) throw new Error(`one payout was expected, there are ${others.length + (payout ? 1 : 0)}`)
  return payout
}

export const balance = async (world: World, account: string): Promise<number> => {
  const [row] = await world.deps.db.all<{ amount: number }>(sql`select balance_minor amount from balances where account = ${account}`)
  return row?.amount ?? 0
}

export const statusOf = async (world: World, table: 'payout_runs' | 'payouts' | 'commissions', id: string): Promise<string | undefined> => {
  const [row] = await world.deps.db.all<{ status: string }>(sql`select status from ${sql.raw(table)} where id = ${id}`)
  return row?.status
}

type Transfer = { id: string; amount: number; currency: string; destination: string; transfer_group: string | null }

export const transfersAtStripe = (world: World): Transfer[] =>
  Object.values(world.standIn.state.tables.transfers).map(({ object }) => object as unknown as Transfer) // the stand-in's own rows

/** Stripe beside our books: I4 to I6, I8 and I15 of money.md 13, and all that hold without Stripe. */
export async function checkMoney(world: World): Promise<void> {
  const transfers = transfersAtStripe(world)
  const all = await payoutsOf(world)
  for (const payout of all) {
    const carrying = transfers.filter((each) => each.transfer_group === payout.id)
    expect(carrying.length, `I4 one transfer at most for ${payout.id}`).toBeLessThanOrEqual(1)
    if (payout.status === 'paid') {
      expect(carrying[0], `I5 paid is real: ${payout.id}`).toMatchObject({
        id: payout.transfer,
        amount: payout.amountMinor,
        currency: payout.currency,
        destination: payout.destination,
      })
    }
    if (payout.status === 'released') expect(carrying, `I6 released was never paid: ${payout.id}`).toEqual([])
  }
  for (const transfer of transfers) {
    expect(
      all.some(({ id }) => id === transfer.transfer_group),
      `I8 no orphans: ${transfer.id}`,
    ).toBe(true)
  }
  const [reserved] = await world.deps.db.all<{ sum: number }>(
    sql`select coalesce(sum(amount_minor), 0) "sum" from ledger_transactions where template = 'reserve'`,
  )
  expect(
    transfers.reduce((sum, each) => sum + each.amount, 0),
    'I15 never more than reserved',
  ).toBeLessThanOrEqual(reserved?.sum ?? 0)
  await checkInvariants(world)
}

type Effect = string | { kind: string; status?: number; error?: object }

/** The next request for a transfer (or every one) meets this: a refusal by its name, or an effect of the stand-in. */
export const failTransfers = (
  world: World,
  effect: Effect,
  match: { metadata?: Record<string, string> } = {},
  when: 'before' | 'after' = 'before',
  times: 'once' | 'always' = 'once',
) =>
  control(world, 'faults', [
    {
      match: { method: 'POST', path: '/v1/transfers', ...match },
      when,
      // biome-ignore lint/suspicious/noThenProperty: the word of the stand-in's fault rules; nothing awaits it
      then: typeof effect === 'string' ? { kind: 'error', name: effect } : effect,
      times,
    },
  ])

export const attemptsOf = (world: World) =>
  world.deps.db.all<{ key: string; n: number; gen: number; sent_at: number }>(
    sql`select key, n, gen, sent_at from payout_attempts order by payout_id, gen, n`,
  )

export const answersOf = (world: World) =>
  world.deps.db.all<{ outcome: string; http: number | null }>(sql`select outcome, http from payout_answers order by payout_id, gen, n`)

/** A sweep, and all hints that follow from it. */
export async function sweep(world: World): Promise<void> {
  await sweepPayouts(world.deps)
  await world.settle()
}

/** Money of a payment went back to the customer: its commissions are corrected as the product corrects them. */
export const giveBack = (world: World, paymentId: string, amountMinor: number) =>
  recordReturn(world.deps, paymentId, { amountMinor, currency: 'usd', returnedAt: world.now(), act: world.deps.newId('act') }, 'stf_sales')
