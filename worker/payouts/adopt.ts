import { and, eq, sql } from 'drizzle-orm'
import { commissions } from '../../schema/commissions.ts'
import { isCurrency } from '../../schema/currency.ts'
import { payoutRuns, plannedLines, plannedPayouts } from '../../schema/payout-runs.ts'
import { payouts } from '../../schema/payouts.ts'
import { type Adoption, adoptions } from '../../schema/restores.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { reserve, settle } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import { forLog } from '../log.ts'
import { closeAdoptedRun } from './close-adopted.ts'
import { asInteger } from './parameters.ts'
import { writeReversals } from './reversal.ts'
import { isTransferOf } from './rules-run.ts'
import { type Books, readBooks } from './store-adopted.ts'
import { isStatus, listAdoptions, listRunsToClose } from './store-adoptions.ts'
import { findPayout } from './store-payouts.ts'

/** Each asks the database four times: one invocation may ask a thousand times, and all of a sweep’s jobs are one. */
const atOnce = 60

/** Rebuilds what two people confirmed, and closes the runs that are whole; what Stripe does not answer for waits for the next sweep. */
export async function adoptConfirmed(deps: Deps, limit = atOnce): Promise<void> {
  for (const adoption of await listAdoptions(deps.db, 'confirmed', limit)) {
    try {
      await adopt(deps, adoption)
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', adoption: adoption.transfer, message: forLog(error) }))
    }
  }
  for (const runId of await listRunsToClose(deps.db, limit)) await closeAdoptedRun(deps, runId)
}

/**
 * Takes one forgotten transfer in: its payout under its own id, paid from the first, with every commission that is payable to the
 * partner now. An older payout of the partner is looked up first, for its commissions may be the ones that were paid.
 */
async function adopt(deps: Deps, adoption: Adoption): Promise<void> {
  const transfer = await deps.rail.transfer(adoption.transfer)
  if (!transfer || !isTransferOf({ ...adoption, id: adoption.payoutId }, transfer)) return putBack(deps, adoption)
  const isAdopted = await readAgainIfRefused(async () => {
    const books = await readBooks(deps.db, adoption)
    if (books.status !== 'confirmed' || books.isWaiting) return books.status === 'adopted'
    await inOneBatch(deps.db, statementsOf(deps, adoption, books))
    return true
  })
  const payout = isAdopted ? await findPayout(deps.db, adoption.payoutId) : undefined
  if (payout) await writeReversals(deps, payout, adoption.transfer)
}

/** Stripe shows it otherwise than it was confirmed: that is found, and proposed, anew. */
const putBack = async ({ db, now }: Deps, { transfer, payoutId, partnerId }: Adoption): Promise<void> => {
  await db.batch([
    db
      .update(adoptions)
      .set({
        status: 'found',
        proposedBy: null,
        proposedAt: null,
        confirmedBy: null,
        confirmedAt: null,
        problem: 'Stripe shows it otherwise than it was confirmed. Compare again.',
      })
      .where(isStatus(transfer, 'confirmed')),
    trail(db, { at: now(), actor: 'system', act: 'payout.adoption_put_back', subject: payoutId, partnerId, detail: { transfer } }),
  ])
}

