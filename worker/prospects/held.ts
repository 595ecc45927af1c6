import { and, eq, ne, sql } from 'drizzle-orm'
import { buyingRoles } from '../../schema/customers.ts'
import { partners } from '../../schema/people.ts'
import type { ProspectLink } from '../../schema/privacy.ts'
import { type Contact, contacts, type Prospect } from '../../schema/prospects.ts'
import { registrations } from '../../schema/registrations.ts'
import { clicks } from '../../schema/tracking.ts'
import { findAttribution } from '../attribution/store.ts'
import type { Db } from '../database.ts'
import { type DeclineRow, listDeclines } from './declines.ts'
import { earnsInLines } from './earns.ts'
import { seesCompany } from './rules-private-link.ts'
import { getProspect, type IntroductionRow, listIntroductions, listTouchesWithPartners, type TouchRow } from './store.ts'
import { type Beside, listBeside } from './store-held-beside.ts'
import { roleForPerson } from './words-roles.ts'

type HeldClick = { id: string; country: string | null; device: string | null; referrerHost: string | null }

/** All that is held about a person and its company, as the person itself may see it. */
export type Held = {
  prospect: Prospect
  me: Contact
  /** Others of the same company, by name alone. */
  colleagues: string[]
  /** Its own part in purchases, in its own words. */
  roles: string[]
  introductions: IntroductionRow[]
  touches: (TouchRow & { click: HeldClick | undefined })[]
  /** With what the partner wrote of it. */
  registrations: { partnerName: string; submittedAt: Date; need: string; scope: string; nextStep: string }[]
  declines: DeclineRow[]
  beside: Beside[]
  /** Who gets the credit, and what it earns by the terms in force. */
  credited: { id: string; name: string; earns: string[] } | undefined
}

/** Undefined when it was erased, the person is gone, or its mailbox may not see the company. */
export async function readHeld(db: Db, { prospectId, contactId }: ProspectLink, at: Date): Promise<Held | undefined> {
  const prospect = await getProspect(db, prospectId)
  if (prospect.erasedAt) return undefined
  const [people, roles, registered, introductions, touches, said, attribution] = await Promise.all([
    db.select().from(contacts).where(eq(contacts.prospectId, prospectId)).orderBy(contacts.createdAt, contacts.id).limit(100),
    db.select({ role: buyingRoles.role, veto: buyingRoles.veto }).from(buyingRoles).where(eq(buyingRoles.contactId, contactId)).limit(20),
    listRegistrations(db, prospectId),
    listIntroductions(db, prospectId),
    listTouchesWithPartners(db, prospectId),
    listDeclines(db, prospectId),
    findAttribution(db, prospectId),
  ])
  const me = people.find(({ id }) => id === contactId)
  if (!me || !seesCompany(me, prospect.domain)) return undefined
  const found = await findClicks(db, prospectId)
  return {
    prospect,
    me,
    colleagues: people.filter(({ id }) => id !== contactId).map(({ name }) => name),
    roles: roles.length > 0 ? [roleForPerson(roles)] : [],
    introductions: introductions.filter(({ contactEmail }) => contactEmail === me.email),
    touches: touches.map((touch) => ({ ...touch, click: found.find(({ id }) => id === touch.clickId) })),
    registrations: registered,
    declines: said,
    beside: await listBeside(db, prospectId, contactId),
    credited: await creditedOf(db, attribution?.partnerId, at),
  }
}

async function creditedOf(db: Db, partnerId: string | null | undefined, at: Date): Promise<Held['credited']> {
  if (!partnerId) return undefined
  const [partner] = await db.select({ name: partners.name }).from(partners).where(eq(partners.id, partnerId))
  return partner && { id: partnerId, name: partner.name, earns: await earnsInLines(db, partnerId, at) }
}

const listRegistrations = (db: Db, prospectId: string) =>
  db
    .select({
      partnerName: partners.name,
      submittedAt: registrations.submittedAt,
      need: registrations.need,
      scope: registrations.scope,
      nextStep: registrations.nextStep,
    })
    .from(registrations)
    .innerJoin(partners, eq(partners.id, registrations.partnerId))
    .where(and(eq(registrations.prospectId, prospectId), ne(registrations.status, 'withdrawn')))
    .orderBy(registrations.submittedAt, registrations.id)
    .limit(50)

/** What is kept of the clicks that led here. */
const findClicks = (db: Db, prospectId: string): Promise<HeldClick[]> =>
  db
    .select({ id: clicks.id, country: clicks.country, device: clicks.device, referrerHost: clicks.referrerHost })
    .from(clicks)
    .where(sql`${clicks.id} in (select click_id from touches where prospect_id = ${prospectId} and click_id is not null)`)
    .limit(100)
