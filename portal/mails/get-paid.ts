import type { Currency } from '../../schema/currency.ts'
import { formatDay, formatInstant } from '../components/format-date.ts'
import { formatMoney } from '../components/format-money.ts'
import type { Mail } from './layout.tsx'

export const stripeDetailsDue = (due: { requirements: readonly string[]; deadline: Date | null; getPaidUrl: string }): Mail => ({
  subject: 'Stripe needs something from you before we can pay you',
  blocks: [
    { kind: 'heading', text: 'Something is missing at Stripe' },
    {
      kind: 'paragraph',
      text: `What you earn stays yours and stays in your balance; it goes out once this is done${due.deadline ? `, best before ${formatDay(due.deadline)}` : ''}.`,
    },
    { kind: 'facts', facts: due.requirements.map((requirement, index) => ({ label: `${index + 1}`, value: requirement })) },
    { kind: 'button', label: 'Complete it at Stripe', href: due.getPaidUrl },
  ],
})

export const stripeReady = ({ partner, getPaidUrl }: { partner: string; getPaidUrl: string }): Mail => ({
  subject: `${partner} is ready to be paid`,
  blocks: [
    { kind: 'heading', text: 'You are ready to be paid' },
    { kind: 'paragraph', text: `Stripe has everything it needs from ${partner}. What is ready goes out with the next run.` },
    { kind: 'button', label: 'See your payout details', href: getPaidUrl },
  ],
})

export const bankPayoutFailed = (failed: { amountMinor: number; currency: Currency; why: string; getPaidUrl: string }): Mail => {
  const money = formatMoney(failed.amountMinor, failed.currency)
  return {
    subject: `Your bank refused ${money}`,
    blocks: [
      { kind: 'heading', text: `${money} could not reach your bank` },
      { kind: 'paragraph', text: 'Your bank sent it back. Nothing is lost: the money waits in your Stripe account.' },
      { kind: 'facts', facts: [{ label: 'Why', value: failed.why }] },
      {
        kind: 'paragraph',
        text: 'Correct your bank account at Stripe. Then Stripe sends the money again by itself. Until it has arrived, we send you no further payouts.',
      },
      { kind: 'button', label: 'Correct the bank account', href: failed.getPaidUrl },
    ],
  }
}

export const payoutDestinationChanged = (changed: { partner: string; holdUntil: Date; getPaidUrl: string }): Mail => ({
  subject: `The payout details of ${changed.partner} were changed`,
  blocks: [
    { kind: 'heading', text: 'New payout details' },
    {
      kind: 'paragraph',
      text: `The account that ${changed.partner} is paid to was changed. For your safety nothing is sent to the new one before ${formatInstant(changed.holdUntil)}.`,
    },
    { kind: 'paragraph', text: 'This goes to everybody who may change these details, and to who could until lately.' },
    { kind: 'paragraph', text: 'Was it you? Then there is nothing to do. If not, write to us now, so that we stop it in time.' },
    { kind: 'button', label: 'See the payout details', href: changed.getPaidUrl },
  ],
})
