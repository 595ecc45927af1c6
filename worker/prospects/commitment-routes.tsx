import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { readForm } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { addContact, finishHandoff, handOff, keepRole } from './people.ts'
import { loseProspect, recordEvidence, takeBack } from './record-evidence.ts'
import { evidenceShape, lossShape, setbackShape } from './shapes-ladder.ts'
import { contactShape, handoffShape, hoursShape, roleShape } from './shapes-people.ts'
import { spendHours } from './spend-hours.ts'
import { onPage, renderWhole } from './whole-page.tsx'

/** What sales records of a prospect: its steps on the ladder, its people, and who of us does what next. */
export const commitment = new Hono<AppEnv>()
  .post('/:id/evidence', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, evidenceShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'level', () => recordEvidence(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/setbacks', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, setbackShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'taken_back', () => takeBack(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/loss', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, lossShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'loss_reason', () => loseProspect(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/contacts', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, contactShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'contact_name', () => addContact(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/roles', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, roleShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'role', () => keepRole(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/hours', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, hoursShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'spent_day', () => spendHours(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/handoffs', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, handoffShape)
    if (!form.ok) return renderWhole(c, id, form)
    return onPage(c, id, form, 'to', () => handOff(c.var.deps, c.var.staff.id, id, form.values))
  })
  .post('/:id/handoffs/:handoff/done', allow('sales'), async (c) => {
    const { id, handoff } = c.req.param()
    await finishHandoff(c.var.deps, c.var.staff.id, id, handoff)
    return c.redirect(`/prospects/${id}`, 303)
  })
