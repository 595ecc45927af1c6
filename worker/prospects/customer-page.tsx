import type { FormState } from '../../portal/components/form-state.ts'
import { CustomerPage } from '../../portal/pages/customer-page.tsx'
import { findCategory } from '../agreements/category.ts'
import { factsOf } from '../agreements/reference-level.ts'
import { listEngagements } from '../agreements/store-engagements.ts'
import { listProposalsOf } from '../agreements/store-proposals.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { withProblem } from '../form.ts'
import { namesOf } from '../identity/names.ts'
import { listDealsOfProspect } from './store.ts'
import { countPaidDeals, findPartnerOfCustomer, getCustomer, listGrievances } from './store-customers.ts'
import { listSales } from './store-people.ts'
import { listAgreementsOf, listGrantsOf, listPromisedOf } from './store-relationship.ts'

/** What staff see of a customer. */
export async function renderCustomer(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
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
      {...{ customer, category, partner, agreements, promised, grants, deals, engagements, proposals, mayChange, form }}
      facts={(await factsOf(db, [id], at)).get(id) ?? []}
      isRepeat={paidDeals > 1}
      grievances={grievances.map((each) => ({ ...each, owner: names.get(each.owner) ?? each.owner }))}
      sales={mayChange ? await listSales(db) : []}
      act={form?.entered.act || deps.newId('act')}
      today={dayOf(at)}
    />,
    { status: form ? status : 200 },
  )
}

/** An act behind a form of the customer's page; what it declines stands at its field, with everything that was typed. */
export async function onCustomerPage(
  c: AppContext,
  id: string,
  form: { entered: Record<string, string> },
  field: string,
  act: () => Promise<void>,
) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 409 && error.status !== 422)) throw error
    return renderCustomer(c, id, withProblem(form, error.message, field), error.status)
  }
  return c.redirect(`/customers/${id}`, 303)
}
