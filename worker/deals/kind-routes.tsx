import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { actIn, actOnly } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { approveChange, askForChange, payChange, refuseChange } from './change-request.ts'
import { dealPage as page } from './deal-page.tsx'
import { drawHours, topUp } from './hours.ts'
import { acceptMeasurement, disputeMeasurement, measure, settleMeasurement } from './measurements.ts'
import {
  acceptShape,
  changeApprovalShape,
  changePaymentShape,
  changeRefusalShape,
  changeShape,
  disputeShape,
  drawShape,
  measurementShape,
  settlementShape,
  topUpShape,
  valueNoteShape,
} from './shapes-kinds.ts'
import { inCurrencyOf } from './store.ts'
import { keepValueNote } from './value-note.ts'

/** What happens within a deal, by its kind: hours, change requests, measurements. */
export const dealKinds = new Hono<AppEnv>()
  .post('/:id/draws', allow('sales'), (c) =>
    actIn(c, drawShape, page, (id, { act, ...draw }) => drawHours(c.var.deps, id, draw, act, c.var.staff.id), 'drawn'),
  )
  .post('/:id/top-ups', allow('sales'), (c) =>
    actIn(c, topUpShape, page, (id, { act, ...bought }) => topUp(c.var.deps, id, bought, act, c.var.staff.id), 'topped_up'),
  )
  .post('/:id/value-note', allow('sales'), (c) =>
    actIn(c, valueNoteShape, page, (id, { value_note: note }) => keepValueNote(c.var.deps, id, note, c.var.staff.id), 'value_note'),
  )
  .post('/:id/changes', allow('sales'), (c) =>
    actIn(
      c,
      changeShape,
      page,
      async (id, { act, currency, ...asked }) => {
        await inCurrencyOf(c.var.deps.db, id, currency)
        await askForChange(c.var.deps, id, asked, act, c.var.staff.id)
      },
      'change_text',
    ),
  )
  .post('/:id/changes/approval', allow('sales'), (c) =>
    actIn(
      c,
      changeApprovalShape,
      page,
      (id, { change, approved_by: approvedBy, approved_on: approvedOn }) =>
        approveChange(c.var.deps, id, change, { approvedBy, approvedOn }, c.var.staff.id),
      'approved_by',
    ),
  )
  .post('/:id/changes/refusal', allow('sales'), (c) => {
    const id = c.req.param('id')
    return actOnly(c, changeRefusalShape, page.href(id), ({ refused }) => refuseChange(c.var.deps, id, refused, c.var.staff.id))
  })
  .post('/:id/changes/payment', allow('sales'), (c) =>
    actIn(
      c,
      changePaymentShape,
      page,
      (id, { paid_change: change, change_payment: payment }) => payChange(c.var.deps, id, change, payment, c.var.staff.id),
      'paid_change',
    ),
  )
  .post('/:id/measurements', allow('sales'), (c) =>
    actIn(
      c,
      measurementShape,
      page,
      async (id, { act, currency, ...measured }) => {
        await inCurrencyOf(c.var.deps.db, id, currency)
        await measure(c.var.deps, id, measured, act, c.var.staff.id)
      },
      'value',
    ),
  )
  .post('/:id/measurements/acceptance', allow('sales'), (c) => {
    const id = c.req.param('id')
    return actOnly(c, acceptShape, page.href(id), ({ accepted }) =>
      acceptMeasurement(c.var.deps, id, accepted, { side: 'us', by: c.var.staff.id }),
    )
  })
  .post('/:id/measurements/dispute', allow('sales'), (c) =>
    actIn(
      c,
      disputeShape,
      page,
      (id, { measurement, dispute_reason: reason }) =>
        disputeMeasurement(c.var.deps, id, measurement, reason, { side: 'us', actor: c.var.staff.id }),
      'dispute_reason',
    ),
  )
  .post('/:id/measurements/payment', allow('sales'), (c) =>
    actIn(
      c,
      settlementShape,
      page,
      (id, { settles, paid_by: payment }) => settleMeasurement(c.var.deps, id, settles, payment, c.var.staff.id),
      'settles',
    ),
  )
