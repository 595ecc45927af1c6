import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { flightLimitMs } from './rules.ts'
import { closeClean, type FoundBreak, noticeOf, openBreaks, ranNow } from './store-breaks.ts'
import { type Flight, listFlights, listOpenSince, type OldPayout } from './store-clearing.ts'
import { findOutage, keepOutage } from './store-outage.ts'
import { stuckStatements } from './stuck.ts'

/** A row each; more are of one cause, and those behind follow as these leave. */
const oldAtMost = 500

/**
 * R1 and R4, at every sweep: stuck payouts are breaks; what the ledger says is in flight equals the open payouts, and each that is
 * older than two hours is a break until it is settled or released; 26 while Stripe does not answer. Stripe is only asked whether it
 * answers when something is old.
 */
export async function compareClearing(deps: Deps): Promise<void> {
  const { db, now } = deps
  const at = now()
  const flights = await listFlights(db)
  const old = await oldOf(deps, flights, at)
  const outageSeenAt = old.length > 0 ? await outageOf(deps, at) : null
  const limitMs = flightLimitMs(outageSeenAt, at)
  const breaks = [...flights.flatMap(unequal), ...old.filter(({ since }) => at.getTime() - since.getTime() > limitMs).map(breakOfOld)]
  const unsettled = [...breaks, ...old.map(breakOfOld)].map(({ subject }) => subject)
  await inOneBatch(db, [
    ...(await stuckStatements(db, at)),
    ...openBreaks(db, 'R4', breaks, at),
    ...(old.length < oldAtMost ? closeClean(db, 'R4', unsettled, at) : []),
    ...ranNow(db, 'R4', at),
  ])
  if (breaks.length > 0) await hintNotices(deps, noticeOf('R4', at))
}

/** Open for longer than the shorter limit; one question more, where the oldest of a currency is. */
async function oldOf({ db }: Deps, flights: readonly Flight[], at: Date): Promise<OldPayout[]> {
  const before = new Date(at.getTime() - flightLimitMs(null, at))
  const currencies = flights.filter(({ since }) => since && since < before).map(({ currency }) => currency)
  return currencies.length === 0 ? [] : listOpenSince(db, currencies, before, oldAtMost)
}

/** When Stripe last did not answer. */
async function outageOf({ db, rail }: Deps, at: Date): Promise<Date | null> {
  try {
    await rail.balance()
    return await findOutage(db)
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', job: 'R4', message: forLog(error) }))
    await keepOutage(db, at)
    return at
  }
}

const unequal = ({ currency, inflightMinor, openMinor }: Flight): FoundBreak[] =>
  inflightMinor === openMinor
    ? []
    : [
        {
          subject: `${currency}/sum`,
          what: 'What the ledger says is in flight is not the sum of the open payouts.',
          currency,
          expectedMinor: inflightMinor,
          actualMinor: openMinor,
        },
      ]

const breakOfOld = ({ id, partnerId, currency, amountMinor, runId, since }: OldPayout): FoundBreak => ({
  subject: id,
  what: 'A payout has been in flight for more than two hours.',
  partnerId,
  currency,
  expectedMinor: amountMinor,
  detail: { payout: id, run: runId, since: since.toISOString() },
})
