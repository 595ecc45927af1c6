import * as v from 'valibot'
import { nameShape } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'
import { countryShape } from '../partners/shapes.ts'
import { type Columns, type FileRow, shortened } from './rules-file.ts'
import { isNew, isSame, type Judgement, type Read, refused } from './rules-verdict.ts'

export type PartnerColumn = 'name' | 'country' | 'email' | 'group'
export const columnsOfPartners: Columns<PartnerColumn> = { needed: ['name', 'country', 'email', 'group'], further: [] }

type Group = { id: string; name: string }
/** `domain` is the company's, by the address of its first owner. */
export type WantedPartner = { name: string; country: string; email: string; group: Group; domain: string | undefined }

/** What stands of the people and companies that the file names. */
export type KnownPartners = {
  /** Who signs in with which address; staff are of no partner. */
  people: readonly { email: string; partnerId: string | null }[]
  partners: readonly { id: string; name: string; country: string; groupId: string; domain: string | null }[]
}

const shape = v.object({ name: nameShape('Give the partner’s name.'), country: countryShape, email: emailShape })

/** @param domainOf - the company's domain of an address, where it is one */
export function readPartner(
  { line, cells, problem }: FileRow<PartnerColumn>,
  groups: readonly Group[],
  countries: readonly string[],
  domainOf: (email: string) => string | undefined,
): Read<WantedPartner> {
  const said = { line, title: cells.name || cells.email || 'Without a name' }
  if (problem) return { ...said, problem }
  const read = v.safeParse(shape, cells)
  if (!read.success) return { ...said, problem: read.issues[0].message }
  const { name, country, email } = read.output
  if (!countries.includes(country)) return { ...said, problem: 'Stripe cannot carry money from us to this country.' }
  const [group, another] = groups.filter((each) => each.id === cells.group || each.name.toLowerCase() === cells.group.toLowerCase())
  if (!group)
    return {
      ...said,
      problem: cells.group ? `There is no group called “${shortened(cells.group)}”.` : 'Say which group: its name, or its id.',
    }
  if (another)
    return {
      ...said,
      problem: `Several groups are called “${shortened(cells.group)}”. Give the id, which stands in the address of the group’s page.`,
    }
  return { ...said, wanted: { name, country, email, group, domain: domainOf(email) } }
}

/** The same partner again has the same address, name, country and group. Nothing of one that stands is changed. */
export function judgePartner({ name, country, email, group, domain }: WantedPartner, { people, partners }: KnownPartners): Judgement {
  const isCalledSo = (other: { name: string }) => other.name.toLowerCase() === name.toLowerCase()
  const person = people.find((each) => each.email === email)
  if (person) {
    const partner = partners.find(({ id }) => id === person.partnerId)
    if (!partner) return refused('Somebody of our own people signs in with this address.')
    if (!isCalledSo(partner)) return refused(`Somebody of ${partner.name} signs in with this address.`)
    return partner.country === country && partner.groupId === group.id
      ? isSame
      : refused('This partner is there with another country or group, and a list changes nothing that is there.')
  }
  if (partners.some(isCalledSo))
    return refused('There is a partner of this name with another address. If it is another company, invite it by hand.')
  const sameDomain = domain === undefined ? undefined : partners.find((each) => each.domain === domain)
  if (sameDomain) return refused(`${sameDomain.name} already is the partner of this domain.`)
  return isNew(domain ? `${email}, of the company at ${domain}. Nobody is written to yet.` : `${email}. Nobody is written to yet.`)
}
