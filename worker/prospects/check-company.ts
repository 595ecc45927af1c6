import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { countTry } from '../identity/store.ts'
import { companyDomainOf } from './company-domain.ts'
import { domainProblemOf, knownCompanyOf } from './known-company.ts'
import { isLeftAlone } from './left-alone.ts'
import type { CompanyCheck } from './registration-shapes.ts'
import { type CompanyStanding, standingOf } from './rules-registration.ts'
import { factsOf } from './store-company.ts'

const checksPerDay = { what: 'company-check/partner', times: 20, windowMs: 86_400_000 }

export type Checked = { ok: true; domain: string; standing: CompanyStanding } | { ok: false; field: 'domain'; problem: string }

/**
 * “Is this company free?”: one of four answers that name nobody, twenty a day and partner. What is no company's domain is not counted.
 *
 * @throws Refusal too_many
 */
export async function checkCompany(deps: Deps, partnerId: string, { domain: typed, company }: CompanyCheck): Promise<Checked> {
  const { db, now } = deps
  const domain = await companyDomainOf(typed)
  if (!domain) return { ok: false, field: 'domain', problem: await domainProblemOf(typed) }
  // The count is raised and read in one statement: of many at once, twenty are answered.
  if ((await countTry(db, checksPerDay, partnerId, now())) > checksPerDay.times) {
    throw new Refusal('too_many', 'Your company has looked up 20 companies today. Please go on tomorrow, or register the company.')
  }
  // That somebody asked to be left alone is nobody's business: a person looks.
  if (await isLeftAlone(deps, { domain })) return { ok: true, domain, standing: { answer: 'person' } }
  const known = await knownCompanyOf(db, { domain, company }, now())
  return { ok: true, domain, standing: standingOf(factsOf(known), partnerId) }
}
