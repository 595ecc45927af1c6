import { dayOf } from '../../../worker/day-shape.ts'
import { addContact } from '../../../worker/prospects/people.ts'
import { acceptSlot, confirmSlot } from '../../../worker/references/answer.ts'
import { sayOutcome } from '../../../worker/references/outcome.ts'
import { keepReadiness } from '../../../worker/references/pool.ts'
import { proposeCustomer } from '../../../worker/references/propose.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { type Chapter, named, type Teller } from './chapter.ts'
import { newRequest, personOf, prospectOf } from './references.ts'
import { customerOf, grant } from './relationships.ts'

/** The third of the five activities that Salthaven owes is a call; two calls are left. */
export const salthavenTalks: Chapter[] = [
  { name: 'Salthaven takes calls', day: -16, tell: openSalthaven },
  { name: 'Sextant asks Salthaven', day: -11, tell: askSalthaven },
  { name: 'Sextant has talked to Salthaven', day: -8, tell: talkToSalthaven },
]

async function openSalthaven(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const customer = await customerOf(teller, 'Salthaven Foods')
  const person = { contact_name: 'Petra Salt', contact_email: 'petra@salthaven.example', contact_title: 'Head of planning' }
  await addContact(deps, ingrid, customer, { act: deps.newId('act'), ...person, contact_side: 'business' })
  await grant(teller, 'Salthaven Foods', 'Rasmus Holt', { kind: 'calls' })
  await keepReadiness(deps, ingrid, customer, { trainedOn: dayOf(deps.now()), lastCheckinOn: dayOf(deps.now()), openIssues: 0 })
}

async function askSalthaven(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const customer = await customerOf(teller, 'Salthaven Foods')
  const contact = (await personOf(teller, customer)).id
  const prospect = await prospectOf(teller, 'Sextant Ferries')
  const id = await newRequest(teller, prospect, 'How the first season went')
  names['request of Sextant Ferries'] = id
  const slot = (hours: number) => new Date(deps.now().getTime() + hours * 3_600_000)
  await proposeCustomer(deps, named(names, 'ingrid'), id, {
    customer,
    contact,
    slot1: slot(48),
    slot2: slot(50),
    slot3: slot(54),
    as: 'owed',
  })
  await acceptSlot(deps, await getRequest(deps.db, id), 1, contact)
  await confirmSlot(deps, await getRequest(deps.db, id), 'prospect')
}

async function talkToSalthaven({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'request of Sextant Ferries')
  const said = { says: 'held' as const, minutes: 40, note: '' }
  await sayOutcome(deps, await getRequest(deps.db, id), 'staff', named(names, 'ingrid'), said)
}
