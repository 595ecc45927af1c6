import { and, eq, isNull, sql } from 'drizzle-orm'
import { type Measurement, measurements } from '../../schema/deal-kinds.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { followDecisionOf } from './follow-decision.ts'
import { writeOnce } from './once.ts'
import { waitingFor } from './rules-measured.ts'
import { raiseVersion, raiseYear } from './store.ts'
import { findDetails, followMeasured, getMeasurement, payMeasurement } from './store-kinds.ts'
import { type DealState, readDeal } from './store-state.ts'

type NewMeasurement = Pick<Measurement, 'startsOn' | 'endsOn' | 'value' | 'amountMinor'>

/**
 * Writes down what a period of a performance deal came to; nobody has accepted it yet. A failed one owes nothing (DEA3).
 *
 * @throws Refusal not_found, wrong_state unless the deal is won, metric_missing, conflict for a period that is measured already, invalid
 * outside of floor and cap
 */
export async function measure(deps: Deps, dealId: string, wanted: NewMeasurement, act: string, actor: string): Promise<string> {
  const { db, newId } = deps
  return writeOnce(deps, act, async (at) => {
    const { deal } = await readDeal(db, dealId)
    const details = await findDetails(db, dealId)
    if (deal.kind !== 'performance') throw new Refusal('wrong_state', 'Only a performance deal is measured.')
    if (details?.metric == null) throw new Refusal('metric_missing', 'This deal does not say what it measures. Open one that does.')
    if (deal.status !== 'won' && deal.status !== 'ended')
      throw new Refusal('wrong_state', 'Win the deal first: what it measures stands from then on.')
    const { startsOn, endsOn, amountMinor } = wanted
    const [floorMinor, capMinor] = [details.floorMinor ?? 0, details.capMinor ?? 0]
    if (amountMinor !== 0 && (amountMinor < floorMinor || amountMinor > capMinor))
      throw new Refusal('invalid', 'A period comes to nothing, or to an amount between the floor and the cap.')
    if (await isMeasuredAlready(deps, dealId, wanted)) throw alreadyMeasured()

    const id = newId('msr')
    return {
      id,
      statements: [
        ...holdsNow(db, isUnmeasured(dealId, wanted)),
        db.insert(measurements).values({ ...wanted, id, dealId, status: 'measured', recordedBy: actor, recordedAt: at }),
        trail(db, { at, actor, act: 'measurement.recorded', subject: id, detail: { deal: dealId, startsOn, endsOn, amountMinor } }),
      ],
    }
  })
}

type Period = Pick<Measurement, 'startsOn' | 'endsOn'>

const overlaps = (dealId: string, { startsOn, endsOn }: Period) =>
  sql`exists (select 1 from measurements m where m.deal_id = ${dealId} and m.status <> 'disputed' and m.starts_on <= ${endsOn} and m.ends_on >= ${startsOn})`
const isUnmeasured = (dealId: string, wanted: Period) => sql`not ${overlaps(dealId, wanted)}`

async function isMeasuredAlready({ db }: Deps, dealId: string, wanted: Period): Promise<boolean> {
  const [row] = await db.all<{ found: number }>(sql`select ${overlaps(dealId, wanted)} as found`)
  return row?.found === 1
}

const measuredAnew = () => new Refusal('conflict', 'Its period was measured anew. Accept or dispute that measurement instead.')
const alreadyMeasured = () =>
  new Refusal('conflict', 'A part of this period is measured already. Dispute that measurement first if it is wrong; then measure anew.')

/** Who says yes: one of the staff by id, or a person of the customer by name, and through which member or link. */
export type Accepting = { side: 'us'; by: string } | { side: 'them'; name: string; via: string }

/**
 * One side accepts. With the second one it is owed, and where its payment came before, that earns now: once, whoever asks and however
 * often.
 *
 * @throws Refusal not_found, conflict for a disputed one whose period was measured anew
 */