/** One batch: all of it, or nothing when a commission, the run or the adoption moved since it was read. */
function statementsOf(deps: Deps, adoption: Adoption, books: Books): Statement[] {
  const { db, now, settings } = deps
  const { payoutId, runId, partnerId, currency, amountMinor, destination, transfer, proposedBy, confirmedBy } = adoption
  assert(isCurrency(currency) && proposedBy && confirmedBy, 'what two people confirmed is in a currency of ours')
  const at = now()
  const payout = { id: payoutId, partnerId, currency, amountMinor }
  const lines = sql`(select commission_id from planned_lines where payout_id = ${payoutId})`
  const differenceMinor = books.isAsPlanned ? 0 : amountMinor - books.approvedMinor
  return [
    ...holdsNow(db, sql`exists (select 1 from adoptions where transfer = ${transfer} and status = 'confirmed')`),
    ...(books.hasRun ? [] : [newRun(deps, runId, proposedBy, at)]),
    ...(books.isAsPlanned ? [] : planAnew(deps, adoption, books, differenceMinor, at)),
    ...holdsNow(
      db,
      sql`(select sum(amount_minor) from planned_lines where payout_id = ${payoutId}) = ${asInteger(amountMinor)} and not exists
        (select 1 from planned_lines n join commissions c on c.id = n.commission_id where n.payout_id = ${payoutId} and c.status <> 'approved')`,
    ),
    db.insert(payouts).values({
      ...payout,
      runId,
      destination,
      destinationVersion: books.destinationVersion,
      epoch: settings.moneyEpoch,
      gen: 0,
      leaseUntil: new Date(0),
      nextAt: at,
      tries: 0,
      doubts: 0,
      transfer,
      status: 'paid',
      reason: 'adopted',
      reservedAt: at,
      finishedAt: at,
    }),
    db
      .update(commissions)
      .set({ status: 'in_payout', payoutId })
      .where(and(eq(commissions.status, 'approved'), sql`${commissions.id} in ${lines}`)),
    ...changedExactly(db, sql`(select count(*) from planned_lines where payout_id = ${payoutId})`),
    post(db, reserve(payout, at), at),
    post(db, settle(payout, at), at),
    db
      .update(commissions)
      .set({ status: 'paid' })
      .where(and(eq(commissions.payoutId, payoutId), eq(commissions.status, 'in_payout'))),
    ...changedExactly(db, sql`(select count(*) from planned_lines where payout_id = ${payoutId})`),
    db.update(adoptions).set({ status: 'adopted', adoptedAt: at }).where(isStatus(transfer, 'confirmed')),
    ...changedExactly(db),
    trail(db, {
      at,
      actor: confirmedBy,
      act: 'payout.adopted',
      subject: payoutId,
      partnerId,
      detail: { transfer, run: runId, amountMinor, currency, proposedBy, forgottenMinor: differenceMinor },
    }),
  ]
}

const newRun = ({ db }: Deps, id: string, by: string, at: Date): Statement =>
  db
    .insert(payoutRuns)
    .values({ id, status: 'draft', preparedBy: by, secondNeeded: false, paused: 'Adopted after a restore', preparedAt: at })

/**
 * The plan as the transfer says: all that is payable now. What is missing, or too much, is a pair of adjustments that sum to zero: one
 * was paid with this payout, the other is netted by what is recorded again.
 */
function planAnew({ db, newId }: Deps, adoption: Adoption, { destinationVersion }: Books, differenceMinor: number, at: Date): Statement[] {
  const { payoutId, runId, partnerId, currency, amountMinor, destination } = adoption
  assert(isCurrency(currency), 'the currency is one of ours')
  const owedId = newId('com')
  const pair = {
    partnerId,
    currency,
    kind: 'adjustment' as const,
    accruedAt: at,
    maturesAt: at,
    status: 'approved' as const,
    cause: payoutId,
  }
  const balancing = [
    db.insert(commissions).values({
      ...pair,
      id: newId('com'),
      amountMinor: differenceMinor,
      source: `adoption/${payoutId}/paid`,
      statusReason: 'Paid before our records were restored; what it was for is not recorded again yet.',
    }),
    db.insert(commissions).values({
      ...pair,
      id: owedId,
      amountMinor: -differenceMinor,
      source: `adoption/${payoutId}/owed`,
      statusReason: 'Set off against what was paid before our records were restored.',
    }),
  ]
  return [
    db.delete(plannedLines).where(eq(plannedLines.payoutId, payoutId)),
    db.delete(plannedPayouts).where(eq(plannedPayouts.payoutId, payoutId)),
    db.insert(plannedPayouts).values({ payoutId, runId, partnerId, currency, amountMinor, destination, destinationVersion }),
    ...(differenceMinor === 0 ? [] : balancing),
    db
      .insert(plannedLines)
      .select(
        sql`select ${payoutId}, id, amount_minor from commissions where partner_id = ${partnerId} and currency = ${currency} and status = 'approved' and id <> ${owedId}`,
      ),
  ]
}
