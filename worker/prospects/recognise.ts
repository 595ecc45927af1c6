import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'

/** What somebody may be recognised by. Addresses and domains are lower case; a domain is a company's, never of public mail. */
export type Marks = {
  stripeCustomer?: string | undefined
  /** What the company itself calls it. */
  externalReference?: string | undefined
  email?: string | undefined
  domain?: string | undefined
  clickId?: string | undefined
}

type Recognised = { kind: 'found'; prospectId: string } | { kind: 'ambiguous'; candidates: string[] } | { kind: 'nobody' }

type Hit = { how: 'customer' | 'reference' | 'email' | 'domain' | 'click'; id: string }

/**
 * Which prospect this is: by Stripe's customer or the company's own reference, else by email, else by company domain; two of one sort are told apart by the next,
 * or go to a person. A click id comes last and only where nothing speaks against it, since people share addresses with a click id in them.
 */
export const recogniseProspect = async (db: Db, marks: Marks): Promise<Recognised> => recognisedBy(await findHits(db, marks))

const askedAtOnce = 50

/** The same of several at once, in their order. */
export async function recogniseProspects(db: Db, marks: readonly Marks[]): Promise<Recognised[]> {
  const recognised: Recognised[] = []
  for (let start = 0; start < marks.length; start += askedAtOnce) {
    const [first, ...others] = marks.slice(start, start + askedAtOnce).map((each) => findHits(db, each))
    if (first) recognised.push(...(await db.batch([first, ...others])).map(recognisedBy))
  }
  return recognised
}

function recognisedBy(hits: readonly Hit[]): Recognised {
  const by = (how: Hit['how']) => [...new Set(hits.filter((hit) => hit.how === how).map(({ id }) => id))]
  const [emails, domains, clicks] = [by('email'), by('domain'), by('click')]

  const named = [...new Set([...by('customer'), ...by('reference')])]
  if (named.length > 0) return oneOf(named)
  if (emails.length > 0) return oneOf(emails, domains, clicks)
  if (domains.length > 0) return oneOf(domains, clicks)
  const [click] = clicks
  return click && clicks.length === 1 ? { kind: 'found', prospectId: click } : { kind: 'nobody' }
}

function oneOf(candidates: string[], ...others: string[][]): Recognised {
  for (const other of [candidates, ...others]) {
    const [only, ...more] = candidates.filter((id) => other.includes(id))
    if (only && more.length === 0) return { kind: 'found', prospectId: only }
  }
  return { kind: 'ambiguous', candidates }
}

const maxHits = 20

/**
 * Each part reads an index; the oldest prospects come first. An erased prospect is recognised by nothing but what systems call it: Stripe's
 * customer, the company's own reference.
 */
const findHits = (db: Db, { stripeCustomer = '', externalReference = '', email = '', domain = '', clickId = '' }: Marks) =>
  db
    .select({ how: sql<Hit['how']>`how`, id: sql<string>`id` })
    .from(sql`(
      select 'customer' as how, p.id, p.created_at from prospect_stripe_customers s join prospects p on p.id = s.prospect_id
      where s.stripe_customer = ${stripeCustomer}
      union all
      select 'reference', p.id, p.created_at from prospect_external_references r join prospects p on p.id = r.prospect_id
      where r.external_reference = ${externalReference} and ${externalReference} <> ''
      union all
      select 'email', p.id, p.created_at from contacts c join prospects p on p.id = c.prospect_id
      where c.email = ${email} and ${email} <> '' and p.erased_at is null
      union all
      select 'domain', p.id, p.created_at from prospects p
      where p.domain = ${domain} and ${domain} <> '' and p.erased_at is null
      union all
      select 'click', p.id, p.created_at from touches t join prospects p on p.id = t.prospect_id
      where t.source = ${`click/${clickId}`} and p.erased_at is null
        and (p.domain is null or ${domain} = '' or p.domain = ${domain})
        and not exists (select 1 from prospect_stripe_customers s where s.prospect_id = p.id and s.stripe_customer <> ${stripeCustomer})
    )`)
    .orderBy(sql`created_at`, sql`id`)
    .limit(maxHits)
