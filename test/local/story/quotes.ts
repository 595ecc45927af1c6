import type { QuoteChannel } from '../../../schema/quotes.ts'
import { approveGrant } from '../../../worker/agreements/grant.ts'
import { addDays } from '../../../worker/agreements/rules-agreements.ts'
import { getGrant } from '../../../worker/agreements/store-grants.ts'
import { dayOf } from '../../../worker/day-shape.ts'
import { addCriterion, closeEngagement, kickOff, planEngagement } from '../../../worker/engagements/engagement.ts'
import { addContact } from '../../../worker/prospects/people.ts'
import { signOffQuote } from '../../../worker/quotes/author.ts'
import { askForQuote, publishQuote } from '../../../worker/quotes/publish.ts'
import { editQuote, keepQuote } from '../../../worker/quotes/quote.ts'
import { getQuote, listQuotes } from '../../../worker/quotes/store.ts'
import { findSurveyOfEngagement, getSurvey, listMailable } from '../../../worker/quotes/store-surveys.ts'
import { answerSurvey, sendSurvey } from '../../../worker/quotes/survey.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** A line that is shown, one whose edit its author has not seen yet, one that nobody but us may read, and a survey without an answer. */
export const quotesTold: Chapter[] = [
  { name: 'Salthaven’s line is written down', day: -127, tell: keepSalthaven },
  { name: 'Salthaven is shown', day: -126, tell: showSalthaven },
  { name: 'Velmora’s kiln plan begins', day: -90, tell: (teller) => begin(teller, velmora) },
  { name: 'Tesselby’s spring round begins', day: -70, tell: (teller) => begin(teller, springRound) },
  { name: 'Tesselby’s second hall begins', day: -40, tell: (teller) => begin(teller, secondHall) },
  { name: 'Velmora is asked how it went', day: -30, tell: (teller) => close(teller, velmora) },
  { name: 'Velmora answers, for us alone', day: -27, tell: answerVelmora },
  { name: 'Tesselby is asked how it went', day: -24, tell: (teller) => close(teller, springRound) },
  { name: 'Tesselby leaves a line', day: -20, tell: answerTesselby },
  { name: 'Tesselby’s line is edited', day: -18, tell: editTesselby },
  { name: 'Tesselby is asked again', day: -16, tell: (teller) => close(teller, secondHall) },
]

type Work = { customer: string; name: string; person: string; email: string; title: string }

const velmora: Work = {
  customer: 'Velmora Ceramics',
  name: 'A plan for four kilns',
  person: 'Inês Velmora',
  email: 'ines@velmora.example',
  title: 'Owner',
}
const tesselby = { customer: 'Tesselby Pumps', person: 'Gwen Tesselby', email: 'gwen@tesselby.example', title: 'Works manager' }
const springRound: Work = { ...tesselby, name: 'The spring round of the pumps' }
const secondHall: Work = { ...tesselby, name: 'The second hall' }

async function personOf({ deps, names }: Teller, { customer, person, email, title }: Omit<Work, 'name'>): Promise<string> {
  const prospectId = named(names, customer)
  const find = async () => (await listMailable(deps.db, prospectId)).find((each) => each.email === email)?.id
  const known = await find()
  if (known) return known
  const form = { contact_name: person, contact_email: email, contact_title: title, contact_side: 'business' as const }
  await addContact(deps, named(names, 'ingrid'), prospectId, { act: deps.newId('act'), ...form })
  const made = await find()
  if (!made) throw new Error(`${person} can be written to`)
  return made
}

const rasmus = { customer: 'Salthaven Foods', person: 'Rasmus Holt', email: 'rasmus@salthaven.example', title: 'Head of baking' }
const allowed = (...channels: QuoteChannel[]) => {
  const box = (channel: QuoteChannel) => (channels.includes(channel) ? ('yes' as const) : ('' as const))
  return { site: box('site'), social: box('social'), print: box('print'), press: box('press'), sales: box('sales') }
}

