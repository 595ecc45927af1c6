import { eq, sql } from 'drizzle-orm'
import { agreements, obligations } from '../../../schema/agreements.ts'
import { customers } from '../../../schema/customers.ts'
import { grantApprovals, grants } from '../../../schema/grants.ts'
import { contacts } from '../../../schema/prospects.ts'
import { readiness, referenceProfiles } from '../../../schema/references.ts'
import { type ActivityStatus, activities, type RequestActivity, referenceRequests } from '../../../schema/requests.ts'
import { sendNda, signNda } from '../../../worker/references/nda.ts'
import { proposeCustomer } from '../../../worker/references/propose.ts'
import { askForProspect } from '../../../worker/references/request.ts'
import { getNda } from '../../../worker/references/store-ndas.ts'
import { haveProspect } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'

export const hash = 'a'.repeat(64)
export const dayIn = (world: World, days: number): string => new Date(world.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
export const slotIn = (world: World, days: number): Date => new Date(world.now().getTime() + days * 86_400_000)

export async function haveContact(
  world: World,
  prospectId: string,
  told: { name: string; email?: string | null; title?: string; side?: 'technical' | 'business' },
) {
  const { db, now, newId } = world.deps
  const id = newId('con')
  const email = told.email === undefined ? `${id.replace('_', '-')}@people.example` : told.email
  await db.insert(contacts).values({
    id,
    prospectId,
    name: told.name,
    email,
    title: told.title ?? null,
    side: told.side ?? null,
    namedBy: 'staff',
    createdAt: now(),
  })
  return { id, name: told.name, email: email ?? '' }
}

/** A prospect with a person who may talk and sign. */
export async function haveGuest(world: World, company = 'Copsedale Printworks', domain: string | null = null) {
  const { id } = await haveProspect(world, null, { company, domain })
  return {
    prospectId: id,
    company,
    contact: await haveContact(world, id, { name: 'Pia Cope', title: 'Head of planning', side: 'business' }),
  }
}

/** Calls are allowed: by the company, or by one person for herself. */
export async function haveCallGrant(world: World, customerId: string, contactId: string | null = null): Promise<string> {
  const { db, now, newId } = world.deps
  const id = newId('grt')
  const scope = contactId ? 'individual' : 'organisation'
  await db.insert(grants).values({
    id,
    prospectId: customerId,
    kind: 'calls',
    scope,
    contactId,
    personName: contactId ? 'A person' : null,
    textHash: hash,
    twoApprovers: false,
    startsOn: dayIn(world, -1),
    endsOn: dayIn(world, 700),
    status: 'asked',
    askedBy: 'stf_seed',
    askedAt: now(),
  })
  await db
    .insert(grantApprovals)
    .values({ grantId: id, side: contactId ? 'person' : 'company', name: 'Ida Glass', textHash: hash, via: 'test', at: now() })
  await db.update(grants).set({ status: 'given', givenBy: 'Ida Glass', givenAt: now() }).where(eq(grants.id, id))
  return id
}

/** A customer in the pool whom nothing keeps from being asked: two people, calls allowed by the company, trained, met last month. */
export async function haveReference(world: World, company = 'Merrowick Glass') {
  const { db, now } = world.deps
  const { id } = await haveProspect(world, null, { company })
  await db
    .insert(customers)
    .values({ prospectId: id, standing: 'active', customerSince: now(), madeBy: 'stf_seed', createdAt: now(), version: 1 })
  const engineer = await haveContact(world, id, { name: `Engineer of ${company}`, title: 'Plant engineer', side: 'technical' })
  const manager = await haveContact(world, id, { name: `Manager of ${company}`, title: 'Works manager', side: 'business' })
  await haveCallGrant(world, id)
  await db.insert(referenceProfiles).values({
    customerId: id,
    industry: 'manufacturing',
    size: '250-999',
    usedFor: 'shift planning',
    restDays: 90,
    addedBy: 'stf_seed',
    addedAt: now(),
    version: 1,
  })
  await db.insert(readiness).values({
    customerId: id,
    trainedOn: dayIn(world, -60),
    lastCheckinOn: dayIn(world, -30),
    openIssues: 0,
    setBy: 'stf_seed',
    setAt: now(),
  })
  return { customerId: id, company, engineer, manager }
}
export type Reference = Awaited<ReturnType<typeof haveReference>>

/** A signed reference agreement that promises so many of one activity. */
export async function haveObligation(
  world: World,
  customerId: string,
  activity: RequestActivity | 'case_study',
  promised: number,
): Promise<string> {
  const { db, now, newId } = world.deps
  const id = newId('agr')
  const obligationId = newId('obl')
  const draft = { id, prospectId: customerId, kind: 'reference', version: 1, status: 'draft', preamble: 'We agree.' } as const
  await db
    .insert(agreements)
    .values({ ...draft, startsOn: dayIn(world, -10), endsOn: dayIn(world, 600), noticeDays: 30, createdBy: 'stf_seed', createdAt: now() })
  const owed = { agreementId: id, prospectId: customerId, delivered: 0, cancelled: 0, dueOn: dayIn(world, 300), createdAt: now() }
  await db.insert(obligations).values({ ...owed, id: obligationId, activity, promised, due: promised })
  if (activity === 'case_study')
    await db.insert(obligations).values({ ...owed, id: newId('obl'), activity: 'prospect_call', promised: 1, due: 1 })
  await db.update(agreements).set({ status: 'offered', text: 'All of it', textHash: hash, offeredAt: now() }).where(eq(agreements.id, id))
  const signatures = {
    signedByUs: 'stf_seed',
    signedByUsAt: now(),
    signedByThem: 'Ida Glass',
    signedByThemVia: 'mail',
    signedByThemAt: now(),
  }
  await db
    .update(agreements)
    .set({ status: 'signed', ...signatures, signedAt: now() })
    .where(eq(agreements.id, id))
  return obligationId
}

let acts = 0
export const act = (): string => `act_desk_${++acts}`

/** An ask of sales for a call, not yet put to anybody. */
export const haveAsk = (
  world: World,
  guest: Awaited<ReturnType<typeof haveGuest>>,
  activity: RequestActivity = 'prospect_call',
): Promise<string> =>
  askForProspect(world.deps, 'stf_seed', {
    act: act(),
    prospect: guest.prospectId,
    guest: guest.contact.id,
    activity,
    side: null,
    topics: ['How long it took'],
    wantedBy: null,
    industry: null,
    size: null,
  })

/** Puts an ask to a customer's manager, with slots on three days from then on. */
export const propose = (
  world: World,
  requestId: string,
  reference: Reference,
  options: { inDays?: number; as?: 'owed' | 'favour'; contact?: string; apartDays?: number } = {},
): Promise<void> => {
  const { inDays = 2, apartDays = 1 } = options
  return proposeCustomer(world.deps, 'stf_seed', requestId, {
    customer: reference.customerId,
    contact: options.contact ?? reference.manager.id,
    slot1: slotIn(world, inDays),
    slot2: slotIn(world, inDays + apartDays),
    slot3: slotIn(world, inDays + 2 * apartDays),
    as: options.as ?? 'favour',
  })
}

export async function haveSignedNda(
  world: World,
  guest: Awaited<ReturnType<typeof haveGuest>>,
  kind: 'one_way' | 'mutual' = 'one_way',
): Promise<string> {
  const form = { act: act(), kind, signer: guest.contact.id, endsOn: dayIn(world, 365) }
  const id = await sendNda(world.deps, 'stf_seed', guest.prospectId, form)
  const { textHash } = await getNda(world.deps.db, id)
  await signNda(world.deps, id, { name: guest.contact.name, textHash })
  return id
}

export const statusOf = async (world: World, requestId: string) =>
  (await world.deps.db.select().from(referenceRequests).where(eq(referenceRequests.id, requestId)))[0]?.status

/** How many activities of a customer stand in which state. */
export async function activitiesOf(world: World, customerId: string): Promise<Partial<Record<ActivityStatus, number>>> {
  const rows = await world.deps.db
    .select({ status: activities.status, n: sql<number>`count(*)` })
    .from(activities)
    .where(eq(activities.customerId, customerId))
    .groupBy(activities.status)
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]))
}

/** The code of the refusal, `fine` without one. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

/** The newest private link of a kind that was mailed to somebody. */
export function linkIn(world: World, to: string, path: string): string {
  const found = world.mails
    .filter((mail) => mail.to === to)
    .map(({ text }) => new RegExp(`https?://\\S+(${path}/[\\w-]+)`).exec(text)?.[1])
    .findLast(Boolean)
  if (!found) throw new Error(`${to} got no link to ${path}`)
  return found
}
