import { type BankPayout, bankPayouts } from '../../schema/bank-payouts.ts'
import { type Currency, isCurrency } from '../../schema/currency.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { findPartnerOfAccount } from '../partners/store.ts'
import type { Applied, Applier } from '../stripe/inbox.ts'
import type { BankPayoutAnswer } from '../stripe/port.ts'
import { failureInWords } from './rules-bank.ts'
import { findBankPayout, insertContents, listContents, returnedStatements, updateBankPayout } from './store-bank.ts'
import { hintNotices, oweOwners } from './store-notices.ts'

/**
 * Stripe tells of a bank payout in a partner's account: fetched and kept as it is now. One that the bank refused, also after it was
 * said to have arrived, tells the partner what to do and keeps it out of the next runs; no money of ours moves, for it is in the
 * partner's Stripe balance and Stripe sends it again (money.md 9).
 */
export const applyBankPayout: Applier = async (deps, { id, account, object }) => {
  if (!account || !object) return 'ignored'
  const partnerId = await findPartnerOfAccount(deps.db, account)
  if (!partnerId) return 'ignored'
  return readAgainIfRefused(() => look(deps, { partnerId, stripeAccount: account, bankPayout: object, lastEvent: id }))
}

type Seen = Pick<BankPayout, 'partnerId' | 'stripeAccount' | 'bankPayout' | 'lastEvent'>

async function look(deps: Deps, seen: Seen): Promise<Applied> {
  const known = await findBankPayout(deps.db, seen.bankPayout)
  const answer = await deps.rail.bankPayout(seen.stripeAccount, seen.bankPayout)
  // Below zero Stripe collects from the bank what the partner owes it: that carries nothing of ours.
  if (!answer || answer.amountMinor <= 0) return 'ignored'
  const { currency } = answer
  if (!isCurrency(currency)) {
    console.warn(JSON.stringify({ level: 'warn', bankPayout: answer.id, message: `unknown currency ${currency}` }))
    return 'ignored'
  }
  const row = rowOf(seen, answer, currency, known, deps.now())
  if (known && isSame(known, row) && (await holdsAll(deps, answer))) return 'done'
  await write(deps, row, answer.carries, known)
  return 'done'
}

const rowOf = (seen: Seen, answer: BankPayoutAnswer, currency: Currency, known: BankPayout | undefined, askedAt: Date): BankPayout => {
  const { amountMinor, status, arrivalDay, failureCode, createdAt, isComplete } = answer
  // Said once, for good: the balance transaction that tells the moment may follow later.
  const failedAt = known?.failedAt ?? answer.failedAt
  const version = (known?.version ?? 0) + 1
  return { ...seen, currency, amountMinor, status, arrivalDay, failureCode, createdAt, failedAt, isComplete, askedAt, version }
}

const isSame = (a: BankPayout, b: BankPayout): boolean =>
  a.status === b.status && a.arrivalDay === b.arrivalDay && a.failureCode === b.failureCode && a.isComplete === b.isComplete

async function holdsAll({ db }: Deps, { id, carries }: BankPayoutAnswer): Promise<boolean> {
  const held = await listContents(db, id)
  return carries.every((each) => held.includes(each))
}

async function write(deps: Deps, row: BankPayout, carries: readonly string[], known: BankPayout | undefined): Promise<void> {
  const { db, now } = deps
  const at = now()
  const { bankPayout, partnerId, currency, status, amountMinor, failureCode, stripeAccount } = row
  const cause = `${bankPayout}:${row.version}`
  const { statements } = await returnedStatements(db, { partnerId, currency }, { bankPayout: row, cause }, at)
  const hasMoved = status !== known?.status
  const hasFailed = hasMoved && status === 'failed'
  const notice = `bank_payout_failed:${bankPayout}`
  const detail = { stripeAccount, amountMinor, currency, failureCode }
  const told: Statement[] = [
    ...(hasMoved ? [trail(db, { at, actor: 'stripe', act: `bank_payout.${status}`, subject: bankPayout, partnerId, detail })] : []),
    ...(hasFailed ? [oweOwners(db, notice, partnerId, failureNotice(row), at)] : []),
  ]
  const stored: Statement[] = known ? [updateBankPayout(db, row), ...changedExactly(db)] : [db.insert(bankPayouts).values(row)]
  await inOneBatch(db, [...statements, ...stored, insertContents(db, bankPayout, carries), ...told])
  if (hasFailed) await hintNotices(deps, notice)
}

const failureNotice = ({ amountMinor, currency, failureCode }: BankPayout) => ({
  template: 'bank_payout_failed' as const,
  data: { amountMinor, currency, why: failureInWords(failureCode) },
})
