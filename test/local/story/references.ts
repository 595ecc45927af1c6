import { and, eq, isNotNull } from 'drizzle-orm'
import { contacts, prospects } from '../../../schema/prospects.ts'
import { approveGrant, askForGrant } from '../../../worker/agreements/grant.ts'
import { getGrant } from '../../../worker/agreements/store-grants.ts'
import { addContact } from '../../../worker/prospects/people.ts'
import { acceptSlot, confirmSlot } from '../../../worker/references/answer.ts'
import { inviteProspect } from '../../../worker/references/invite-prospect.ts'
import { sendNda, signNda } from '../../../worker/references/nda.ts'
import { sayOutcome } from '../../../worker/references/outcome.ts'
import { keepProfile, keepReadiness, nameRival } from '../../../worker/references/pool.ts'
import { proposeCustomer } from '../../../worker/references/propose.ts'
import { askForProspect } from '../../../worker/references/request.ts'
import { getNda } from '../../../worker/references/store-ndas.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** Merrowick's two calls of the quarter, one of them this month; a prospect that still waits; and Dunmarrow, whom nobody may ask. */
export const referencesTold: Chapter[] = [
  { name: 'Merrowick may be asked', day: -88, tell: prepareMerrowick },
  { name: 'Dunmarrow stands in the pool', day: -80, tell: (teller) => prepare(teller, 'Dunmarrow Rail Works', 'logistics', 'rail works') },
  { name: 'Ravensby asks for a call', day: -58, tell: (teller) => ask(teller, 'Ravensby Cold Store', 'How long the first plan took') },
  { name: 'Ravensby has talked to Merrowick', day: -55, tell: (teller) => talk(teller, 'Ravensby Cold Store', 35) },
  { name: 'Ambleforth asks for a call', day: -23, tell: (teller) => ask(teller, 'Ambleforth Print', 'What the people on the line say') },
  { name: 'Ambleforth has talked to Merrowick', day: -20, tell: (teller) => talk(teller, 'Ambleforth Print', 50) },
  { name: 'Copsedale signs before it hands over data', day: -19, tell: (teller) => signBoth(teller, 'Copsedale Printworks') },
  { name: 'Sextant signs before it opens its plans', day: -13, tell: (teller) => signBoth(teller, 'Sextant Ferries') },
  { name: 'Copsedale waits for a call', day: -4, tell: waitForCall },
]

const dayMs = 86_400_000
const dayOf = ({ now }: Teller['deps'], days = 0): string => new Date(now().getTime() + days * dayMs).toISOString().slice(0, 10)

async function prepare({ deps, names }: Teller, company: string, industry: 'manufacturing' | 'logistics', usedFor: string): Promise<void> {
  const ingrid = named(names, 'ingrid')
  const customer = named(names, company)
  await keepProfile(deps, ingrid, { customer, industry, size: '250-999', usedFor, restDays: 90 })
  await keepReadiness(deps, ingrid, customer, { trainedOn: dayOf(deps, -7), lastCheckinOn: dayOf(deps), openIssues: 0 })
}

/** Its engineer takes calls for herself, in private; the company gives no references. */
async function prepareMerrowick(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const customer = named(names, 'Merrowick Glass')
  await prepare(teller, 'Merrowick Glass', 'manufacturing', 'furnace maintenance')
  const engineer = { contact_name: 'Greta Lindqvist', contact_email: 'greta@merrowick.example', contact_title: 'Furnace engineer' }
  await addContact(deps, ingrid, customer, { act: deps.newId('act'), ...engineer, contact_side: 'technical' })
  const contactId = (await personOf(teller, customer)).id
  names['engineer of Merrowick'] = contactId
  const nothing = { text: null, file: null, guide: null, documentKind: null, postUrl: null, postedOn: null, benefitDisclosed: null }
  const own = { scope: 'individual' as const, contactId, personName: engineer.contact_name, twoApprovers: false, agreementId: null }
  const dates = { startsOn: dayOf(deps), endsOn: dayOf(deps, 730) }
  const grant = await askForGrant(
    deps,
    { act: deps.newId('act'), prospectId: customer, kind: 'calls', ...nothing, ...own, ...dates },
    ingrid,
  )
  const { textHash } = await getGrant(deps.db, grant)
  const yes = { side: 'person' as const, name: engineer.contact_name, via: ingrid, evidence: `Mail of ${dayOf(deps)}`, shownHash: textHash }
  await approveGrant(deps, grant, yes)
  await nameRival(deps, ingrid, customer, { rival: 'Northglass Works', domain: 'northglass.example' })
}

