import type { Currency } from '../../schema/currency.ts'
import type { PayoutDestination } from '../../schema/payout-destinations.ts'
import type { StaffRole } from '../../schema/people.ts'
import { dueOf, readinessInWords, requirementsInWords } from './rules.ts'

/** Amounts that are there at all, out of rows by currency. */
export const amountsOf = <Row extends { currency: Currency }>(rows: readonly Row[], amount: (row: Row) => number) =>
  rows.map((row) => ({ currency: row.currency, amountMinor: amount(row) })).filter(({ amountMinor }) => amountMinor !== 0)

/** When the next run is prepared: the first of the next month, 06:00 UTC, as the cron has it. */
export function nextRunAt(now: Date): Date {
  const thisMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1, 6)
  return new Date(thisMonth > now.getTime() ? thisMonth : Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 6))
}

export type NextStep = {
  tone: 'plain' | 'good' | 'wait' | 'warn'
  text: string /** Ends the text. */
  day?: Date
  href?: string
  label?: string
}

/** The one thing a partner does next, or waits for: what keeps money from arriving comes first. */
export function nextStepOf(
  {
    destination,
    isOwner,
    hasLink,
    isOwed,
    isReturned,
  }: { destination: PayoutDestination | undefined; isOwner: boolean; hasLink: boolean; isOwed: boolean; isReturned: boolean },
  now: Date,
): NextStep | undefined {
  const blocker = isReturned ? refused : destination ? standingOf(destination, now) : (isOwed || hasLink) && missing
  if (blocker)
    return isOwner || blocker.day ? blocker : { tone: blocker.tone, text: `${blocker.text} An owner of your company can do that.` }
  if (!hasLink) return { tone: 'plain', text: 'Make your first link and share it.', href: '/links', label: 'Make a link' }
  return destination ? undefined : missing
}

const missing: NextStep = {
  tone: 'warn',
  text: 'Set up your payouts at Stripe, so that what you earn can reach you.',
  href: '/get-paid',
  label: 'Get paid',
}

const refused: NextStep = {
  tone: 'warn',
  text: 'Your bank refused what Stripe sent. Correct your bank account at Stripe; then Stripe sends the money again.',
  href: '/get-paid',
  label: 'Get paid',
}

function standingOf(destination: PayoutDestination, now: Date): NextStep | undefined {
  const { readiness, requirements, holdUntil } = destination
  const words = readinessInWords(destination)
  const due = requirementsInWords(dueOf(requirements))
  if (readiness === 'pending') return { tone: 'wait', text: words.sentence, href: '/get-paid', label: 'See' }
  if (readiness !== 'active' || due.length > 0) {
    const text = due.length > 0 ? `Finish your Stripe details: ${due.join(', ')}.` : words.sentence
    return { tone: 'warn', text, href: '/get-paid', label: 'Get paid' }
  }
  if (holdUntil > now) {
    return { tone: 'wait', text: 'Your payout details are new: payouts begin again on', day: holdUntil }
  }
  return undefined
}

export type DeskCounts = Record<
  | 'runs_submitted'
  | 'runs_draft'
  | 'runs_sending'
  | 'payouts_unclear'
  | 'partners_payable'
  | 'partners_blocked'
  | 'stops'
  | 'commissions_held'
  | 'partners_invited'
  | 'prospects_new'
  | 'registrations_late'
  | 'registrations_due'
  | 'extensions_due'
  | 'claims_late'
  | 'claims_due'
  | 'signals_open'
  | 'requests_waiting'
  | 'uses_to_take_down'
  | 'invitations_drafted'
  | 'inbox_failing'
  | 'mails_failing',
  number
>

type Line = { of: keyof DeskCounts; roles: readonly StaffRole[]; one: string; more: string; href: string }

