import { Hono } from 'hono'
import { EngagementsPage } from '../../portal/pages/engagements-page.tsx'
import { engagementStatuses } from '../../schema/engagements.ts'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm } from '../form.ts'
import { actIn, orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { tellResult } from './criteria.ts'
import { addCriterion, changeEngagement, closeEngagement, kickOff, planEngagement } from './engagement.ts'
import { noteGoodwill } from './goodwill.ts'
import { askAtKickoff } from './kickoff-ask.ts'
import { renderEngagement, renderNewEngagement } from './page.tsx'
import {
  changedEngagementShape,
  closureShape,
  goodwillShape,
  kickoffAskShape,
  kickoffShape,
  newCriterionShape,
  newEngagementShape,
  newOfferShape,
  offerAnswerShape,
  resultShape,
} from './shapes.ts'
import { listEngagements } from './store.ts'
import { answerOffer, offerWarranty } from './warranty.ts'

const readers = ['sales', 'auditor'] as const
const page = { href: (id: string) => `/engagements/${id}`, render: renderEngagement }

export const engagements = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderList(c))
  .get('/new', allow('sales'), async (c) => {
    const customer = c.req.query('customer')
    return customer ? renderNewEngagement(c, customer) : c.redirect('/customers', 303)
  })
  .post('/', allow('sales'), async (c) => {
    const form = await readForm(c, newEngagementShape)
    if (!form.ok) return renderNewEngagement(c, form.entered.prospectId ?? '', { form, status: 422 })
    return orAgain(
      form,
      async () => c.redirect(`/engagements/${await planEngagement(c.var.deps, form.values, c.var.staff.id)}`, 303),
      (again, status) => renderNewEngagement(c, form.values.prospectId, { form: again, status }),
      'name',
    )
  })
  .get('/:id', allow(...readers), (c) => renderEngagement(c, c.req.param('id')))
  .post('/:id', allow('sales'), (c) =>
    actIn(c, changedEngagementShape, page, (id, work) => changeEngagement(c.var.deps, id, work, c.var.staff.id), 'name'),
  )
  .post('/:id/criteria', allow('sales'), (c) =>
    actIn(c, newCriterionShape, page, (id, criterion) => addCriterion(c.var.deps, id, criterion, c.var.staff.id), 'statement'),
  )
  .post('/:id/criteria/:criterion/result', allow('sales'), (c) => {
    const { criterion } = c.req.param()
    return actIn(c, resultShape, page, (id, told) => tellResult(c.var.deps, id, criterion, told, c.var.staff.id), 'outcome')
  })
  .post('/:id/kickoff', allow('sales'), (c) =>
    actIn(c, kickoffShape, page, (id, { kickoffOn: on, version }) => kickOff(c.var.deps, id, { on, version }, c.var.staff.id), 'kickoffOn'),
  )
  .post('/:id/closure', allow('sales'), (c) =>
    actIn(
      c,
      closureShape,
      page,
      (id, { closedOn: on, version }) => closeEngagement(c.var.deps, id, { on, version }, c.var.staff.id),
      'closedOn',
    ),
  )
  .post('/:id/warranty-offers', allow('sales'), (c) =>
    actIn(c, newOfferShape, page, (id, offer) => offerWarranty(c.var.deps, id, offer, c.var.staff.id), 'covers'),
  )
  .post('/:id/warranty-offers/:offer/answer', allow('sales'), (c) => {
    const { offer } = c.req.param()
    return actIn(c, offerAnswerShape, page, (id, said) => answerOffer(c.var.deps, id, offer, said, c.var.staff.id), 'answer')
  })
  .post('/:id/asks', allow('sales'), (c) =>
    actIn(c, kickoffAskShape, page, (id, ask) => askAtKickoff(c.var.deps, id, ask, c.var.staff.id), 'contactId'),
  )
  .post('/:id/goodwill', allow('sales'), (c) =>
    actIn(c, goodwillShape, page, (id, deed) => noteGoodwill(c.var.deps, id, deed, c.var.staff.id), 'whatWeDid'),
  )

async function renderList(c: AppContext) {
  const { db, now } = c.var.deps
  const status = engagementStatuses.find((each) => each === c.req.query('status'))
  const isOverdue = c.req.query('criteria') === 'overdue'
  const listed = await listEngagements(db, { status, isOverdue }, dayOf(now()), readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(listed, (row) => ({ at: row.createdAt, id: row.id }))
  const query = new URLSearchParams({ ...(status && { status }), ...(isOverdue && { criteria: 'overdue' }), ...(next && { cursor: next }) })
  return c.render(
    <EngagementsPage
      engagements={rows}
      filter={{ status: status ?? '', criteria: isOverdue ? 'overdue' : '' }}
      olderHref={next && `/engagements?${query}`}
    />,
  )
}
