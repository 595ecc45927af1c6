import { type Currency, isCurrency } from '../../schema/currency.ts'
import type { Template } from '../../schema/ledger.ts'
import type { SelfBillingAgreement, StatementLineKind } from '../../schema/statements.ts'
import { boundsOf, isMonth, monthBefore, monthOf } from '../ledger/months.ts'

/** From this day of a month the statements of the month before are issued. */
const issuingDay = 3

/**
 * What a posting is on a statement. The statement follows what the company owes the partner: pending, avail, held and inflight
 * together. A posting between two of these (it matured, was held or released, was reserved for a payout) moves nothing there and is
 * no line; nor is `bank_return`, a memorandum of money that is the partner's already.
 */
export const lineKindOf: Record<Template, StatementLineKind | null> = {
  accrue: 'commission',
  refund_pending: 'correction',
  refund_available: 'correction',
  settle: 'payout',
  reversal: 'reversal',
  adjust: 'adjustment',
  writeoff: 'write_off',
  mature: null,
  hold: null,
  release_hold: null,
  reserve: null,
  release: null,
  bank_return: null,
}

/** The last month whose statements are due at this moment. */
export function monthDue(now: Date): string {
  const last = monthBefore(monthOf(now))
  return now.getUTCDate() >= issuingDay ? last : monthBefore(last)
}

export type StatementKey = { partnerId: string; currency: Currency; month: string; n: number }

/** Deterministic, so that a draft has the address it keeps when it is issued. */
export const statementIdOf = ({ partnerId, currency, month, n }: StatementKey): string => `stm_${partnerId}_${currency}_${month}_${n}`

/** Undefined for what is no such id. */
export function readStatementId(id: string): StatementKey | undefined {
  const parts = /^stm_([\w-]{1,60})_([a-z]{3})_(\d{4}-\d{2})_(\d{1,3})$/.exec(id)
  const [, partnerId = '', currency = '', month = '', n = ''] = parts ?? []
  return parts && isCurrency(currency) && isMonth(month) ? { partnerId, currency, month, n: Number(n) } : undefined
}

const padded = (n: number): string => String(n).padStart(6, '0')
export const statementNumber = (n: number): string => `ST-${padded(n)}`
export const invoiceNumber = (n: number): string => `SB-${padded(n)}`

type Term = Pick<SelfBillingAgreement, 'version' | 'agreedAt' | 'endedAt'>

/**
 * The agreement under which a month is self-billed: the one in force at its end, if the partner had one through the whole month. Never
 * retroactive: a month that had begun before the partner agreed is invoiced by the partner itself.
 */
export function agreementFor<Agreement extends Term>(agreements: readonly Agreement[], month: string): Agreement | undefined {
  const { startsAt, endsAt } = boundsOf(month)
  const isInForce = ({ agreedAt, endedAt }: Term) => agreedAt < endsAt && (endedAt === null || endedAt >= endsAt)
  const atEnd = agreements.find(isInForce)
  // A new version that took over from the one before at the same moment leaves no gap.
  let first: Term | undefined = atEnd
  while (first && first.agreedAt > startsAt) {
    const since = first.agreedAt.getTime()
    first = agreements.find(({ endedAt, version }) => version < (first?.version ?? 0) && endedAt?.getTime() === since)
  }
  return first && atEnd
}

type Amount = { kind: StatementLineKind; amountMinor: number }

/** What an invoice of the month is about: commissions and their corrections; undefined when there were none. */
export function netOf(lines: readonly Amount[]): number | undefined {
  const billed = lines.filter(({ kind }) => kind === 'commission' || kind === 'correction')
  return billed.length === 0 ? undefined : sumOf(billed)
}

export const sumOf = (lines: readonly { amountMinor: number }[]): number => lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
