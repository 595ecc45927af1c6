import { DealPage } from '../../portal/pages/deal-page.tsx'
import type { AppContext } from '../env.ts'
import type { Declined } from '../form-acts.ts'
import { viewDeal } from './deal-view.ts'
import { nextOf } from './rules.ts'

/** What staff see of a deal. */
export async function renderDeal(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const view = await viewDeal(deps.db, id)
  const mayRecord = staff.roles.includes('sales')
  // A form that was declined keeps its act id, so that sending it once more is still one act.
  const actOf = (field: string) => (declined && field in declined.form.entered ? declined.form.entered.act : undefined) ?? deps.newId('act')
  const kindActOf = () =>
    (declined && kindFields.some((field) => field in declined.form.entered) ? declined.form.entered.act : undefined) ?? deps.newId('act')
  const today = deps.now().toISOString().slice(0, 10)
  return c.render(
    <DealPage
      {...view}
      next={mayRecord ? [...nextOf(view.deal.status)] : []}
      recording={mayRecord ? { paymentAct: actOf('paid'), returnAct: actOf('returned'), kindAct: kindActOf(), today } : undefined}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

/** Of the forms of a deal's kind that make something. */
const kindFields = ['value', 'drawn', 'topped_up', 'change_text']

/** Where the acts of a deal lead back to. */
export const dealPage = { href: (id: string) => `/deals/${id}`, render: renderDeal }
