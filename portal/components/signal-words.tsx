import type { SignalEvidence, SignalRule, SignalStatus } from '../../schema/signals.ts'
import { Badge, type Tone } from './badge.tsx'

/** What a rule is called, and what it looks for, for staff. */
export const ruleWords: Record<SignalRule, { name: string; looks: string }> = {
  same_person: { name: 'Same person', looks: 'A contact of the customer reaches the mailbox of somebody at the partner, in any spelling.' },
  same_company: {
    name: 'Same company',
    looks: 'Partner and customer are one record, or share a company domain. Public mail services never count.',
  },
  member_visit: {
    name: 'Member’s browser',
    looks: 'The click came from a browser in which somebody at the partner had used the portal shortly before.',
  },
  same_destination: {
    name: 'Same payout account',
    looks: 'Two partners, or partner and customer, are paid to the same Stripe or bank account.',
  },
  paid_traffic: {
    name: 'Paid advertisement',
    looks: 'The click’s address carried what advertisements add to it. An exemption says who may advertise.',
  },
  click_flood: {
    name: 'Flood of clicks',
    looks: 'Far more clicks than customers on a link, from one browser or one source, in a short time.',
  },
  late_click: {
    name: 'Last-minute click',
    looks: 'The credit went to a click of minutes before, where an older touch of another partner stood.',
  },
  disposable_mail: {
    name: 'Throw-away mailbox',
    looks: 'The customer writes from a mail service whose mailboxes are made to be thrown away.',
  },
  refund_farming: { name: 'Many returns', looks: 'A large share of the payments that the partner earned by went back to the customers.' },
  duplicate_partner: {
    name: 'Partner twice',
    looks: 'Two partners share a company domain, a mailbox or a tax id. The younger one is in question.',
  },
  inactive_partner: { name: 'Partner not active', looks: 'The partner was not active when the customer became known.' },
}

const wordFor: Record<SignalStatus, { word: string; tone: Tone }> = {
  open: { word: 'Open', tone: 'warn' },
  released: { word: 'Released', tone: 'good' },
  confirmed: { word: 'Confirmed', tone: 'bad' },
}
export const signalStatusWord = (status: SignalStatus): string => wordFor[status].word

export const SignalState = ({ status }: { status: SignalStatus }) => <Badge tone={wordFor[status].tone}>{wordFor[status].word}</Badge>

type NameOf = (id: string) => string
type Words = (evidence: SignalEvidence, nameOf: NameOf) => string

const text = (value: SignalEvidence[string] | undefined): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''))
const named = (value: SignalEvidence[string] | undefined, nameOf: NameOf): string => nameOf(text(value))

const markWords: Record<string, string> = {
  account: 'the Stripe account',
  bank: 'the bank account',
  domain: 'the company domain',
  mailbox: 'a mailbox',
  tax_id: 'the tax id',
}
const marksIn = ({ shares }: SignalEvidence): string =>
  (Array.isArray(shares) ? shares : []).map((kind: string) => markWords[kind] ?? kind).join(' and ')

const companyMatch: Record<string, Words> = {
  record: () => 'The partner is this company: both are the same record.',
  domain: () => 'Partner and customer have the same company domain.',
  member_domain: ({ member }, nameOf) => `${named(member, nameOf)} of the partner has an address at the customer’s company domain.`,
}

const sentenceFor: Record<SignalRule, Words> = {
  same_person: ({ member, match }, nameOf) =>
    `A contact of the customer ${match === 'same' ? 'has the address' : 'reaches the mailbox, in another spelling,'} of ${named(member, nameOf)}, who belongs to the partner.`,
  same_company: (evidence, nameOf) => companyMatch[text(evidence.match)]?.(evidence, nameOf) ?? '',
  member_visit: ({ member, minutesAfter }, nameOf) =>
    `${named(member, nameOf)} used the portal from the same browser ${text(minutesAfter)} minutes before the click that has the credit.`,
  same_destination: (evidence, nameOf) => `This partner and ${named(evidence.partner, nameOf)} share ${marksIn(evidence)}.`,
  paid_traffic: ({ parameter }) => `The address of the click that has the credit carried “${text(parameter)}”, which advertisements add.`,
  click_flood: ({ of, link, clicks, prospects, usualPerDay, sharePercent }, nameOf) =>
    of === 'browser'
      ? `One browser asked for the link ${named(link, nameOf)} ${text(clicks)} times within the hour before the click.`
      : `The link ${named(link, nameOf)} had ${text(clicks)} clicks in two days, usually ${text(usualPerDay)} a day, and brought ${text(prospects)} prospects. ${text(sharePercent)} % of the last hour’s look alike.`,
  late_click: ({ secondsBefore, earlierKind, earlierPartner }, nameOf) =>
    `The click that has the credit came ${inMinutes(Number(secondsBefore))} before the customer became known. A touch (${text(earlierKind)}) of ${named(earlierPartner, nameOf)} stood already.`,
  disposable_mail: ({ disposable, addresses }) =>
    `${text(disposable)} of ${text(addresses)} known addresses of the customer belong to a service for throw-away mailboxes.`,
  refund_farming: ({ payments, returned, days }) =>
    `Of ${text(payments)} payments in ${text(days)} days, ${text(returned)} went back to the customers at least by half.`,
  duplicate_partner: (evidence, nameOf) => `This partner and ${named(evidence.partner, nameOf)} share ${marksIn(evidence)}.`,
  inactive_partner: ({ status }) => `The partner was ${text(status)} when the customer became known.`,
}

const inMinutes = (seconds: number): string => (seconds < 60 ? `${seconds} seconds` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`)

/** What was found, in a sentence. `nameOf` knows people, partners and links by their ids. */
export const evidenceInWords = (rule: SignalRule, evidence: SignalEvidence, nameOf: NameOf): string =>
  Object.keys(evidence).length === 0 ? 'What was found was erased together with the prospect.' : sentenceFor[rule](evidence, nameOf)