export async function acceptMeasurement(deps: Deps, dealId: string, id: string, accepting: Accepting): Promise<void> {
  const { db, now } = deps
  const followed = await readAgainIfRefused(async () => {
    const state = await readDeal(db, dealId)
    const before = await getMeasurement(db, dealId, id)
    const isOurs = accepting.side === 'us'
    const isDisputed = before.status === 'disputed'
    if (isOurs ? before.acceptedByUs : before.acceptedByThem) return undefined
    if (isDisputed && (await isMeasuredAlready(deps, dealId, before))) throw measuredAnew()

    const at = now()
    const isBoth = Boolean(isOurs ? before.acceptedByThem : before.acceptedByUs)
    const own = isOurs ? measurements.acceptedByUs : measurements.acceptedByThem
    const said = isOurs ? { acceptedByUs: accepting.by } : { acceptedByThem: accepting.name }
    const actor = isOurs ? accepting.by : accepting.via
    const paid = isBoth && before.amountMinor > 0 ? waitingFor(before.amountMinor, state.payments, state.measured ?? []) : undefined
    await inOneBatch(db, [
      ...raiseVersion(db, state),
      ...(isDisputed ? holdsNow(db, isUnmeasured(dealId, before)) : []),
      db
        .update(measurements)
        .set({ ...said, ...(isBoth && { status: 'accepted' }) })
        .where(and(eq(measurements.id, id), eq(measurements.status, before.status), isNull(own))),
      ...changedExactly(db),
      trail(db, { at, actor, act: 'measurement.accepted', subject: id, detail: { deal: dealId, side: accepting.side, both: isBoth } }),
      ...(paid ? settleStatements(deps, state, id, paid, actor, at) : []),
    ])
    return paid && state.deal.prospectId
  })
  if (followed) await followDecisionOf(deps, followed)
}

/** Statements behind a raised version: the payment pays for the measurement, and the deal's commissions follow. */
const settleStatements = (
  { db }: Deps,
  { deal }: DealState,
  id: string,
  payment: DealState['payments'][number],
  actor: string,
  at: Date,
): Statement[] => [
  ...payMeasurement(db, id, payment, actor, at),
  ...raiseYear(db, deal, payment.paidAt),
  followMeasured(db, deal.id, id, actor, at),
]

/**
 * A person says which payment pays for an accepted measurement, where the amounts could not tell: the payment earns now.
 *
 * @throws Refusal not_found, not_accepted before both sides did, wrong_state for a payment that pays for another one
 */
export async function settleMeasurement(deps: Deps, dealId: string, id: string, paymentId: string, actor: string): Promise<void> {
  const { db, now } = deps
  const followed = await readAgainIfRefused(async () => {
    const state = await readDeal(db, dealId)
    const before = await getMeasurement(db, dealId, id)
    if (before.status === 'paid' && before.paymentId === paymentId) return state.deal.prospectId
    if (before.status === 'paid') throw new Refusal('wrong_state', 'Another payment has paid for this measurement.')
    if (before.status !== 'accepted') throw new Refusal('not_accepted', 'Both sides have to accept this measurement before it is paid.')
    if (before.amountMinor === 0) throw new Refusal('wrong_state', 'This period owes nothing, so nothing pays for it.')
    const payment = state.payments.find((each) => each.id === paymentId)
    if (!payment) throw new Refusal('invalid', 'Choose one of the payments of this deal.')
    if (state.measured?.some((each) => each.paymentId === paymentId))
      throw new Refusal('wrong_state', 'This payment pays for another measurement already.')

    await inOneBatch(db, [...raiseVersion(db, state), ...settleStatements(deps, state, id, payment, actor, now())])
    return state.deal.prospectId
  })
  await followDecisionOf(deps, followed)
}

/**
 * One side does not agree. What both accepted stands; a disputed one may still be accepted by both, or its period is measured anew.
 *
 * @throws Refusal not_found, wrong_state once both accepted it
 */
export async function disputeMeasurement(
  deps: Deps,
  dealId: string,
  id: string,
  reason: string,
  by: { side: 'us' | 'them'; actor: string },
) {
  const { db, now } = deps
  await readAgainIfRefused(async () => {
    const before = await getMeasurement(db, dealId, id)
    if (before.status === 'disputed') return
    if (before.status !== 'measured') throw new Refusal('wrong_state', 'Both sides have accepted this measurement; it stands.')
    const at = now()
    await inOneBatch(db, [
      db
        .update(measurements)
        .set({ status: 'disputed', disputedBecause: reason })
        .where(and(eq(measurements.id, id), eq(measurements.status, 'measured'))),
      ...changedExactly(db),
      trail(db, { at, actor: by.actor, act: 'measurement.disputed', subject: id, detail: { deal: dealId, side: by.side } }),
    ])
  })
}
