import { desc, eq } from 'drizzle-orm'
import { relationshipLinks } from '../../../schema/agreements.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { addDays } from '../../../worker/agreements/rules-agreements.ts'
import { dayOf } from '../../../worker/day-shape.ts'
import { approveChange, askForChange, refuseChange } from '../../../worker/deals/change-request.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { drawHours } from '../../../worker/deals/hours.ts'
import { acceptMeasurement, disputeMeasurement, measure } from '../../../worker/deals/measurements.ts'
import { keepValueNote } from '../../../worker/deals/value-note.ts'
import { discloseFee, expectFee, receiveFee } from '../../../worker/deals/vendor-fees.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** What the kinds of deals live through beside their payments: Stellan's first period is accepted and paid, its next one disputed. */
export const kindsTold: Chapter[] = [
  { name: 'stellan is won', day: -199, tell: winStellan },
  {
    name: 'stellan is measured',
    day: -155,
    tell: (teller) => measureStellan(teller, 'first', { value: '38 hours saved', amountMinor: 570_000 }),
  },
  { name: 'stellan accepts the measurement', day: -153, tell: acceptStellan },
  {
    name: 'stellan is measured again',
    day: -106,
    tell: (teller) => measureStellan(teller, 'next', { value: '31 hours saved', amountMinor: 465_000 }),
  },
  { name: 'stellan disputes the next measurement', day: -103, tell: disputeStellan },
  { name: 'corbel asks for more', day: -90, tell: changeCorbel },
  { name: 'ambleforth draws hours', day: -28, tell: (teller) => draw(teller, 'ambleforth', 7, 'Two breakdowns of the folding line') },
  { name: 'ambleforth draws more', day: -11, tell: (teller) => draw(teller, 'ambleforth', 4, 'Training of the night shift') },
  { name: 'halewick is noted', day: -60, tell: noteHalewick },
  { name: 'lumenport owes a fee', day: -110, tell: expectLumenport },
  { name: 'lumenport pays short', day: -20, tell: receiveLumenport },
]

const gunnar = { name: 'Gunnar Stellan', email: 'gunnar@stellan.example' }

async function winStellan({ deps, names }: Teller): Promise<void> {
  const ingrid = named(names, 'ingrid')
  await closeDeal(deps, named(names, 'deal stellan'), 'won', null, ingrid)
  await sendRelationshipLink(deps, named(names, 'Stellan Packaging'), { act: deps.newId('act'), ...gunnar }, ingrid)
}

/** A period of six weeks that ended the day before. */
async function measureStellan({ deps, names }: Teller, key: string, came: { value: string; amountMinor: number }): Promise<void> {
  const today = dayOf(deps.now())
  const period = { startsOn: addDays(today, -43), endsOn: addDays(today, -1), ...came }
  names[`measurement ${key}`] = await measure(deps, named(names, 'deal stellan'), period, deps.newId('act'), named(names, 'ingrid'))
}

/** By the private link of the mail that the customer got. */
async function viaLink({ deps, names }: Teller): Promise<string> {
  const ofStellan = eq(relationshipLinks.prospectId, named(names, 'Stellan Packaging'))
  const [link] = await deps.db.select().from(relationshipLinks).where(ofStellan).orderBy(desc(relationshipLinks.sentAt)).limit(1)
  return link?.id ?? ''
}

async function acceptStellan(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const [dealId, id] = [named(names, 'deal stellan'), named(names, 'measurement first')]
  await acceptMeasurement(deps, dealId, id, { side: 'us', by: named(names, 'ingrid') })
  await acceptMeasurement(deps, dealId, id, { side: 'them', name: gunnar.name, via: await viaLink(teller) })
}

async function disputeStellan(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const [dealId, id] = [named(names, 'deal stellan'), named(names, 'measurement next')]
  await acceptMeasurement(deps, dealId, id, { side: 'us', by: named(names, 'ingrid') })
  const because = 'Nine of these hours were a strike, not a repair.'
  await disputeMeasurement(deps, dealId, id, because, { side: 'them', actor: await viaLink(teller) })
}

async function draw({ deps, names }: Teller, key: string, hours: number, note: string): Promise<void> {
  const drawn = { minutes: hours * 60, happenedOn: dayOf(deps.now()), note }
  await drawHours(deps, named(names, `deal ${key}`), drawn, deps.newId('act'), named(names, 'ingrid'))
}

/** One change is approved and waits for its payment, one is refused. */
async function changeCorbel({ deps, names }: Teller): Promise<void> {
  const [dealId, ingrid] = [named(names, 'deal corbel'), named(names, 'ingrid')]
  const ask = (text: string, amountMinor: number) => askForChange(deps, dealId, { text, amountMinor }, deps.newId('act'), ingrid)
  const more = await ask('The two ovens of the bakery next door', 90_000)
  await approveChange(deps, dealId, more, { approvedBy: 'Imogen Corbel', approvedOn: dayOf(deps.now()) }, ingrid)
  await refuseChange(deps, dealId, await ask('A second visit at night', 40_000), ingrid)
}

async function noteHalewick({ deps, names }: Teller): Promise<void> {
  await keepValueNote(
    deps,
    named(names, 'deal halewick'),
    'Stops of both bottling lines fell from nine to two a month.',
    named(names, 'ingrid'),
  )
}

/** A vendor pays for a customer we sent it: 600.00 EUR expected, 450.00 received. */
async function expectLumenport({ deps, names }: Teller): Promise<void> {
  const priya = named(names, 'priya')
  const rule = '5 % of what a customer of ours pays for sensors in its first year'
  const fee = { vendor: 'Lumenport Sensors', rule, domain: 'hollin.example', currency: 'eur' as const, expectedMinor: 60_000 }
  const id = await expectFee(deps, { ...fee, dueOn: addDays(dayOf(deps.now()), 80) }, deps.newId('act'), priya)
  const told = { on: dayOf(deps.now()), how: 'In our mail with the offer, to Aoife Brennan' }
  await discloseFee(deps, id, { act: deps.newId('act'), version: 1, ...told }, priya)
  names.lumenport = id
}

async function receiveLumenport({ deps, names }: Teller): Promise<void> {
  const came = {
    receivedMinor: 45_000,
    bankReference: 'LUMENPORT RF18 5390',
    on: dayOf(deps.now()),
    note: 'They left the spare sensors out.',
  }
  await receiveFee(deps, named(names, 'lumenport'), { act: deps.newId('act'), version: 2, ...came }, named(names, 'priya'))
}
