import type { Currency } from '../../schema/currency.ts'
import { formatDay, formatFullMonth } from '../components/format-date.ts'
import { formatMoney } from '../components/format-money.ts'
import type { Mail } from './layout.tsx'

type Amount = { amountMinor: number; currency: Currency }

export const commissionAccrued = (earned: Amount & { prospect: string; maturesAt: Date; receiptUrl: string }): Mail => {
  const money = formatMoney(earned.amountMinor, earned.currency)
  return {
    subject: `You earned ${money} with ${earned.prospect}`,
    blocks: [
      { kind: 'heading', text: `You earned ${money}` },
      { kind: 'paragraph', text: `${earned.prospect} paid, and your share is in your balance.` },
      {
        kind: 'facts',
        facts: [
          { label: 'Your share', value: money },
          { label: 'In the waiting period until', value: formatDay(earned.maturesAt) },
        ],
      },
      { kind: 'paragraph', text: 'After that day it is ready for the next payout.' },
      { kind: 'button', label: 'See how it was worked out', href: earned.receiptUrl },
    ],
  }
}

export const commissionCorrected = (corrected: Amount & { prospect: string; reason: string; receiptUrl: string }): Mail => {
  const money = formatMoney(corrected.amountMinor, corrected.currency)
  return {
    subject: `Correction of ${money} for ${corrected.prospect}`,
    blocks: [
      { kind: 'heading', text: 'A correction' },
      { kind: 'paragraph', text: `Your share for ${corrected.prospect} changed by ${money}.` },
      { kind: 'facts', facts: [{ label: 'Why', value: corrected.reason }] },
      { kind: 'paragraph', text: 'What was paid to you before stays as it is; a correction is counted in your next payout.' },
      { kind: 'button', label: 'See the receipt', href: corrected.receiptUrl },
    ],
  }
}

type PayoutMail = Amount & { payoutId: string; payoutUrl: string }

export const payoutSent = ({ payoutId, payoutUrl, sentAt, ...amount }: PayoutMail & { sentAt: Date }): Mail => {
  const money = formatMoney(amount.amountMinor, amount.currency)
  return {
    subject: `We sent you ${money} (payout ${payoutId})`,
    blocks: [
      { kind: 'heading', text: `${money} is on its way` },
      {
        kind: 'paragraph',
        text: `Sent to your Stripe account on ${formatDay(sentAt)}. Stripe sends it on to your bank as you set it up there, mostly within a few days.`,
      },
      {
        kind: 'facts',
        facts: [
          { label: 'Amount', value: money },
          { label: 'Way', value: 'Stripe transfer, then your bank' },
          { label: 'Payout', value: payoutId },
        ],
      },
      { kind: 'button', label: 'See what it pays for', href: payoutUrl },
    ],
  }
}

export const payoutReleased = ({ payoutId, payoutUrl, reason, ...amount }: PayoutMail & { reason: string }): Mail => {
  const money = formatMoney(amount.amountMinor, amount.currency)
  return {
    subject: `${money} was not sent and is back in your balance (payout ${payoutId})`,
    blocks: [
      { kind: 'heading', text: 'This payout was not sent' },
      { kind: 'paragraph', text: `${money} stayed with us and is back in your balance.` },
      { kind: 'facts', facts: [{ label: 'Why', value: reason }] },
      { kind: 'paragraph', text: 'It is yours and goes out with a later run, once the reason is gone.' },
      { kind: 'button', label: 'See the payout', href: payoutUrl },
    ],
  }
}

type StatementMail = { number: string; month: Date; closingMinor: number; currency: Currency; statementUrl: string }

export const statementIssued = ({ number, month, closingMinor, currency, statementUrl }: StatementMail): Mail => ({
  subject: `Your statement for ${formatFullMonth(month)} in ${currency.toUpperCase()}`,
  blocks: [
    { kind: 'heading', text: `Statement for ${formatFullMonth(month)}` },
    { kind: 'paragraph', text: 'Everything you earned, what was corrected and what was paid to you in that month, line by line.' },
    {
      kind: 'facts',
      facts: [
        { label: 'Number', value: number },
        { label: 'Balance at the end of the month', value: formatMoney(closingMinor, currency) },
      ],
    },
    { kind: 'button', label: 'See the statement', href: statementUrl },
  ],
})
