import * as v from 'valibot'
import { isDay } from '../day-shape.ts'
import { emailShape } from '../identity/shapes.ts'
import type { Marks } from '../prospects/recognise.ts'
import { stripeCustomerForm } from '../prospects/shapes.ts'
import { type Columns, type FileRow, shortened } from './rules-file.ts'
import type { KnownPartner } from './rules-partner-called.ts'
import { isNew, isSame, type Judgement, type Read, refused } from './rules-verdict.ts'

export type ProspectColumn = 'stripe_customer' | 'email' | 'domain' | 'partner' | 'first_seen'
export const columnsOfProspects: Columns<ProspectColumn> = {
  needed: ['partner', 'first_seen'],
  further: ['stripe_customer', 'email', 'domain'],
}

type ImportedMarks = Pick<Marks, 'stripeCustomer' | 'email' | 'domain'>
/** Somebody whom a partner brought before this portal; `firstSeen` is a day. */
export type WantedProspect = { marks: ImportedMarks; partner: KnownPartner; firstSeen: string }

/** A prospect that stands. `credit`: absent where nothing was decided, null where nobody has it. */
export type KnownProspect = {
  id: string
  company: string
  isErased: boolean
  /** It bought before anybody had the credit, if nobody has it. */
  isCustomer: boolean
  hasDeal: boolean
  credit?: { partnerId: string; partnerName: string } | null
  emails: readonly string[]
  stripeCustomers: readonly string[]
}

/** Who that is to us. `left alone`: they asked for it. */
export type Recognition = { kind: 'nobody' } | { kind: 'ambiguous' } | { kind: 'left alone' } | { kind: 'found'; prospect: KnownProspect }

/** The company's domain that a cell means, or why it means none. */
export type DomainOf = (cell: string) => { domain?: string | undefined; problem?: string | undefined }

/** @param today - nobody was seen first on a later day */
export function readProspect(
  { line, cells, problem }: FileRow<ProspectColumn>,
  partner: KnownPartner | string,
  domainOf: DomainOf,
  today: string,
): Read<WantedProspect> {
  const { stripe_customer: stripeCustomer, email, domain, first_seen: firstSeen } = cells
  const said = { line, title: email || domain || stripeCustomer || 'Somebody' }
  const mail = email === '' ? undefined : v.safeParse(emailShape, email)
  const company = domainOf(domain || email)
  const wrong =
    problem ??
    (said.title === 'Somebody' ? 'Say who it is: a Stripe customer, a mail address or a domain.' : undefined) ??
    (stripeCustomer !== '' && !stripeCustomerForm.test(stripeCustomer)
      ? 'A customer’s id at Stripe begins with cus_ or acct_.'
      : undefined) ??
    mail?.issues?.[0].message ??
    (domain === '' ? undefined : company.problem) ??
    problemOfDay(firstSeen, today) ??
    (typeof partner === 'string' ? partner : problemOfPartner(partner))
  if (wrong !== undefined || typeof partner === 'string') return { ...said, problem: wrong ?? '' }
  const marks = { stripeCustomer: stripeCustomer || undefined, email: mail?.success ? mail.output : undefined, domain: company.domain }
  return { ...said, wanted: { marks, partner, firstSeen } }
}

const problemOfDay = (day: string, today: string): string | undefined =>
  !isDay(day) ? 'Say when they were first seen, like 2024-05-31.' : day > today ? 'Nobody was first seen on a day to come.' : undefined

/** As with credit that a person moves: a paused partner may be given what is its own; one that never was active, or left, may not. */
const problemOfPartner = ({ name, status }: KnownPartner): string | undefined =>
  status === 'active' || status === 'suspended'
    ? undefined
    : status === 'invited' || status === 'applied'
      ? `${name} has not accepted the terms yet. Import this line again when it has.`
      : `${name} is no partner any more.`

/** Of two lines about one company, the later one names another partner: which is right is not guessed. */
export function withoutRivals(reads: readonly Read<WantedProspect>[]): Read<WantedProspect>[] {
  const first = new Map<string, { line: number; partnerId: string }>()
  return reads.map((read) => {
    const domain = 'wanted' in read ? read.wanted.marks.domain : undefined
    if ('problem' in read || domain === undefined) return read
    const earlier = first.get(domain)
    if (!earlier) first.set(domain, { line: read.line, partnerId: read.wanted.partner.id })
    return earlier === undefined || earlier.partnerId === read.wanted.partner.id
      ? read
      : { line: read.line, title: read.title, problem: `Line ${earlier.line} says that another partner brought this company.` }
  })
}

/** What is bound stays bound, and nothing of what is stored is changed: a list adds what is missing. */
export function judgeProspect({ marks, partner, firstSeen }: WantedProspect, known: Recognition): Judgement {
  if (known.kind === 'nobody') return isNew(`${partner.name} gets the credit, since ${firstSeen}.`)
  if (known.kind === 'ambiguous') return refused('Several of our prospects fit. Decide on the page of the right one.')
  if (known.kind === 'left alone' || known.prospect.isErased)
    return refused('They asked us to be left alone, so nobody can name them to us.')
  const { company, credit, isCustomer, hasDeal, emails, stripeCustomers } = known.prospect
  const name = shortened(company)
  if (credit === undefined) {
    return isCustomer || hasDeal
      ? refused(`${name} has bought or has a deal without a partner. A person gives the credit on its page, with a reason.`)
      : isNew(`We know ${name}. ${partner.name} gets the credit, since ${firstSeen}.`)
  }
  if (credit === null)
    return refused(`It is decided that nobody gets the credit for ${name}. A person moves it on its page, with a reason.`)
  if (credit.partnerId !== partner.id) {
    return refused(`${credit.partnerName} has the credit for ${name}. A person moves it on its page, with a reason.`)
  }
  const missing = [
    ...(marks.stripeCustomer && !stripeCustomers.includes(marks.stripeCustomer) ? ['Stripe customer'] : []),
    ...(marks.email && !emails.includes(marks.email) ? ['mail address'] : []),
  ]
  return missing.length === 0 ? isSame : isNew(`${partner.name} has the credit for ${name} already; its ${missing.join(' and ')} is added.`)
}
