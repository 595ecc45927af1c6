import { and, eq } from 'drizzle-orm'
import { contacts } from '../../../schema/prospects.ts'
import { addDays } from '../../../worker/agreements/rules-agreements.ts'
import { dayOf } from '../../../worker/day-shape.ts'
import { tellResult } from '../../../worker/engagements/criteria.ts'
import { addCriterion, closeEngagement, kickOff, planEngagement } from '../../../worker/engagements/engagement.ts'
import { noteGoodwill } from '../../../worker/engagements/goodwill.ts'
import { askAtKickoff } from '../../../worker/engagements/kickoff-ask.ts'
import { getEngagement, listCriteria, listOffers } from '../../../worker/engagements/store.ts'
import { answerOffer, offerWarranty } from '../../../worker/engagements/warranty.ts'
import { keepProfile } from '../../../worker/prospects/customers.ts'
import { getCustomer } from '../../../worker/prospects/store-customers.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** What makes the work for customers a success, and what came of it; the newest is still being planned. */
export const engagementsTold: Chapter[] = [
  { name: 'Velmora agrees on what success is', day: -98, tell: beginVelmora },
  { name: 'Ravensby agrees on what success is', day: -58, tell: beginRavensby },
  { name: 'Juniper Lane’s timetable begins', day: -88, tell: beginJuniper },
  { name: 'Velmora thanks us', day: -30, tell: thankForVelmora },
  { name: 'Velmora’s criteria are met', day: -15, tell: meetVelmora },
  { name: 'Juniper Lane’s timetable is done', day: -9, tell: closeJuniper },
  { name: 'Oakhanger plans its second cellar', day: -3, tell: planOakhanger },
]

type Criterion = { statement: string; measure: string; target: string; days: number }

async function begin(teller: Teller, company: string, name: string, criteria: readonly Criterion[]): Promise<string> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const wanted = { act: deps.newId('act'), prospectId: named(names, company), name, dealId: '', sponsorContact: '' }
  const id = await planEngagement(deps, wanted, ingrid)
  names[`work for ${company}`] = id
  for (const { days, ...criterion } of criteria) {
    await addCriterion(deps, id, { act: deps.newId('act'), ...criterion, dueOn: addDays(dayOf(deps.now()), days) }, ingrid)
  }
  return id
}

const start = async ({ deps, names }: Teller, id: string): Promise<void> =>
  kickOff(deps, id, { on: dayOf(deps.now()), version: (await getEngagement(deps.db, id)).version }, named(names, 'ingrid'))

async function ask({ deps, names }: Teller, company: string, name: string, answer: 'yes' | 'maybe' | 'no'): Promise<void> {
  const ingrid = named(names, 'ingrid')
  const prospectId = named(names, company)
  const [contact] = await deps.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.prospectId, prospectId), eq(contacts.name, name)))
  const asked = { act: deps.newId('act'), contactId: contact?.id ?? '', answer, askedOn: dayOf(deps.now()) }
  await askAtKickoff(deps, named(names, `work for ${company}`), asked, ingrid)
}

async function beginVelmora(teller: Teller): Promise<void> {
  const id = await begin(teller, 'Velmora Ceramics', 'Kilns that are warm on Monday', [
    { statement: 'No firing is lost to a kiln that failed', measure: 'The kiln log, a month', target: 'None', days: 80 },
    {
      statement: 'A fault is answered at once',
      measure: 'Minutes to our first answer, in the desk’s record',
      target: '60 at most',
      days: 80,
    },
  ])
  await ask(teller, 'Velmora Ceramics', 'Beatriz Salgado', 'yes')
  await start(teller, id)
}

async function meetVelmora({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'work for Velmora Ceramics')
  for (const { id: criterion, target } of await listCriteria(deps.db, id)) {
    const result = target === 'None' ? 'None in eleven weeks' : '34 minutes, the longest'
    const told = { outcome: 'met' as const, result, acceptedBy: 'Beatriz Salgado', decidedOn: dayOf(deps.now()) }
    await tellResult(deps, id, criterion, told, named(names, 'ingrid'))
  }
}

async function thankForVelmora({ deps, names }: Teller): Promise<void> {
  const deed = { whatWeDid: 'Drove a thermocouple over on a Sunday', thankedBy: 'Beatriz Salgado', happenedOn: dayOf(deps.now()) }
  await noteGoodwill(deps, named(names, 'work for Velmora Ceramics'), { act: deps.newId('act'), ...deed }, named(names, 'ingrid'))
}

/** A project: the warranty was offered before the start and declined; one criterion is late. */
async function beginRavensby(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const company = 'Ravensby Cold Store'
  const prospectId = named(names, company)
  const { version } = await getCustomer(deps.db, prospectId)
  const said = { gift_policy: 'unknown', gift_note: '', reference_policy: 'ask', public_company: '', first_enterprise: '' } as const
  await keepProfile(deps, ingrid, prospectId, { motion: 'project', ...said, version })
  const id = await begin(teller, company, 'The new cold store', [
    { statement: 'The store never warms', measure: 'Hours above −18 °C, from its own sensors', target: 'None in eight weeks', days: 50 },
    { statement: 'The crew plans by itself', measure: 'Plans made without us', target: 'Nine of ten', days: 110 },
  ])
  await ask(teller, company, 'Ingunn Dahl', 'maybe')
  const today = dayOf(deps.now())
  await offerWarranty(
    deps,
    id,
    { act: deps.newId('act'), covers: 'Every fault within four hours, for two years', offeredOn: today },
    ingrid,
  )
  const [offer] = await listOffers(deps.db, id)
  const no = { answer: 'declined' as const, answeredOn: today, dealId: '', dealName: '', currency: 'eur' as const, amountMinor: 0 }
  await answerOffer(deps, id, offer?.id ?? '', no, ingrid)
  await start(teller, id)
}

async function beginJuniper(teller: Teller): Promise<void> {
  const id = await begin(teller, 'Juniper Lane Schools', 'A timetable for the boilers', [
    { statement: 'Each boiler is seen before winter', measure: 'Visits in the plan that took place', target: 'All 14', days: 70 },
  ])
  await start(teller, id)
}

/** Met and closed: a regular customer, so its programme mail ends. */
async function closeJuniper({ deps, names }: Teller): Promise<void> {
  const ingrid = named(names, 'ingrid')
  const id = named(names, 'work for Juniper Lane Schools')
  const today = dayOf(deps.now())
  const [criterion] = await listCriteria(deps.db, id)
  const told = { outcome: 'met' as const, result: 'All 14, the last on a Friday', acceptedBy: 'Amara Whitlock', decidedOn: today }
  await tellResult(deps, id, criterion?.id ?? '', told, ingrid)
  await closeEngagement(deps, id, { on: today, version: (await getEngagement(deps.db, id)).version }, ingrid)
}

async function planOakhanger(teller: Teller): Promise<void> {
  await begin(teller, 'Oakhanger Ferments', 'The second cellar', [
    { statement: 'Both cellars are planned together', measure: 'Tasks in one plan', target: 'All of them', days: 90 },
  ])
}