/** The newest person of a company who can be written to. */
export async function personOf({ deps: { db } }: Teller, prospectId: string): Promise<{ id: string; name: string }> {
  const people = await db
    .select({ id: contacts.id, name: contacts.name })
    .from(contacts)
    .where(and(eq(contacts.prospectId, prospectId), isNotNull(contacts.email)))
  const [person] = people.slice(-1)
  if (!person) throw new Error(`${prospectId} has nobody with a mail address`)
  return person
}

export async function prospectOf({ deps: { db } }: Teller, company: string): Promise<string> {
  const [row] = await db.select({ id: prospects.id }).from(prospects).where(eq(prospects.company, company))
  if (!row) throw new Error(`The story has not told of ${company} yet`)
  return row.id
}

async function sign(teller: Teller, prospect: string, kind: 'one_way' | 'mutual'): Promise<void> {
  const { deps, names } = teller
  const guest = await personOf(teller, prospect)
  const nda = { act: deps.newId('act'), kind, signer: guest.id, endsOn: dayOf(deps, 365) }
  const id = await sendNda(deps, named(names, 'ingrid'), prospect, nda)
  const { textHash } = await getNda(deps.db, id)
  await signNda(deps, id, { name: guest.name, textHash })
}

const signBoth = async (teller: Teller, company: string): Promise<void> => sign(teller, await prospectOf(teller, company), 'mutual')

export async function newRequest(teller: Teller, prospect: string, topic: string): Promise<string> {
  const guest = await personOf(teller, prospect)
  const wish = { activity: 'prospect_call' as const, side: null, topics: [topic], wantedBy: null, industry: null, size: null }
  return askForProspect(teller.deps, named(teller.names, 'ingrid'), { act: teller.deps.newId('act'), prospect, guest: guest.id, ...wish })
}

/** Under NDA, asked, accepted for the day after tomorrow and confirmed. */
async function ask(teller: Teller, company: string, topic: string): Promise<void> {
  const { deps, names } = teller
  const prospect = await prospectOf(teller, company)
  await sign(teller, prospect, 'one_way')
  const id = await newRequest(teller, prospect, topic)
  names[`request of ${company}`] = id
  const slot = (hours: number) => new Date(deps.now().getTime() + hours * 3_600_000)
  const times = { slot1: slot(48), slot2: slot(50), slot3: slot(54) }
  const customer = { customer: named(names, 'Merrowick Glass'), contact: named(names, 'engineer of Merrowick') }
  await proposeCustomer(deps, named(names, 'ingrid'), id, { ...customer, ...times, as: 'favour' })
  await acceptSlot(deps, await getRequest(deps.db, id), 1, customer.contact)
  await confirmSlot(deps, await getRequest(deps.db, id), 'prospect')
}

async function talk({ deps, names }: Teller, company: string, minutes: number): Promise<void> {
  const id = named(names, `request of ${company}`)
  const engineer = named(names, 'engineer of Merrowick')
  await sayOutcome(deps, await getRequest(deps.db, id), 'customer', engineer, { says: 'held', minutes, note: '' })
  await sayOutcome(deps, await getRequest(deps.db, id), 'prospect', 'prospect', { says: 'held', minutes: null, note: 'Open and useful.' })
  const customer = named(names, 'Merrowick Glass')
  await keepReadiness(deps, named(names, 'ingrid'), customer, { trainedOn: dayOf(deps, -40), lastCheckinOn: dayOf(deps), openIssues: 0 })
}

async function waitForCall(teller: Teller): Promise<void> {
  const prospect = await prospectOf(teller, 'Copsedale Printworks')
  await inviteProspect(teller.deps, named(teller.names, 'ingrid'), prospect, (await personOf(teller, prospect)).id)
  await newRequest(teller, prospect, 'Whether it works beside our presses')
}
