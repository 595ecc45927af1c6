import { EngagementPage } from '../../portal/pages/engagement-page.tsx'
import { NewEngagementPage } from '../../portal/pages/new-engagement-page.tsx'
import { getCustomerName } from '../agreements/agreement.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { listDealsOfProspect } from '../deals/store.ts'
import type { AppContext } from '../env.ts'
import type { Declined } from '../form-acts.ts'
import { listContacts } from '../prospects/store.ts'
import { findSurveyOfEngagement } from '../quotes/store-surveys.ts'
import { allMet, momentOf } from './rules.ts'
import { getEngagement, hasOpenGrievance, listCriteria, listGoodwill, listKickoffAsks, listOffers } from './store.ts'

export async function renderNewEngagement(c: AppContext, prospectId: string, declined?: Declined) {
  const { db, newId } = c.var.deps
  const company = await getCustomerName(db, prospectId)
  const { choices } = await workChoices(db, prospectId)
  return c.render(
    <NewEngagementPage
      act={declined?.form.entered.act || newId('act')}
      customer={{ id: prospectId, company }}
      choices={choices}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

async function workChoices(db: Db, prospectId: string) {
  const [deals, people] = await Promise.all([listDealsOfProspect(db, prospectId), listContacts(db, prospectId)])
  return {
    deals,
    people,
    choices: {
      deals: deals.map(({ id, name }) => ({ value: id, label: name })),
      people: people.map(({ id, name }) => ({ value: id, label: name })),
    },
  }
}

/** What staff see of a piece of work. */
export async function renderEngagement(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const { db } = deps
  const engagement = await getEngagement(db, id)
  const { prospectId } = engagement
  const [{ deals, people, choices }, criteria, offers, asks, goodwill, hasGrievance, survey] = await Promise.all([
    workChoices(db, prospectId),
    listCriteria(db, id),
    listOffers(db, id),
    listKickoffAsks(db, id),
    listGoodwill(db, prospectId, id),
    hasOpenGrievance(db, prospectId),
    findSurveyOfEngagement(db, id),
  ])
  return c.render(
    <EngagementPage
      {...{ engagement, criteria, offers, asks, goodwill, hasGrievance, survey, choices }}
      moment={momentOf(engagement)}
      warranties={deals.filter(({ kind }) => kind === 'warranty')}
      toAsk={people.filter((person) => !asks.some(({ contactId }) => contactId === person.id))}
      allMet={allMet(criteria)}
      mayChange={staff.roles.includes('sales')}
      act={deps.newId('act')}
      today={dayOf(deps.now())}
      form={declined?.form}
      declinedOf={declined && (c.req.param('criterion') ?? c.req.param('offer'))}
    />,
    { status: declined?.status ?? 200 },
  )
}
