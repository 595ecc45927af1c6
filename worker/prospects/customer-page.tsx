import { CustomerPage } from '../../portal/pages/customer-page.tsx'
import { findCategory } from '../agreements/category.ts'
import { dayOf } from '../day-shape.ts'
import { listEngagements } from '../engagements/store.ts'
import type { AppContext } from '../env.ts'
import type { Declined } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { listProposalsOf } from '../proposals/store.ts'
import { factsOf } from '../references/reference-level.ts'
import { listDealsOfProspect } from './store.ts'
import { countPaidDeals, findPartnerOfCustomer, getCustomer, listGrievances } from './store-customers.ts'
import { listSales } from './store-people.ts'
import { listAgreementsOf, listGrantsOf, listPromisedOf } from './store-relationship.ts'

/** What staff see of a customer. */
export async function renderCustomer(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const { db } = deps
  const at = deps.now()
  const customer = await getCustomer(db, id)
  const [category, partner, paidDeals, agreements, promised, grants, deals, grievances, engagements, proposals] = await Promise.all([
    findCategory(db, id, at),
    findPartnerOfCustomer(db, id),
    countPaidDeals(db, id),
    listAgreementsOf(db, id),
    listPromisedOf(db, id),
    listGrantsOf(db, id),
    listDealsOfProspect(db, id),
    listGrievances(db, id),
    listEngagements(db, { prospectId: id }, dayOf(at), undefined, 20),
    listProposalsOf(db, id),
  ])
  const names = await namesOf(
    db,
    grievances.map(({ owner }) => owner),
  )
  const mayChange = staff.roles.includes('sales')
  return c.render(
    <CustomerPage
      {...{ customer, category, partner, agreements, promised, grants, deals, engagements, proposals, mayChange }}
      form={declined?.form}
      facts={(await factsOf(db, [id], at)).get(id) ?? []}
      isRepeat={paidDeals > 1}
      grievances={grievances.map((each) => ({ ...each, owner: names.get(each.owner) ?? each.owner }))}
      sales={mayChange ? await listSales(db) : []}
      act={declined?.form.entered.act || deps.newId('act')}
      today={dayOf(at)}
    />,
    { status: declined?.status ?? 200 },
  )
}
