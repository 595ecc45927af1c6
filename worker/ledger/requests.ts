import { and, eq } from 'drizzle-orm'
import { formatMoney } from '../../portal/components/format-money.ts'
import { commissions } from '../../schema/commissions.ts'
import { type Currency, payableUnit } from '../../schema/currency.ts'
import { type LedgerRequest, ledgerRequests, type RequestKind } from '../../schema/decisions.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { findPartner } from '../partners/store.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import { adjust, writeoff } from './rules.ts'
import { post } from './store.ts'
import { findRequest, holdsOldDebt, isOldDebt } from './store-requests.ts'

export type Asked = { act: string; kind: RequestKind; partnerId: string; currency: Currency; amountMinor: number; reason: string }

const noOldDebt =
  'Only a balance that was below zero for all of the last 90 days is written off, and to zero at most. Look at the partner’s account in the ledger.'

/**
 * Finance asks for a posting by hand. Nothing moves until another person confirms it. The same act again gives the same request.
 *
 * @throws Refusal invalid
 */
export async function askRequest(deps: Deps, by: { id: string; name: string }, { act, ...asked }: Asked): Promise<string> {
  const { db, now } = deps
  const { kind, partnerId, currency, amountMinor } = asked
  const at = now()
  if (!(await findPartner(db, partnerId))) throw new Refusal('invalid', 'There is no such partner. Use the id as it stands on its page.')
  if (amountMinor % payableUnit(currency) !== 0) {
    throw new Refusal(
      'invalid',
      `An amount in ${currency.toUpperCase()} is paid in steps of ${formatMoney(payableUnit(currency), currency)}.`,
    )
  }
  if (kind === 'writeoff' && !(await holdsOldDebt(db, asked, at))) throw new Refusal('invalid', noOldDebt)

  const id = deps.newId('req')
  try {
    await inOneBatch(db, [actOnce(db, act, id, at), ...askStatements(db, by, { id, ...asked }, at)])
  } catch (error) {
    const before = wasRefused(error) ? await findAct(db, act) : undefined
    if (before) return before
    throw error
  }
  await hintNotices(deps, noticeOf(id))
  return id
}

const noticeOf = (id: string): string => `ledger_request:${id}`

/** Statements for somebody's batch: a posting is asked for, and those who may confirm it are told. Whether it may be is asked before. */
export function askStatements(db: Db, by: { id: string; name: string }, asked: Omit<Asked, 'act'> & { id: string }, at: Date): Statement[] {
  const { id, kind, partnerId, currency, amountMinor, reason } = asked
  const notice = {
    what: `${by.name} asks for ${kind === 'adjust' ? 'an adjustment' : 'a write-off'} of ${formatMoney(amountMinor, currency)}`,
    subject: partnerId,
    todo: 'Confirm or refuse it under Ledger, Adjustments.',
  }
  return [
    db.insert(ledgerRequests).values({ ...asked, status: 'open', askedBy: by.id, askedAt: at }),
    trail(db, { at, actor: by.id, act: `${kind}.asked`, subject: id, partnerId, detail: { amountMinor, currency, reason } }),
    oweRole(db, noticeOf(id), 'approver', [by.id], { template: 'money_alarm', data: notice }, at),
  ]
}

/**
 * Another person confirms: the commission and its posting, in the batch that says who decided.
 *
 * @throws Refusal not_found, wrong_state, same_person, second_factor_required, stale
 */
export async function confirmRequest(deps: Deps, id: string, by: SignedInStaff & SessionFacts): Promise<void> {
  const { db, now } = deps
  const request = await getOpen(deps, id, by)
  requireSecondFactor(by, now())
  const at = now()
  const { kind, partnerId, currency, amountMinor, reason } = request
  const statements = [
    ...decided(deps, request, 'confirmed', by.id, at),
    ...(kind === 'writeoff' ? holdsNow(db, isOldDebt(request, at)) : []),
    db.insert(commissions).values({
      id: deps.newId('com'),
      partnerId,
      currency,
      amountMinor,
      kind: kind === 'adjust' ? 'adjustment' : 'write_off',
      source: id,
      accruedAt: at,
      maturesAt: at,
      status: 'approved',
      statusReason: reason,
    }),
    post(db, kind === 'adjust' ? adjust(request, at) : writeoff(request, at), at),
  ]
  if (await stands(db, statements)) return
  const isOpen = (await findRequest(db, id))?.status === 'open'
  throw isOpen ? new Refusal('wrong_state', `${noOldDebt} Refuse this one.`) : tooLate()
}

/**
 * Another person does not agree; nothing is posted.
 *
 * @throws Refusal not_found, wrong_state, same_person, stale
 */
export async function refuseRequest(deps: Deps, id: string, by: { id: string }): Promise<void> {
  const request = await getOpen(deps, id, by)
  if (!(await stands(deps.db, decided(deps, request, 'refused', by.id, deps.now())))) throw tooLate()
}

const tooLate = () => new Refusal('stale', 'Somebody else decided about it at the same moment. Please look at it again.')

async function getOpen({ db }: Deps, id: string, by: { id: string }): Promise<LedgerRequest> {
  const request = await findRequest(db, id)
  if (!request) throw notFound()
  if (request.status !== 'open') throw new Refusal('wrong_state', 'This request was decided already.')
  if (request.askedBy === by.id) throw new Refusal('same_person', 'You asked for this, so another person decides about it.')
  return request
}

const decided = ({ db }: Deps, request: LedgerRequest, status: 'confirmed' | 'refused', by: string, at: Date): readonly Statement[] => {
  const { id, kind, partnerId, amountMinor, currency, reason, askedBy } = request
  return [
    db
      .update(ledgerRequests)
      .set({ status, decidedBy: by, decidedAt: at })
      .where(and(eq(ledgerRequests.id, id), eq(ledgerRequests.status, 'open'))),
    ...changedExactly(db),
    trail(db, { at, actor: by, act: `${kind}.${status}`, subject: id, partnerId, detail: { amountMinor, currency, reason, askedBy } }),
  ]
}

async function stands(db: Deps['db'], statements: readonly Statement[]): Promise<boolean> {
  try {
    await inOneBatch(db, statements)
    return true
  } catch (error) {
    if (wasRefused(error)) return false
    throw error
  }
}
