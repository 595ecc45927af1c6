import { closeDeal } from '../../../worker/deals/close.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { keepProfile, lapse, winBack } from '../../../worker/prospects/customers.ts'
import { offerRestitution, openGrievance, settleGrievance } from '../../../worker/prospects/grievances.ts'
import { makeCustomer } from '../../../worker/prospects/make-customer.ts'
import { getCustomer, listGrievances } from '../../../worker/prospects/store-customers.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

type Known = Pick<Parameters<typeof keepProfile>[3], 'motion' | 'reference_policy' | 'gift_policy' | 'gift_note'>
type Old = { company: string; domain: string; since: string } & Known

/** Customers from before the programme; nobody introduced them. */
const old: readonly Old[] = [
  {
    company: 'Merrowick Glass',
    domain: 'merrowick.example',
    since: '2024-11-04',
    motion: 'support',
    reference_policy: 'forbidden',
    gift_policy: 'limited',
    gift_note: 'Up to 50.00 EUR a person, and its works council is told',
  },
  {
    company: 'Salthaven Foods',
    domain: 'salthaven.example',
    since: '2024-06-17',
    motion: 'project',
    reference_policy: 'allowed',
    gift_policy: 'allowed',
    gift_note: '',
  },
  {
    company: 'Dunmarrow Rail Works',
    domain: 'dunmarrow.example',
    since: '2025-01-20',
    motion: 'project',
    reference_policy: 'ask',
    gift_policy: 'forbidden',
    gift_note: '',
  },
  {
    company: 'Tesselby Pumps',
    domain: 'tesselby.example',
    since: '2024-03-11',
    motion: 'support',
    reference_policy: 'ask',
    gift_policy: 'unknown',
    gift_note: '',
  },
]

export const customersTold: Chapter[] = [
  ...old.map((customer): Chapter => ({ name: `${customer.company} is a customer`, day: -538, tell: (teller) => know(teller, customer) })),
  { name: 'Tesselby Pumps lapses', day: -400, tell: loseTesselby },
  { name: 'Tesselby Pumps is made good', day: -95, tell: settleTesselby },
  { name: 'Tesselby Pumps comes back', day: -75, tell: regainTesselby },
  { name: 'Dunmarrow Rail Works complains', day: -26, tell: hearDunmarrow },
]

const today = ({ now }: Teller['deps']): string => now().toISOString().slice(0, 10)

async function know({ deps, names }: Teller, { company, domain, since, ...known }: Old): Promise<void> {
  const ingrid = named(names, 'ingrid')
  const id = await makeCustomer(deps, ingrid, { act: deps.newId('act'), company, domain, customer_since: since })
  names[company] = id
  const { version } = await getCustomer(deps.db, id)
  await keepProfile(deps, ingrid, id, {
    ...known,
    public_company: '',
    first_enterprise: company === 'Salthaven Foods' ? 'yes' : '',
    version,
  })
}

async function loseTesselby({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'Tesselby Pumps')
  const ingrid = named(names, 'ingrid')
  const said = { about: 'The first plan arrived six weeks late.', cause: 'We took on two plants at once.' }
  await openGrievance(deps, ingrid, id, { act: deps.newId('act'), ...said, owner: ingrid })
  const { version } = await getCustomer(deps.db, id)
  await lapse(deps, ingrid, id, { lapse_reason: 'It did not renew after the late plan.', version })
}

async function settleTesselby({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'Tesselby Pumps')
  const ingrid = named(names, 'ingrid')
  const [grievance] = await listGrievances(deps.db, id)
  const offered = { restitution_kind: 'free_hours' as const, restitution: 'Ten free hours.', offered_on: today(deps) }
  await offerRestitution(deps, ingrid, id, grievance?.id ?? '', offered)
  await settleGrievance(deps, ingrid, id, grievance?.id ?? '', { outcome: 'settled', settled_on: today(deps) })
}

async function regainTesselby({ deps, names }: Teller): Promise<void> {
  const id = named(names, 'Tesselby Pumps')
  const ingrid = named(names, 'ingrid')
  const wanted = {
    prospectId: id,
    name: 'Planning hours',
    kind: 'hour_pool' as const,
    currency: 'eur' as const,
    amountMinor: 240_000,
    source: null,
  }
  const dealId = await openDeal(deps, { ...wanted, details: { boughtMinutes: 1_440 } }, deps.newId('act'), ingrid)
  await closeDeal(deps, dealId, 'won', null, ingrid)
  const { version } = await getCustomer(deps.db, id)
  await winBack(deps, ingrid, id, { no_grievance: '', version })
}

async function hearDunmarrow({ deps, names }: Teller): Promise<void> {
  const ingrid = named(names, 'ingrid')
  const said = { about: 'Two inspections were missed in spring.', cause: 'The hand-over between two of us went wrong.' }
  await openGrievance(deps, ingrid, named(names, 'Dunmarrow Rail Works'), { act: deps.newId('act'), ...said, owner: named(names, 'mateo') })
}
