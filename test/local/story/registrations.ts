import { businessDaysLeft, dueAfterBusinessDays } from '../../../worker/business-days.ts'
import type { Deps } from '../../../worker/deps.ts'
import { listHolidays } from '../../../worker/holidays.ts'
import { acceptRegistration } from '../../../worker/prospects/accept-registration.ts'
import { introduceSelf } from '../../../worker/prospects/introduce-self.ts'
import { register } from '../../../worker/prospects/register.ts'
import type { NewRegistration } from '../../../worker/prospects/registration-shapes.ts'
import { getRegistration } from '../../../worker/prospects/store-registrations.ts'
import { newClickId, signClickId } from '../../../worker/tracking/click-id.ts'
import { findLinkTarget } from '../../../worker/tracking/store.ts'
import type { PartnerKey } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'
import { ownerOf } from './partners.ts'

const stellan = { company: 'Stellan Packaging', domain: 'stellan.example', email: 'gunnar@stellan.example', name: 'Gunnar Stellan' }
/** Of a day. */
const hour = 1 / 24
const aldermist = { company: 'Aldermist Vets', domain: 'aldermist.example' }

/** What a registration leaves open, in a partner's words. */
type Told = Pick<
  NewRegistration,
  'company' | 'domain' | 'contactName' | 'email' | 'role' | 'confidence' | 'need' | 'workStage' | 'nextStep'
> &
  Partial<NewRegistration>

const empty = {
  title: '',
  others: 'not_known',
  scope: 'The whole company',
  ...({ name2: '', email2: '', title2: '', role2: '', confidence2: '' } as const),
  ...({ name3: '', email3: '', title3: '', role3: '', confidence3: '' } as const),
  ...({ name4: '', email4: '', title4: '', role4: '', confidence4: '' } as const),
} as const

/** Stellan: a click of Ostervane's, then a registration that was accepted; and Aldermist, asked for twice and still open. */
export const registering: Chapter[] = [
  { name: 'somebody of stellan follows a link of ostervane', day: -215, tell: clickAda },
  { name: 'fjellhus registers stellan', day: -214, tell: registerStellan },
  { name: 'stellan is accepted for fjellhus', day: -212, tell: acceptStellan },
  { name: 'stellan writes behind the link of ostervane', day: -211, tell: writeByAda },
  // Which of them it is depends on the weekday of day 0: one business day is left then.
  ...[-3, -2, -1].flatMap((day): Chapter[] => [
    { name: `brackenmoor registers aldermist ${day}`, day: day - hour, tell: (teller) => registerForBrackenmoor(teller, day) },
    { name: `pennyroyal registers aldermist ${day}`, day, tell: registerForPennyroyal },
  ]),
]

async function clickAda({ deps, names }: Teller): Promise<void> {
  const at = deps.now()
  const click = {
    clickId: newClickId(at, deps.newId('clk')),
    linkId: named(names, 'link of ostervane'),
    partnerId: named(names, 'ostervane'),
  }
  names['click of stellan'] = signClickId(deps.settings.signingKeys, { ...click, rulesVersion: 1 })
}

async function registerStellan({ deps, names }: Teller): Promise<void> {
  names['registration of stellan'] = await send(deps, names, 'fjellhus', {
    company: stellan.company,
    domain: stellan.domain,
    contactName: stellan.name,
    email: stellan.email,
    title: 'Owner',
    role: 'economic_buyer',
    confidence: 'known',
    need: 'Fewer stops, paid by the hour saved.',
    others: 'nobody',
    workStage: 'need_confirmed',
    nextStep: 'Walk through their hall with Gunnar on Friday.',
  })
}

async function acceptStellan({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'registration of stellan')
  const form = { version: 1, prospect: 'new', days: 90, words: 'You talked to the owner first.', takeover: '' }
  const done = await acceptRegistration(deps, { id: named(names, 'ingrid') }, id, form)
  if (!done.ok) throw new Error(done.problem)
  const { prospectId } = await getRegistration(deps.db, id, deps.now())
  if (prospectId) names[stellan.company] = prospectId
}

/** The click of four days ago comes with the form: kept as evidence, behind the registration. */
async function writeByAda({ deps, names }: Teller): Promise<void> {
  const target = await findLinkTarget(deps.db, 'ada')
  if (!target) throw new Error('No link has the code ada')
  const form = {
    act: deps.newId('act'),
    company: stellan.company,
    contactName: stellan.name,
    email: stellan.email,
    need: 'Fewer stops of two lines.',
  }
  await introduceSelf(deps, target, form, [named(names, 'click of stellan')])
}

async function registerForBrackenmoor({ deps, names }: Teller, day: number): Promise<void> {
  if (names['registration of aldermist']) return
  const now = deps.now()
  const dayZero = new Date(now.getTime() - (day - hour) * 86_400_000)
  const holidays = await listHolidays(deps.db)
  const later = new Date(now.getTime() + hour * 86_400_000)
  if ([now, later].some((at) => businessDaysLeft(dayZero, dueAfterBusinessDays(at, 2, holidays), holidays) !== 1)) return
  names['registration of aldermist'] = await send(deps, names, 'brackenmoor', {
    ...aldermist,
    contactName: 'Nuala Finn',
    email: 'nuala@aldermist.example',
    title: 'Practice manager',
    role: 'ally',
    confidence: 'known',
    need: 'Scanners and sterilisers on one plan.',
    others: 'named',
    name2: 'Declan Roe',
    title2: 'Partner of the practice',
    role2: 'economic_buyer',
    confidence2: 'guess',
    workStage: 'in_talks',
    nextStep: 'Nuala brings her figures to lunch next week.',
  })
}

async function registerForPennyroyal({ deps, names }: Teller): Promise<void> {
  if (!names['registration of aldermist'] || names['other registration of aldermist']) return
  names['other registration of aldermist'] = await send(deps, names, 'pennyroyal', {
    ...aldermist,
    company: 'Aldermist Veterinary Group Ltd',
    contactName: 'Declan Roe',
    email: 'declan@aldermist.example',
    title: 'Partner of the practice',
    role: 'economic_buyer',
    confidence: 'known',
    need: 'One plan for the devices of four practices.',
    others: 'not_known',
    workStage: 'first_contact',
    nextStep: 'Show him our own plan on the phone.',
  })
}

async function send(deps: Deps, names: Teller['names'], partner: PartnerKey, told: Told): Promise<string> {
  const form: NewRegistration = { ...empty, act: deps.newId('act'), ...told }
  const done = await register(deps, ownerOf(names, partner), form)
  if (!done.ok) throw new Error(done.problem)
  return done.registrationId
}
