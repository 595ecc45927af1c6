import { and, eq, isNotNull } from 'drizzle-orm'
import { contacts, prospects } from '../../../schema/prospects.ts'
import { recordAsk } from '../../../worker/agreements/agreement.ts'
import { addDays } from '../../../worker/agreements/rules-agreements.ts'
import { dayOf } from '../../../worker/day-shape.ts'
import { addLine, draftProposal } from '../../../worker/proposals/proposal.ts'
import { sendProposal } from '../../../worker/proposals/send.ts'
import { answerWorry, raiseWorry } from '../../../worker/proposals/worries.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** One that its reader has under the NDA, and one that a worry keeps from being sent. */
export const proposing: Chapter[] = [
  { name: 'Sextant reads a proposal', day: -11, tell: proposeToSextant },
  { name: 'Copsedale worries', day: -3, tell: worryOfCopsedale },
]

async function readerOf({ deps: { db } }: Teller, company: string): Promise<{ prospectId: string; contactId: string; name: string }> {
  const [reader] = await db
    .select({ prospectId: prospects.id, contactId: contacts.id, name: contacts.name })
    .from(prospects)
    .innerJoin(contacts, and(eq(contacts.prospectId, prospects.id), isNotNull(contacts.email)))
    .where(eq(prospects.company, company))
    .limit(1)
  if (!reader) throw new Error(`The story has not told of anybody at ${company} yet`)
  return reader
}

async function draft(teller: Teller, prospectId: string, name: string, listMinor: number): Promise<string> {
  const { deps, names } = teller
  const by = named(names, 'ingrid')
  const price = { name, listMinor, currency: 'eur' as const, referenceBps: 1_000, sponsorBps: 2_500, partner: false }
  const id = await draftProposal(deps, { act: deps.newId('act'), prospectId, ...price }, by)
  const dueOn = addDays(dayOf(deps.now()), 400)
  const act = () => deps.newId('act')
  await addLine(deps, id, { act: act(), category: 'reference', activity: 'prospect_call', promised: 2, dueOn }, by)
  await addLine(deps, id, { act: act(), category: 'reference', grant: 'calls' }, by)
  await addLine(deps, id, { act: act(), category: 'sponsor', activity: 'case_study', promised: 1, dueOn }, by)
  await addLine(deps, id, { act: act(), category: 'sponsor', grant: 'web_release' }, by)
  await addLine(
    deps,
    id,
    { act: act(), category: 'sponsor', benefit: 'support', benefitText: 'An answer within two hours, on weekdays' },
    by,
  )
  return id
}

async function proposeToSextant(teller: Teller): Promise<void> {
  const { deps, names } = teller
  const by = named(names, 'ingrid')
  const { prospectId, contactId, name } = await readerOf(teller, 'Sextant Ferries')
  const id = await draft(teller, prospectId, 'Planning for the whole fleet', 4_800_000)
  await recordAsk(deps, prospectId, { act: deps.newId('act'), askedBy: name, askedOn: dayOf(deps.now()), askedPercent: 2_000 }, by)
  await raiseWorry(deps, id, { kind: 'quality', words: 'Nobody has planned a ferry with it yet.' }, by)
  await answerWorry(deps, id, 'quality', { answeredBy: ['criterion', 'reference_talk'], cannot: null }, by)
  await raiseWorry(deps, id, { kind: 'cost', words: 'It is more than the docks pay for paper.' }, by)
  await answerWorry(deps, id, 'cost', { answeredBy: ['discount_in_return'], cannot: null }, by)
  await sendProposal(deps, id, contactId, by)
}

async function worryOfCopsedale(teller: Teller): Promise<void> {
  const { prospectId } = await readerOf(teller, 'Copsedale Printworks')
  const id = await draft(teller, prospectId, 'Presses and binding', 1_900_000)
  const worry = { kind: 'satisfaction' as const, words: 'Will the people at the presses use it, or the office alone?' }
  await raiseWorry(teller.deps, id, worry, named(teller.names, 'ingrid'))
}
