import type { Currency } from '../../schema/currency.ts'
import type { SelfBilledInvoice, StatementLineKind, TaxReason } from '../../schema/statements.ts'

/** A statement as page, print, PDF and CSV show it. */
export type StatementView = {
  id: string
  partner: string
  company: string
  /** Null while it is a draft, which may still grow. */
  number: string | null
  currency: Currency
  /** `2026-10`. */
  month: string
  /** From 1: what was posted into the month after its statement was issued. */
  n: number
  openingMinor: number
  closingMinor: number
  issuedAt: Date | null
  lines: StatementLineView[]
  invoice: (SelfBilledInvoice & { number: string; agreementVersion: number }) | null
}

export type StatementLineView = {
  kind: StatementLineKind
  /** A commission's id, or a payout's. */
  ref: string
  amountMinor: number
  at: Date
  company: string | null
  receiptOf: string | null
  corrects: string | null
  reason: string | null
  transfer: string | null
}

export const lineKindWord: Record<StatementLineKind, string> = {
  commission: 'Commission',
  correction: 'Correction',
  payout: 'Payout',
  reversal: 'Payout taken back',
  adjustment: 'Adjustment',
  write_off: 'Written off',
}

/** What a line is for, in one sentence without links; the id that it names stands beside it. */
export function lineWords({ kind, company, reason, transfer }: StatementLineView): string {
  switch (kind) {
    case 'commission':
      return company ? `Referral commission, ${company}` : 'Referral commission'
    case 'correction':
      return [company ? `Correction, ${company}` : 'Correction', reason].filter(Boolean).join(': ')
    case 'payout':
      return transfer ? `Sent by Stripe, transfer ${transfer}` : 'Sent by Stripe'
    case 'reversal':
      return transfer ? `Taken back from your Stripe account, transfer ${transfer}` : 'Taken back from your Stripe account'
    case 'adjustment':
      return reason ?? 'Decided by two people'
    case 'write_off':
      return reason ?? 'Your debt was given up'
    default:
      throw new Error(`No words for a line ${kind satisfies never}`)
  }
}

const month = (text: string): Date => new Date(`${text}-01T00:00:00Z`)
export const monthOfStatement = ({ month: text }: Pick<StatementView, 'month'>): Date => month(text)

export const taxReasonWords: Record<TaxReason, string> = {
  reverse_charge: 'Reverse charge: the recipient owes the tax',
  small_business: 'No tax: the supplier is a small business exempt from it',
  outside_scope: 'No tax: outside the scope of the recipient’s tax, the supplier is established elsewhere',
}
