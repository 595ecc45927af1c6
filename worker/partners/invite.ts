import { members, partners } from '../../schema/people.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { companyDomainOf, isPublicMail } from '../prospects/company-domain.ts'
import { customerOfPartner } from '../prospects/make-customer.ts'
import type { Invitation } from './shapes.ts'
import {
  findGroupName,
  findPartnerOfDomain,
  findPartnerOfProspect,
  findPersonWithEmail,
  findProspectName,
  isNobodyOfStaff,
} from './store-people.ts'

export type Declined = { kind: 'declined'; field: string; message: string }
const declined = (field: string, message: string): Declined => ({ kind: 'declined', field, message })

/** Makes a partner with its first owner, who is written to and accepts the terms of the programme. The same form sent again is the same partner. */
export async function invitePartner(
  deps: Deps,
  by: { id: string; name: string },
  form: Invitation,
): Promise<{ kind: 'invited'; partnerId: string } | Declined> {
  const { db } = deps
  const earlier = await findAct(db, form.act)
  if (earlier) return { kind: 'invited', partnerId: earlier }
  const domain = form.domain ? await companyDomainOf(form.domain) : undefined
  const problem = await problemOf(deps, form, domain)
  if (problem) return problem

  const partnerId = deps.newId('par')
  try {
    await store(deps, by, { ...form, domain: domain ?? null, partnerId })
    return { kind: 'invited', partnerId }
  } catch (error) {
    if (!wasRefused(error)) throw error
    const done = await findAct(db, form.act)
    return done ? { kind: 'invited', partnerId: done } : declined('ownerEmail', emailTaken)
  }
}

export const emailTaken = 'Somebody already signs in with this address. Give another one.'

async function problemOf({ db, settings }: Deps, form: Invitation, domain: string | undefined): Promise<Declined | undefined> {
  if (!settings.stripe.partnerCountries.includes(form.country)) {
    return declined('country', 'Stripe cannot carry money from us to this country. Choose one of the list.')
  }
  if (form.domain && !domain) {
    return declined(
      'domain',
      (await isPublicMail(form.domain))
        ? 'Anybody can have a mailbox there, so it says nothing about a company. Give the company’s own domain, or none.'
        : 'That is no domain of a company; it looks like company.example. Leave it empty for none.',
    )
  }
  const [group, sameDomain, prospect, linked, person] = await Promise.all([
    findGroupName(db, form.groupId),
    domain ? findPartnerOfDomain(db, domain) : undefined,
    form.prospectId ? findProspectName(db, form.prospectId) : undefined,
    form.prospectId ? findPartnerOfProspect(db, form.prospectId) : undefined,
    findPersonWithEmail(db, form.ownerEmail),
  ])
  if (!group) return declined('groupId', 'Choose a group.')
  if (sameDomain) return declined('domain', `${sameDomain} already is the partner of this domain.`)
  if (form.prospectId && !prospect) return declined('prospectId', 'There is no such customer. Its id stands on its page.')
  if (linked) return declined('prospectId', `${linked} already is this customer’s partner.`)
  return person ? declined('ownerEmail', emailTaken) : undefined
}

async function store(deps: Deps, by: { id: string; name: string }, form: Omit<Invitation, 'domain'> & NewPartnerId): Promise<void> {
  const { db, now, hints, settings } = deps
  const at = now()
  const { partnerId, ownerEmail } = form
  const { memberId, detail, statements } = await newPartner(deps, { ...form, prospectId: form.prospectId || null }, by, at)
  const notice = `partner_invited:${memberId}`
  await inOneBatch(db, [
    actOnce(db, form.act, partnerId, at),
    ...statements,
    trail(db, { at, actor: by.id, act: 'partner.invited', subject: partnerId, partnerId, detail }),
    owe(
      db,
      notice,
      ownerEmail,
      { template: 'partner_invited', data: { partner: form.name, invitedBy: by.name, company: settings.companyName } },
      at,
    ),
  ])
  await hints.send([{ kind: 'outbox', id: notice }])
}

type NewPartnerId = { partnerId: string; domain: string | null }
type NewPartner = NewPartnerId &
  Pick<Invitation, 'name' | 'country' | 'groupId' | 'ownerName' | 'ownerEmail'> & { prospectId: string | null }

/** Statements that make a partner with its first owner, both invited; they fail when somebody signs in with that address. */
export async function newPartner(deps: Deps, partner: NewPartner, by: { id: string }, at: Date) {
  const { db, newId } = deps
  const { partnerId, name, country, groupId, domain, ownerName, ownerEmail } = partner
  const memberId = newId('mem')
  const { prospectId, statements } = await customerOfPartner(deps, {
    prospectId: partner.prospectId,
    company: name,
    domain: domain ?? undefined,
    actor: by.id,
    at,
  })
  return {
    memberId,
    detail: { country, groupId, prospectId, owner: memberId },
    statements: [
      ...statements,
      db
        .insert(partners)
        .values({ id: partnerId, name, country, groupId, domain, prospectId, status: 'invited', invitedBy: by.id, createdAt: at }),
      ...holdsNow(db, isNobodyOfStaff(ownerEmail)),
      db
        .insert(members)
        .values({ id: memberId, partnerId, name: ownerName, email: ownerEmail, role: 'owner', status: 'invited', createdAt: at }),
    ] satisfies Statement[],
  }
}
