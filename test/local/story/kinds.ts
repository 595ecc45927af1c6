import { listLinks, sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { addDays } from '../../../worker/agreements/rules-agreements.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { acceptMeasurement, disputeMeasurement, measure } from '../../../worker/deals/measurements.ts'
import { dayOf } from '../../../worker/reconciliation/rules.ts'
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
  const [link] = await listLinks(deps.db, named(names, 'Stellan Packaging'))
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
