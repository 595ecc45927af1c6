import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { actIn } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { addContact, finishHandoff, handOff, keepRole } from './people.ts'
import { loseProspect, recordEvidence, takeBack } from './record-evidence.ts'
import { evidenceShape, lossShape, setbackShape } from './shapes-ladder.ts'
import { contactShape, handoffShape, hoursShape, roleShape } from './shapes-people.ts'
import { spendHours } from './spend-hours.ts'
import { renderWhole } from './whole-page.tsx'

const page = { href: (id: string) => `/prospects/${id}`, render: renderWhole }

/** What sales records of a prospect: its steps on the ladder, its people, and who of us does what next. */
export const commitment = new Hono<AppEnv>()
  .post('/:id/evidence', allow('sales'), (c) =>
    actIn(c, evidenceShape, page, (id, values) => recordEvidence(c.var.deps, c.var.staff.id, id, values), 'level'),
  )
  .post('/:id/setbacks', allow('sales'), (c) =>
    actIn(c, setbackShape, page, (id, values) => takeBack(c.var.deps, c.var.staff.id, id, values), 'taken_back'),
  )
  .post('/:id/loss', allow('sales'), (c) =>
    actIn(c, lossShape, page, (id, values) => loseProspect(c.var.deps, c.var.staff.id, id, values), 'loss_reason'),
  )
  .post('/:id/contacts', allow('sales'), (c) =>
    actIn(c, contactShape, page, (id, values) => addContact(c.var.deps, c.var.staff.id, id, values), 'contact_name'),
  )
  .post('/:id/roles', allow('sales'), (c) =>
    actIn(c, roleShape, page, (id, values) => keepRole(c.var.deps, c.var.staff.id, id, values), 'role'),
  )
  .post('/:id/hours', allow('sales'), (c) =>
    actIn(c, hoursShape, page, (id, values) => spendHours(c.var.deps, c.var.staff.id, id, values), 'spent_day'),
  )
  .post('/:id/handoffs', allow('sales'), (c) =>
    actIn(c, handoffShape, page, (id, values) => handOff(c.var.deps, c.var.staff.id, id, values), 'to'),
  )
  .post('/:id/handoffs/:handoff/done', allow('sales'), async (c) => {
    const { id, handoff } = c.req.param()
    await finishHandoff(c.var.deps, c.var.staff.id, id, handoff)
    return c.redirect(`/prospects/${id}`, 303)
  })