const lines: readonly Line[] = [
  {
    of: 'stops',
    roles: ['finance', 'approver', 'auditor'],
    one: 'One stop is set: nothing of its scope is sent',
    more: 'stops are set: nothing of their scope is sent',
    href: '/stops',
  },
  {
    of: 'payouts_unclear',
    roles: ['finance', 'approver', 'auditor'],
    one: 'One payout is unclear and being looked up',
    more: 'payouts are unclear and being looked up',
    href: '/runs',
  },
  {
    of: 'runs_submitted',
    roles: ['approver', 'finance', 'auditor'],
    one: 'One run waits for approval',
    more: 'runs wait for approval',
    href: '/runs?status=submitted',
  },
  {
    of: 'runs_sending',
    roles: ['finance', 'approver', 'auditor'],
    one: 'One run is being sent',
    more: 'runs are being sent',
    href: '/runs?status=sending',
  },
  {
    of: 'runs_draft',
    roles: ['finance'],
    one: 'One draft run can be submitted',
    more: 'draft runs can be submitted',
    href: '/runs?status=draft',
  },
  {
    of: 'partners_payable',
    roles: ['finance'],
    one: 'One partner has money that is payable',
    more: 'partners have money that is payable',
    href: '/runs/new',
  },
  {
    of: 'partners_blocked',
    roles: ['finance', 'auditor'],
    one: 'One partner was left out of the newest run',
    more: 'partners were left out of the newest run',
    href: '/runs',
  },
  {
    of: 'commissions_held',
    roles: ['finance', 'auditor'],
    one: 'One commission is on hold',
    more: 'commissions are on hold',
    href: '/commissions?status=on_hold',
  },
  {
    of: 'registrations_late',
    roles: ['sales', 'auditor'],
    one: 'One registration is late: its two business days are over',
    more: 'registrations are late: their two business days are over',
    href: '/registrations',
  },
  {
    of: 'claims_late',
    roles: ['sales', 'finance', 'auditor'],
    one: 'One claim is late: its two business days are over',
    more: 'claims are late: their two business days are over',
    href: '/claims',
  },
  { of: 'registrations_due', roles: ['sales'], one: 'One registration to decide', more: 'registrations to decide', href: '/registrations' },
  {
    of: 'extensions_due',
    roles: ['sales'],
    one: 'One partner asks for longer protection',
    more: 'partners ask for longer protection',
    href: '/registrations',
  },
  { of: 'claims_due', roles: ['sales', 'finance'], one: 'One claim to answer', more: 'claims to answer', href: '/claims' },
  { of: 'signals_open', roles: ['sales', 'finance'], one: 'One signal to look at', more: 'signals to look at', href: '/signals' },
  {
    of: 'uses_to_take_down',
    roles: ['sales'],
    one: 'One name, logo or quote is still up without permission',
    more: 'names, logos or quotes are still up without permission',
    href: '/grants',
  },
  {
    of: 'requests_waiting',
    roles: ['sales'],
    one: 'One reference request to put to a customer',
    more: 'reference requests to put to a customer',
    href: '/references?status=asked',
  },
  {
    of: 'invitations_drafted',
    roles: ['sales'],
    one: 'One invitation is drafted and not sent',
    more: 'invitations are drafted and not sent',
    href: '/invitations',
  },
  {
    of: 'partners_invited',
    roles: ['sales', 'admin'],
    one: 'One partner has not accepted yet',
    more: 'partners have not accepted yet',
    href: '/partners?status=invited',
  },
  {
    of: 'prospects_new',
    roles: ['sales'],
    one: 'One prospect came in the last seven days',
    more: 'prospects came in the last seven days',
    href: '/prospects',
  },
  {
    of: 'inbox_failing',
    roles: ['finance', 'admin', 'auditor'],
    one: 'One event of Stripe could not be applied yet',
    more: 'events of Stripe could not be applied yet',
    href: '/inbox?status=failing',
  },
  { of: 'mails_failing', roles: ['admin'], one: 'One mail could not be sent yet', more: 'mails could not be sent yet', href: '/audit' },
]

/** What waits for somebody with these roles, the most urgent first. */
export const waitingFor = (counts: DeskCounts, roles: readonly StaffRole[], atMost: number): { text: string; href: string }[] =>
  lines
    .filter((line) => counts[line.of] > 0 && line.roles.some((role) => roles.includes(role)))
    .map(({ of, one, more, href }) => {
      const n = counts[of]
      return { text: n === 1 ? one : `${n >= atMost ? `${atMost} or more` : n} ${more}`, href }
    })
