import { eq, type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { RefusedEvidence } from '../../schema/claims.ts'
import {
  type Attribution,
  contacts,
  type Prospect,
  prospectExternalReferences,
  prospectStripeCustomers,
  prospects,
  type Touch,
} from '../../schema/prospects.ts'
import { companyNames } from '../../schema/registrations.ts'
import type { Signal } from '../../schema/signals.ts'
import { bindProspect, type Decided, type NewTouch } from '../attribution/bind.ts'
import { storeRefusedEvidence } from '../attribution/store.ts'
import { trail } from '../audit/store.ts'
import type { Deps } from '../deps.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import type { Marks } from './recognise.ts'
import { nameMarksOf } from './rules-company-name.ts'

/** What is to be stored of a prospect; what is known of it already stays as it is. */
export type Arrival = {
  marks: Marks
  company: string
  contactName?: string | undefined
  contactTitle?: string | undefined
  need?: string | undefined
  evidence: readonly NewTouch[]
  /** What came as a click id and proves nothing; kept for the explanation. */
  refused?: readonly Refused[] | undefined
  /** Who of staff gives the credit by this evidence, and why; else the rules decide. */
  decided?: Decided | undefined
  at: Date
  /** Of the trail: a person's id, `stripe` or `prospect`. */
  actor: string
  /** Who named the contact: `prospect`, `staff`, `stripe`, or the partner's id. */
  namedBy: string
}

export type Refused = Pick<RefusedEvidence, 'digest' | 'problem'>

export type TakenIn = {
  prospectId: string
  attribution: Attribution | null
  /** Touches that these statements store. */
  added: Touch[]
  /** What is odd about the credit, where these statements give it. */
  signals: Signal[]
  /** It was erased: nothing of what is told about it may be kept. */
  isErased?: boolean
  /** Of the person with the address that came along. */
  contactId: string | undefined
  statements: BatchItem<'sqlite'>[]
}

/** Statements that make the prospect; they fail if somebody made one with the same marks meanwhile. */
export async function makeProspect(deps: Deps, arrival: Arrival, prospectId = deps.newId('pro')): Promise<TakenIn> {
  const { db } = deps
  const { marks, at } = arrival
  const contactId = marks.email ? deps.newId('con') : undefined
  const subject = { id: prospectId, isNew: true, isCustomer: false, domain: marks.domain ?? null, emails: emailsOf(marks) }
  const { attribution, statements, added, signals } = await bindProspect(deps, subject, arrival.evidence, at, arrival.decided)
  const prospect: Prospect = {
    id: prospectId,
    company: arrival.company,
    domain: marks.domain ?? null,
    stage: 'new',
    stageReason: null,
    need: arrival.need ?? null,
    level: 0,
    customerSince: null,
    createdAt: at,
    erasedAt: null,
    version: 1,
  }
  return {
    prospectId,
    attribution,
    added,
    signals,
    contactId,
    statements: [
      ...holdsNow(db, isUnknown(marks)),
      db.insert(prospects).values(prospect),
      db.insert(companyNames).values({ prospectId, ...nameMarksOf(arrival.company) }),
      ...contactStatements(deps, prospectId, contactId, arrival),
      ...customerStatements(deps, prospectId, arrival),
      ...referenceStatements(deps, prospectId, arrival),
      ...statements,
      ...refusedStatements(deps, prospectId, arrival),
      trail(db, entryOf('prospect.identified', prospectId, arrival, attribution, added)),
    ],
  }
}

/** Statements that add what is new to a prospect we know; none if nothing is. */
export async function extendProspect(deps: Deps, prospectId: string, arrival: Arrival): Promise<TakenIn> {
  const { db } = deps
  const [[prospect], people, customers, references] = await db.batch([
    db.select().from(prospects).where(eq(prospects.id, prospectId)),
    db.select({ id: contacts.id, email: contacts.email }).from(contacts).where(eq(contacts.prospectId, prospectId)),
    db
      .select({ id: prospectStripeCustomers.stripeCustomer })
      .from(prospectStripeCustomers)
      .where(eq(prospectStripeCustomers.prospectId, prospectId)),
    db
      .select({ id: prospectExternalReferences.externalReference })
      .from(prospectExternalReferences)
      .where(eq(prospectExternalReferences.prospectId, prospectId)),
  ])
  if (!prospect) throw new Error('Broken invariant: a recognised prospect exists')
  const emails = [...people.flatMap(({ email }) => email ?? []), ...emailsOf(arrival.marks)]
  const isCustomer = prospect.customerSince !== null
  const subject = { id: prospectId, isNew: false, isCustomer, domain: prospect.domain, emails }
  const { attribution, binds, statements, added, signals } = await bindProspect(
    deps,
    subject,
    arrival.evidence,
    arrival.at,
    arrival.decided,
  )

  const known = people.find(({ email }) => email !== null && email === arrival.marks.email)
  // Nobody is put back who was erased: their payments arrive without them.
  const isNamed = known !== undefined || prospect.erasedAt !== null || !arrival.marks.email
  const contactId = isNamed ? known?.id : deps.newId('con')
  const isKnownCustomer = customers.some(({ id }) => id === arrival.marks.stripeCustomer)
  const isKnownReference = references.some(({ id }) => id === arrival.marks.externalReference)
  return {
    prospectId,
    attribution,
    added,
    signals,
    contactId,
    isErased: prospect.erasedAt !== null,
    statements: [
      ...(binds ? raiseVersion(deps, prospect) : []),
      ...(isNamed ? [] : contactStatements(deps, prospectId, contactId, arrival)),
      ...(isKnownCustomer ? [] : customerStatements(deps, prospectId, arrival)),
      ...(isKnownReference ? [] : referenceStatements(deps, prospectId, arrival)),
      ...statements,
      ...refusedStatements(deps, prospectId, arrival),
      ...(added.length > 0 ? [trail(db, entryOf('prospect.touched', prospectId, arrival, attribution, added))] : []),
      ...(added.length === 0 && !isNamed ? [trail(db, entryOf('prospect.contact_added', prospectId, arrival, attribution, []))] : []),
    ],
  }
}

const refusedStatements = ({ db }: Deps, prospectId: string, { refused = [], at }: Arrival): BatchItem<'sqlite'>[] =>
  refused.map((each) => storeRefusedEvidence(db, { ...each, prospectId, presentedAt: at }))

/** Two decisions from one reading cannot both stand. */
const raiseVersion = ({ db }: Deps, { id, version }: Prospect): BatchItem<'sqlite'>[] => [
  db
    .update(prospects)
    .set({ version: version + 1 })
    .where(sql`${prospects.id} = ${id} and ${prospects.version} = cast(${version} as integer)`),
  ...changedExactly(db, 1),
]

const emailsOf = ({ email }: Marks): string[] => (email ? [email] : [])

const contactStatements = (
  { db }: Deps,
  prospectId: string,
  id: string | undefined,
  { marks, contactName, contactTitle, namedBy, at }: Arrival,
): BatchItem<'sqlite'>[] =>
  id && marks.email
    ? [
        db.insert(contacts).values({
          id,
          prospectId,
          name: contactName || marks.email,
          email: marks.email,
          title: contactTitle || null,
          side: null,
          namedBy,
          createdAt: at,
        }),
      ]
    : []

const customerStatements = ({ db }: Deps, prospectId: string, { marks, at }: Arrival): BatchItem<'sqlite'>[] =>
  marks.stripeCustomer
    ? [db.insert(prospectStripeCustomers).values({ stripeCustomer: marks.stripeCustomer, prospectId, createdAt: at })]
    : []

const referenceStatements = ({ db }: Deps, prospectId: string, { marks, at }: Arrival): BatchItem<'sqlite'>[] =>
  marks.externalReference
    ? [db.insert(prospectExternalReferences).values({ externalReference: marks.externalReference, prospectId, createdAt: at })]
    : []

const isUnknown = ({ email = '', domain = '', stripeCustomer = '', externalReference = '' }: Marks): SQL => sql`
  not exists (select 1 from contacts c join prospects p on p.id = c.prospect_id where c.email = ${email} and ${email} <> '' and p.erased_at is null)
  and not exists (select 1 from prospects p where p.domain = ${domain} and ${domain} <> '' and p.erased_at is null)
  and not exists (select 1 from prospect_stripe_customers s where s.stripe_customer = ${stripeCustomer})
  and not exists (select 1 from prospect_external_references r where r.external_reference = ${externalReference})`

const entryOf = (act: string, subject: string, { at, actor }: Arrival, attribution: Attribution | null, added: Touch[]) => ({
  at,
  actor,
  act,
  subject,
  partnerId: attribution?.partnerId ?? undefined,
  detail: {
    attribution: attribution?.id ?? null,
    held: attribution?.heldReason ?? null,
    touches: added.map(({ id, kind }) => ({ id, kind })),
  },
})
