import type { Partner } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { companyDomainOf, mailDomainOf } from '../prospects/company-domain.ts'
import { isDisposable } from './disposable-mail.ts'
import type { Finding } from './rules-signals.ts'
import { type Address, disposableMail, inactivePartner, type ProspectSide, sameCompany, samePerson } from './rules-signals-credit.ts'
import { listExemptRules, listMembersOf, readRuleSettings } from './store-signals.ts'

type CreditedPartner = Pick<Partner, 'id' | 'domain' | 'prospectId' | 'status'>
type KnownProspect = { id: string; domain: string | null; emails: readonly string[] }

/** What is odd about a credit, of all that partner and prospect say about themselves: the most telling first. */
export async function findOddities(db: Db, partner: CreditedPartner, prospect: KnownProspect, at: Date): Promise<Finding[]> {
  const [people, { disposable }, exempt] = await Promise.all([
    listMembersOf(db, partner.id),
    readRuleSettings(db),
    listExemptRules(db, partner.id, at),
  ])
  const members = await Promise.all(people.map(async ({ id, email }) => ({ id, ...(await addressOf(email)) })))
  const side = { ...partner, members }
  const known: ProspectSide = { ...prospect, addresses: await Promise.all(prospect.emails.map(addressOf)) }
  const person = samePerson(side, known)
  const findings = [
    // Somebody of the partner has its domain as a rule: one finding says it.
    person ?? sameCompany(side, known),
    disposableMail(known, (domain) => isDisposable(domain, disposable)),
    inactivePartner(partner),
  ].filter((finding) => finding !== undefined)
  return findings.filter(({ rule }) => !exempt.has(rule))
}

const addressOf = async (email: string): Promise<Address> => ({
  email,
  domain: (await companyDomainOf(email)) ?? null,
  mailDomain: (await mailDomainOf(email)) ?? null,
})