/** Said on the phone; its author allows our site and print on its page the same day. */
async function keepSalthaven(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const words = 'In the first year we lost four hours to ovens that stood still. Before, it was four days.'
  const form = { act: deps.newId('act'), prospectId: named(names, rasmus.customer), contactId: await personOf(teller, rasmus), words }
  const id = await keepQuote(deps, form, named(names, 'ingrid'))
  names['line of Salthaven'] = id
  const quote = await getQuote(deps.db, id)
  await signOffQuote(deps, quote, { textHash: quote.textHash, ...allowed('site', 'print'), attribution: 'full' })
}

async function showSalthaven({ deps, names }: Teller): Promise<void> {
  const ingrid = named(names, 'ingrid')
  const id = named(names, 'line of Salthaven')
  const { textHash } = await getQuote(deps.db, id)
  const asked = {
    act: deps.newId('act'),
    channel: 'site' as const,
    textHash,
    benefit: 'a lower price',
    endsOn: addDays(dayOf(deps.now()), 730),
  }
  const grantId = await askForQuote(deps, id, asked, ingrid)
  const yes = { side: 'company' as const, name: rasmus.person, via: ingrid, evidence: `Mail of ${dayOf(deps.now())}` }
  await approveGrant(deps, grantId, { ...yes, shownHash: (await getGrant(deps.db, grantId)).textHash })
  await publishQuote(deps, id, { act: deps.newId('act'), channel: 'site', place: 'Our wall, and sites that embed it', textHash }, ingrid)
}

async function begin(teller: Teller, work: Work): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const prospectId = named(names, work.customer)
  const about = { name: work.name, dealId: '', sponsorContact: await personOf(teller, work) }
  const id = await planEngagement(deps, { act: deps.newId('act'), prospectId, ...about }, ingrid)
  names[work.name] = id
  const criterion = { statement: 'Fewer stops nobody planned', measure: 'Stops a month, from its own book', target: 'Two or fewer' }
  await addCriterion(deps, id, { act: deps.newId('act'), ...criterion, dueOn: addDays(dayOf(deps.now()), 120) }, ingrid)
  await kickOff(deps, id, { on: dayOf(deps.now()), version: 1 }, ingrid)
}

async function close(teller: Teller, work: Work): Promise<void> {
  const { deps, names } = teller
  const ingrid = named(names, 'ingrid')
  const engagementId = named(names, work.name)
  await closeEngagement(deps, engagementId, { on: dayOf(deps.now()), version: 2 }, ingrid)
  await sendSurvey(deps, { act: deps.newId('act'), engagementId, contactId: await personOf(teller, work) }, ingrid)
}

async function surveyOf({ deps, names }: Teller, { name }: Work) {
  const survey = await findSurveyOfEngagement(deps.db, named(names, name))
  return getSurvey(deps.db, survey?.id ?? '')
}

async function answerVelmora(teller: Teller): Promise<void> {
  await answerSurvey(teller.deps, await surveyOf(teller, velmora), {
    score: 4,
    words: 'The first weeks were slow, then it went by itself.',
    line: 'We fire every day again, and nobody knows why but the plan.',
    ...allowed(),
    attribution: 'anonymous',
  })
}

async function answerTesselby(teller: Teller): Promise<void> {
  await answerSurvey(teller.deps, await surveyOf(teller, springRound), {
    score: 5,
    words: '',
    line: 'They came back and did it right, that counts more then if it had never gone wrong.',
    ...allowed('site', 'press'),
    attribution: 'company',
  })
}

async function editTesselby({ deps, names }: Teller): Promise<void> {
  const [quote] = await listQuotes(deps.db, { prospectId: named(names, tesselby.customer) }, undefined)
  if (!quote) throw new Error('Tesselby left a line')
  const words = 'They came back and did it right. That counts more than if it had never gone wrong.'
  await editQuote(deps, quote.id, { words, textHash: quote.textHash }, named(names, 'ingrid'))
}
