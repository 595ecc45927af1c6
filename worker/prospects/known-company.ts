import type { Db } from '../database.ts'
import { companyDomainOf, isPublicMail } from './company-domain.ts'
import { nameMarksOf } from './rules-company-name.ts'
import { type Company, type CompanyMarks, findCompany } from './store-company.ts'

/** Who a company is to us, by what was written of it. `domain` is registrable. */
export async function knownCompanyOf(
  db: Db,
  { domain, email, company }: { domain: string; email?: string; company: string },
  now: Date,
): Promise<Company> {
  const emailDomain = email ? await companyDomainOf(email) : undefined
  const marks: CompanyMarks = { domain, email, emailDomain, name: nameMarksOf(company) }
  return findCompany(db, marks, now)
}

/** Why what was typed names no company, in a sentence. */
export const domainProblemOf = async (typed: string): Promise<string> =>
  (await isPublicMail(typed))
    ? 'That is a domain of a mail service, not of a company. Give the company’s own, such as company.example.'
    : 'That is no domain. It looks like company.example.'
