import { Hono } from 'hono'
import { DealsPage } from '../../portal/pages/deals-page.tsx'
import { NewDealPage } from '../../portal/pages/new-deal-page.tsx'
import { dealStatuses } from '../../schema/deals.ts'
import { findAttribution } from '../attribution/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, type RefusalCode } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, type Declined, orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { getPartner } from '../partners/store.ts'
import { getProspect } from '../prospects/store.ts'
import { termsOfPartner } from '../terms/store.ts'
import { earnsInWords } from '../terms/words.ts'
import { closeDeal } from './close.ts'
import { dealPage as page, renderDeal } from './deal-page.tsx'
import { openDeal } from './open.ts'
import { recordPayment, recordReturn } from './record.ts'
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
    return orAgain(
      form,
      async () => c.redirect(`/deals/${await openDeal(c.var.deps, wanted, act, c.var.staff.id)}`, 303),
      (again, status) => renderNewDeal(c, wanted.prospectId, { form: again, status }),
      ({ code }) => fieldOfRefusal[code] ?? '',
    )
  })
  .get('/:id', allow('sales', 'finance', 'auditor'), (c) => renderDeal(c, c.req.param('id')))
  .post('/:id/closure', allow('sales'), (c) =>
    actIn(c, closureShape, page, (id, { to, reason }) => closeDeal(c.var.deps, id, to, reason || null, c.var.staff.id), 'reason'),
  )
  .post('/:id/payments', allow('sales'), (c) =>
    actIn(c, paymentShape, page, (id, paid) => recordPayment(c.var.deps, id, paid, c.var.staff.id), 'paid'),
  )
  .post('/:id/returns', allow('sales'), (c) =>
    actIn(
      c,
      returnShape,
      page,
      async (id, { payment, ...returned }) => {
        const { dealId } = await getPayment(c.var.deps.db, payment)
        if (dealId !== id) throw notFound()
        await recordReturn(c.var.deps, payment, returned, c.var.staff.id)
      },
      'returned',
    ),
  )

/** Where what forbids a new deal stands. */
const fieldOfRefusal: Partial<Record<RefusalCode, string>> = { conflict: 'source', grievance_open: 'name', metric_missing: 'metric' }

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
