import { sql } from 'drizzle-orm'
import type { RegistrationStatus } from '../../schema/registrations.ts'
import type { Db } from '../database.ts'
import { areAlike, type NameMarks } from './rules-company-name.ts'
import type { CompanyFacts } from './rules-registration.ts'

/** By what a company is found: its registrable domain, a person's address and that address's own company domain, and its name. */
export type CompanyMarks = { domain: string; email?: string | undefined; emailDomain?: string | undefined; name: NameMarks }

export type KnownProspect = { id: string; company: string; domain: string | null; isCustomer: boolean; partnerId: string | null }
type KnownRegistration = { id: string; partnerId: string; status: RegistrationStatus; protectedUntil: Date | null }

/** `prospects` and `registrations` are the company for certain; those of `alike` may be, and a person says. */
export type Company = {
  prospects: KnownProspect[]
  registrations: KnownRegistration[]
  alike: KnownProspect[]
  alikeRegistrations: string[]
}

const hitsAtMost = 20
const namesAtMost = 50

type ProspectHit = {
  id: string
  company: string
  domain: string | null
  customerSince: number | null
  partnerId: string | null
  how: string
  nameKey: string | null
}
type RegistrationHit = { id: string; partnerId: string; status: RegistrationStatus; until: number | null; how: string; nameKey: string }

/** Everybody that this company is or may be. Each part reads an index. */
export async function findCompany(db: Db, marks: CompanyMarks, now: Date): Promise<Company> {
  const [prospects, registrations] = await Promise.all([prospectHits(db, marks), registrationHits(db, marks, now)])
  const isNamedAlike = (nameKey: string | null) => nameKey !== null && areAlike(marks.name.nameKey, nameKey)
  const certain = new Map(prospects.filter(({ how }) => how === 'certain').map((hit) => [hit.id, known(hit)]))
  const perhaps = prospects.filter((hit) => !certain.has(hit.id) && (hit.how === 'mail' || isNamedAlike(hit.nameKey)))
  const same = new Map(registrations.filter(({ how }) => how === 'certain').map((hit) => [hit.id, hit]))
  const alikeRegistrations = registrations.filter((hit) => !same.has(hit.id) && (hit.how === 'mail' || isNamedAlike(hit.nameKey)))
  return {
    prospects: [...certain.values()],
    registrations: [...same.values()].map(({ id, partnerId, status, until }) => ({
      id,
      partnerId,
      status,
      protectedUntil: until === null ? null : new Date(until),
    })),
    alike: [...new Map(perhaps.map((hit) => [hit.id, known(hit)])).values()],
    alikeRegistrations: [...new Set(alikeRegistrations.map(({ id }) => id))],
  }
}

/** What the answer is made of, for a registration without itself. */
export const factsOf = (company: Company, except = ''): CompanyFacts => ({
  prospects: company.prospects,
  registrations: company.registrations.filter(({ id }) => id !== except),
  alike: company.alike.length + company.alikeRegistrations.filter((id) => id !== except).length,
})

const known = ({ id, company, domain, customerSince, partnerId }: ProspectHit): KnownProspect => ({
  id,
  company,
  domain,
  isCustomer: customerSince !== null,
  partnerId,
})

/** Prospects of this domain or with a person of this address. */
const certainIds = ({ domain, email = '' }: CompanyMarks) =>
  sql`select id from prospects where domain = ${domain} union select prospect_id from contacts where email = ${email} and ${email} <> ''`

const prospectHits = (db: Db, marks: CompanyMarks) =>
  db.all<ProspectHit>(sql`
    with hits as (
      select id, 'certain' how, null name_key from (${certainIds(marks)} limit cast(${hitsAtMost} as integer))
      union all
      select * from (select id, 'mail', null from prospects where domain = ${marks.emailDomain ?? ''} and domain <> ${marks.domain}
        limit cast(${hitsAtMost} as integer))
      union all
      -- The very same name first: many begin alike, and of those some are compared.
      select * from (select prospect_id, 'name', name_key from company_names where name_key = ${marks.name.nameKey} and name_key <> ''
        limit cast(${hitsAtMost} as integer))
      union all
      select * from (select prospect_id, 'name', name_key from company_names where name_lead = ${marks.name.nameLead} and name_lead <> ''
        limit cast(${namesAtMost} as integer)))
    select p.id, p.company, p.domain, p.customer_since "customerSince", a.partner_id "partnerId", h.how, h.name_key "nameKey"
    from hits h join prospects p on p.id = h.id and p.erased_at is null
    left join attributions a on a.prospect_id = p.id
      and a.n = (select max(newest.n) from attributions newest where newest.prospect_id = p.id)
    order by p.created_at, p.id`)

/** Those that wait or protect. A protection whose extension waits for a person holds until that is answered; once that is late, no day is known. */
const registrationHits = (db: Db, marks: CompanyMarks, now: Date) =>
  db.all<RegistrationHit>(sql`
    with hits as (
      select id, 'certain' how from registrations where domain = ${marks.domain} and status in ('submitted', 'appealed', 'accepted')
      union all
      select id, 'certain' from registrations where prospect_id in (${certainIds(marks)})
      union all
      select registration_id, 'mail' from registration_people where email = ${marks.email ?? ''} and ${marks.email ?? ''} <> ''
      union all
      select * from (select id, 'name' from registrations where name_lead = ${marks.name.nameLead} and name_lead <> ''
        and status in ('submitted', 'appealed', 'accepted') limit cast(${namesAtMost} as integer)))
    select r.id, r.partner_id "partnerId", r.status, h.how, r.name_key "nameKey",
      nullif(max(r.protected_until, coalesce(e.due_at, 0), cast(${now.getTime()} as integer)), cast(${now.getTime()} as integer)) "until"
    from hits h join registrations r on r.id = h.id and r.status in ('submitted', 'appealed', 'accepted') and r.erased_at is null
    left join registration_extensions e on e.registration_id = r.id and e.status = 'open'
    where r.status <> 'accepted' or r.protected_until > cast(${now.getTime()} as integer) or e.registration_id is not null
    order by r.submitted_at, r.id limit 200`)
