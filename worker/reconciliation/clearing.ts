import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { flightLimitMs } from './rules.ts'
import { closeClean, type FoundBreak, noticeOf, openBreaks, ranNow } from './store-breaks.ts'
import { type Flight, listFlights } from './store-clearing.ts'
import { findOutage, keepOutage } from './store-outage.ts'
import { stuckStatements } from './stuck.ts'

/**
 * R1 and R4, at every sweep: stuck payouts are breaks; what the ledger says is in flight equals the open payouts, and none of it is older than two hours; 26 while Stripe does not
 * answer. Stripe is only asked whether it answers when something is old.
 */
export async function compareClearing(deps: Deps): Promise<void> {
  const { db, now } = deps
  const at = now()
  const flights = await listFlights(db)
  const isOld = flights.some(({ since }) => since && at.getTime() - since.getTime() > flightLimitMs(null, at))
  const outageSeenAt = isOld ? await outageOf(deps, at) : null
  const breaks = flights.flatMap((flight) => [...unequal(flight), ...tooOld(flight, flightLimitMs(outageSeenAt, at), at)])
  const subjects = breaks.map(({ subject }) => subject)
  await inOneBatch(db, [
    ...(await stuckStatements(db, at)),
    ...openBreaks(db, 'R4', breaks, at),
    ...closeClean(db, 'R4', subjects, at),
    ranNow(db, 'R4', at),
  ])
  if (breaks.length > 0) await hintNotices(deps, noticeOf('R4', at))
}

/** When Stripe last did not answer. */
async function outageOf({ db, rail }: Deps, at: Date): Promise<Date | null> {
  try {
    await rail.balance()
    return await findOutage(db)
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', job: 'R4', message: String(error) }))
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

const tooOld = ({ currency, since, oldestId, open }: Flight, limitMs: number, at: Date): FoundBreak[] =>
  since && at.getTime() - since.getTime() > limitMs
    ? [
        {
          subject: `${currency}/age`,
          what: 'Payouts have been in flight for more than two hours.',
          currency,
          detail: { payout: oldestId, since: since.toISOString(), open },
        },
      ]
    : []
