import { and, eq } from 'drizzle-orm'
import type { LadderLevel } from '../../../schema/ladder.ts'
import { contacts } from '../../../schema/prospects.ts'
import { dayOf } from '../../../worker/day-shape.ts'
import { addContact, keepRole } from '../../../worker/prospects/people.ts'
import { recordEvidence, takeBack } from '../../../worker/prospects/record-evidence.ts'
import { spendHours } from '../../../worker/prospects/spend-hours.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

type Step = { company: string; day: number; level: LadderLevel; detail: string; whoElse?: string; file?: string }

/** Each step with what proves it; a won deal proves its own. The test of the story reads where everybody stands. */
const steps: readonly Step[] = [
  {
    company: 'Pellworth Joinery',
    day: -6,
    level: 'attention',
    detail: 'Hugh Pell took half an hour on the phone.',
    whoElse: 'His brother Ned runs the saws',
  },
  {
    company: 'Aldermist Vets',
    day: -18,
    level: 'attention',
    detail: 'Nuala Finn answered and asked for an example.',
    whoElse: 'Not asked yet, she was in a hurry',
  },
  {
    company: 'Aldermist Vets',
    day: -15,
    level: 'need_shared',
    detail: 'Two scanners fail every month, says Nuala Finn.',
    whoElse: 'The practice manager',
  },
  { company: 'Copsedale Printworks', day: -28, level: 'attention', detail: 'Graham Tuck came to our stand.', whoElse: 'Nobody, he says' },
  {
    company: 'Copsedale Printworks',
    day: -24,
    level: 'need_shared',
    detail: 'Graham Tuck: the folding line stops twice a week.',
    whoElse: 'The head of maintenance',
  },
  {
    company: 'Copsedale Printworks',
    day: -18,
    level: 'data_shared',
    detail: 'A year of stops of the folding line, for a demonstration of its own. A mutual NDA is signed.',
    file: 'copsedale-stops.csv',
    whoElse: 'The head of maintenance',
  },
  { company: 'Haldrick Foundry', day: -42, level: 'attention', detail: 'Ute Haldrick called back.', whoElse: 'Her father signs things' },
  {
    company: 'Haldrick Foundry',
    day: -38,
    level: 'need_shared',
    detail: 'Linings burn through a week early, says Ute Haldrick.',
    whoElse: 'The furnace master',
  },
  {
    company: 'Haldrick Foundry',
    day: -20,
    level: 'evaluating',
    detail: 'Plan for three weeks: Ute Haldrick and the furnace master, 20 hours each.',
    whoElse: 'Whoever holds the budget; nobody told us yet',
  },
  { company: 'Norrhamn Brewery', day: -68, level: 'attention', detail: 'Sanna Lindqvist took a call.', whoElse: 'The brewmaster' },
  {
    company: 'Norrhamn Brewery',
    day: -60,
    level: 'evaluating',
    detail: 'Two people for a fortnight, 30 hours.',
    whoElse: 'The brewmaster',
  },
  {
    company: 'Sextant Ferries',
    day: -54,
    level: 'attention',
    detail: 'Malin Aasen met us in Bergen.',
    whoElse: 'The fleet superintendent',
  },
  {
    company: 'Sextant Ferries',
    day: -45,
    level: 'data_shared',
    detail: 'Docking reports of four ferries.',
    whoElse: 'The fleet superintendent',
  },
  {
    company: 'Sextant Ferries',
    day: -12,
    level: 'roadmap_shared',
    detail: 'The fleet plan until 2031, with Malin Aasen and the superintendent. Mutual NDA.',
    whoElse: 'The board in spring',
  },
  { company: 'Grenfold Timber', day: -134, level: 'attention', detail: 'Kit Grenfold rang us.', whoElse: 'Nobody' },
  {
    company: 'Grenfold Timber',
    day: -126,
    level: 'need_shared',
    detail: 'The plan they have is dear, says Kit Grenfold.',
    whoElse: 'The mill manager',
  },
  {
    company: 'Grenfold Timber',
    day: -100,
    level: 'evaluating',
    detail: 'The mill manager tries it for ten days.',
    whoElse: 'The mill manager',
  },
  { company: 'Merrowick Glass', day: -210, level: 'acts_as_reference', detail: 'Signed the reference agreement.' },
  { company: 'Velmora Ceramics', day: -30, level: 'case_study', detail: 'Approved the story of the kiln that did not stop.' },
]

export const ladder: Chapter[] = [
  ...steps.map(
    (step, n): Chapter => ({ name: `${step.company} takes step ${n + 1}`, day: step.day, tell: (teller) => climb(teller, step) }),
  ),
  { name: 'Grenfold Timber falls back', day: -35, tell: fallBack },
  { name: 'Haldrick Foundry has no buyer', day: -19, tell: nameAlly },
]

async function climb({ deps, names }: Teller, { company, level, detail, file = '', whoElse = '' }: Step): Promise<void> {
  const form = { act: deps.newId('act'), level, detail, file, who_else: whoElse, happened_on: today(deps) }
  await recordEvidence(deps, named(names, 'mateo'), named(names, company), form)
}

const today = ({ now }: Teller['deps']): string => now().toISOString().slice(0, 10)

async function fallBack({ deps, names }: Teller): Promise<void> {
  await takeBack(deps, named(names, 'mateo'), named(names, 'Grenfold Timber'), {
    act: deps.newId('act'),
    taken_back: 'evaluating',
    setback_reason: 'The mill manager left, and the trial with him.',
    fell_on: today(deps),
  })
}

/** An ally who can say no, and nobody who can say yes. */
async function nameAlly({ deps, names }: Teller): Promise<void> {
  const prospectId = named(names, 'Haldrick Foundry')
  const mateo = named(names, 'mateo')
  const master = {
    act: deps.newId('act'),
    contact_name: 'Bernd Ackers',
    contact_email: '',
    contact_title: 'Furnace master',
    contact_side: 'technical' as const,
  }
  await addContact(deps, mateo, prospectId, master)
  const idOf = async (name: string) => {
    const [row] = await deps.db
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.prospectId, prospectId), eq(contacts.name, name)))
    return row?.id ?? ''
  }
  const said = { deal: '', budget_confirmed: '' as const, decision_on: '' }
  const ute = await idOf('Ute Haldrick')
  const ally = { role: 'ally' as const, veto: 'yes' as const, confidence: 'known' as const, side: 'business' as const, influences: '' }
  await keepRole(deps, mateo, prospectId, { ...said, ...ally, contact: ute })
  const silent = { role: 'no_influence' as const, veto: '' as const, confidence: 'guess' as const, side: '' as const, influences: ute }
  const furnaceMaster = await idOf('Bernd Ackers')
  await keepRole(deps, mateo, prospectId, { ...said, ...silent, contact: furnaceMaster })
  const spend = (contact: string, hours: number) => ({
    act: deps.newId('act'),
    time_with: contact,
    spent_on: 'evaluation' as const,
    hours: hours * 60,
    spent_day: dayOf(deps.now()),
  })
  await spendHours(deps, mateo, prospectId, spend(ute, 1.5))
  await spendHours(deps, mateo, prospectId, spend(furnaceMaster, 6))
}
