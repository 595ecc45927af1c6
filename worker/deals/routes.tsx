import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { DealPage } from '../../portal/pages/deal-page.tsx'
import { DealsPage } from '../../portal/pages/deals-page.tsx'
import { NewDealPage } from '../../portal/pages/new-deal-page.tsx'
import { dealStatuses } from '../../schema/deals.ts'
import { findAttribution } from '../attribution/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal, type RefusalCode } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { getPartner } from '../partners/store.ts'
import { getProspect } from '../prospects/store.ts'
import { termsOfPartner } from '../terms/store.ts'
import { earnsInWords } from '../terms/words.ts'
import { closeDeal } from './close.ts'
import { viewDeal } from './deal-view.ts'
import { openDeal } from './open.ts'
import { recordPayment, recordReturn } from './record.ts'
import { nextOf } from './rules.ts'
import { closureShape, newDealShape, paymentShape, returnShape } from './shapes.ts'
import { getPayment, listDeals } from './store.ts'

export const deals = new Hono<AppEnv>()
  .get('/', allow('sales', 'finance', 'auditor'), async (c) => {
    const status = dealStatuses.find((each) => each === c.req.query('status'))
    const listed = await listDeals(c.var.deps.db, { status, cursor: readCursor(c.req.query('cursor')) })
    const { rows, next } = pageOf(listed, (row) => ({ at: row.openedAt, id: row.id }))
    const query = new URLSearchParams({ ...(status && { status }), ...(next && { cursor: next }) })
    return c.render(
      <DealsPage deals={rows} status={status ?? ''} olderHref={next && `/deals?${query}`} mayOpen={c.var.staff.roles.includes('sales')} />,
    )
  })
  .get('/new', allow('sales'), async (c) => {
    const prospectId = c.req.query('prospect')
    return prospectId ? renderNewDeal(c, prospectId) : c.redirect('/prospects', 303)
  })
  .post('/', allow('sales'), async (c) => {
    const form = await readForm(c, newDealShape)
    if (!form.ok) return renderNewDeal(c, form.entered.prospect ?? '', { form, status: 422 })
    const { act, ...wanted } = form.values
    try {
      return c.redirect(`/deals/${await openDeal(c.var.deps, wanted, act, c.var.staff.id)}`, 303)
    } catch (error) {
      const field = error instanceof Refusal ? fieldOfRefusal[error.code] : undefined
      if (!(error instanceof Refusal) || field === undefined) throw error
      return renderNewDeal(c, wanted.prospectId, { form: withProblem(form, error.message, field), status: 409 })
    }
  })
  .get('/:id', allow('sales', 'finance', 'auditor'), (c) => renderDeal(c, c.req.param('id')))
  .post('/:id/closure', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, closureShape)
    if (!form.ok) return renderDeal(c, id, { form, status: 422 })
    const { to, reason } = form.values
    return record(c, id, form, 'reason', () => closeDeal(c.var.deps, id, to, reason || null, c.var.staff.id))
  })
  .post('/:id/payments', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, paymentShape)
    if (!form.ok) return renderDeal(c, id, { form, status: 422 })
    return record(c, id, form, 'paid', () => recordPayment(c.var.deps, id, form.values, c.var.staff.id))
  })
  .post('/:id/returns', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, returnShape)
    if (!form.ok) return renderDeal(c, id, { form, status: 422 })
    const { payment, ...returned } = form.values
    return record(c, id, form, 'returned', async () => {
      const { dealId } = await getPayment(c.var.deps.db, payment)
      if (dealId !== id) throw notFound()
      await recordReturn(c.var.deps, payment, returned, c.var.staff.id)
    })
  })

/** Where what forbids a new deal stands. */
const fieldOfRefusal: Partial<Record<RefusalCode, string>> = { conflict: 'source', grievance_open: 'name', metric_missing: 'metric' }

/** What the deal does not allow stands at the form's field, with everything that was typed. */
async function record(c: AppContext, id: string, form: { entered: Record<string, string> }, field: string, act: () => Promise<unknown>) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    return renderDeal(c, id, { form: withProblem(form, error.message, field), status: error.status === 422 ? 422 : 409 })
  }
  return c.redirect(`/deals/${id}`, 303)
}

type Declined = { form: FormState; status: 409 | 422 }

async function renderNewDeal(c: AppContext, prospectId: string, declined?: Declined) {
  const { deps } = c.var
  const prospect = await getProspect(deps.db, prospectId)
  const attribution = await findAttribution(deps.db, prospectId)
  const partner = attribution?.partnerId ? await getPartner(deps.db, attribution.partnerId) : undefined
  const terms = partner && (await termsOfPartner(deps.db, partner.id, deps.now()))
  return c.render(
    <NewDealPage
      act={declined?.form.entered.act || deps.newId('act')}
      prospect={prospect}
      credit={attribution && partner && terms ? { partner: partner.name, reason: attribution.reason, terms: earnsInWords(terms) } : null}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

async function renderDeal(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const view = await viewDeal(deps.db, id)
  const mayRecord = staff.roles.includes('sales')
  // A form that was declined keeps its act id, so that sending it once more is still one act.
  const actOf = (field: string) => (declined && field in declined.form.entered ? declined.form.entered.act : undefined) ?? deps.newId('act')
  const today = deps.now().toISOString().slice(0, 10)
  return c.render(
    <DealPage
      {...view}
      next={mayRecord ? [...nextOf(view.deal.status)] : []}
      recording={mayRecord ? { paymentAct: actOf('paid'), returnAct: actOf('returned'), today } : undefined}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
