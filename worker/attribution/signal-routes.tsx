import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SignalPage } from '../../portal/pages/signal-page.tsx'
import { isCurrency } from '../../schema/currency.ts'
import type { Signal } from '../../schema/signals.ts'
import { listTrailOf } from '../audit/store.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { decideSignal, noteSignal, takeSignal } from './decide-signal.ts'
import { grantExemption } from './exempt.ts'
import { teamOf } from './rules-signals.ts'
import { holdOfSignal } from './rules-signals-hold.ts'
import { confirmShape, noteShape, partnerExemptionShape, releaseShape } from './shapes-signals.ts'
import { renderSignals, sendSignals, teamInWords } from './signal-list.tsx'
import { namesIn, readSides } from './signal-view.ts'
import { findSignal, listHeldBy, listNotes } from './store-queue.ts'

const readers = ['sales', 'finance', 'admin', 'auditor'] as const

/** Who sees the queue; sales and finance decide, each about its own rules (design.md 7). */
export const signals = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderSignals(c))
  .get('/all.csv', allow(...readers), (c) => sendSignals(c.var.deps.db))
  .get('/:id', allow(...readers), (c) => renderSignal(c))
  .post('/:id/release', allow('sales', 'finance'), async (c) => {
    const form = await readForm(c, releaseShape)
    if (!form.ok) return renderSignal(c, { form, status: 422 })
    const { deps, staff } = c.var
    return act(c, form, 'release_reason', (id) => decideSignal(deps, id, 'released', form.values.release_reason, staff))
  })
  .post('/:id/confirmation', allow('sales', 'finance'), async (c) => {
    const form = await readForm(c, confirmShape)
    if (!form.ok) return renderSignal(c, { form, status: 422 })
    const { deps, staff } = c.var
    return act(c, form, 'confirm_reason', (id) => decideSignal(deps, id, 'confirmed', form.values.confirm_reason, staff))
  })
  .post('/:id/owner', allow('sales', 'finance'), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) return renderSignal(c, { form, status: 422 })
    return act(c, form, '', (id) => takeSignal(c.var.deps, id, c.var.staff))
  })
  .post('/:id/notes', allow('sales', 'finance'), async (c) => {
    const form = await readForm(c, noteShape)
    if (!form.ok) return renderSignal(c, { form, status: 422 })
    return act(c, form, 'note', (id) => noteSignal(c.var.deps, id, form.values.note, form.values.act, c.var.staff))
  })
  .post('/:id/exemption', allow('sales', 'finance'), async (c) => {
    const form = await readForm(c, partnerExemptionShape)
    if (!form.ok) return renderSignal(c, { form, status: 422 })
    const { deps, staff } = c.var
    const { exempt_reason: reason, until: endsAt, act: once } = form.values
    return act(c, form, 'until', async (id) => {
      const { rule, partnerId } = await getSignal(c, id)
      if (!staff.roles.includes(teamOf[rule])) throw new Refusal('forbidden', `${teamInWords({ rule })} decides about this rule.`)
      await grantExemption(deps, { rule, partnerId, groupId: null, reason, endsAt }, once, staff.id)
    })
  })

/** What the signal's state does not allow stands at the form's field, with everything that was typed. */
async function act(c: AppContext, form: { entered: Record<string, string> }, field: string, perform: (id: string) => Promise<void>) {
  const id = c.req.param('id') ?? ''
  try {
    await perform(id)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    const status = error.status === 422 ? 422 : error.status === 403 ? 403 : 409
    return renderSignal(c, { form: withProblem(form, error.message, field), status })
  }
  return c.redirect(`/signals/${id}`, 303)
}

async function getSignal(c: AppContext, id = c.req.param('id') ?? ''): Promise<Signal> {
  const signal = await findSignal(c.var.deps.db, id)
  if (!signal) throw notFound()
  return signal
}

async function renderSignal(c: AppContext, declined?: { form: FormState; status: 403 | 409 | 422 }) {
  const { deps, staff } = c.var
  const { db } = deps
  const signal = await getSignal(c)
  const [sides, names, held, notes, trail] = await Promise.all([
    readSides(db, signal),
    namesIn(db, signal),
    listHeldBy(db, signal, holdOfSignal(signal).owner),
    listNotes(db, signal.id),
    listTrailOf(db, signal.id),
  ])
  const people = await namesOf(db, [
    ...[signal.takenBy, signal.decidedBy].filter((id) => id !== null),
    ...notes.map(({ author }) => author),
    ...trail.map(({ actor }) => actor),
  ])
  const nameOf = (id: string) => people.get(id) ?? id
  const mayDecide = staff.roles.includes(teamOf[signal.rule])
  const isTeam = staff.roles.includes('sales') || staff.roles.includes('finance')
  const isOpen = signal.status === 'open'
  return c.render(
    <SignalPage
      now={deps.now()}
      signal={signal}
      names={names}
      team={teamInWords(signal)}
      takenBy={signal.takenBy && nameOf(signal.takenBy)}
      decidedBy={signal.decidedBy && nameOf(signal.decidedBy)}
      sides={sides}
      held={held.flatMap((row) =>
        isCurrency(row.currency)
          ? [
              {
                ...row,
                currency: row.currency,
                openedAt: new Date(row.openedAt),
                closedAt: row.closedAt === null ? null : new Date(row.closedAt),
              },
            ]
          : [],
      )}
      notes={notes.map((note) => ({ ...note, author: nameOf(note.author) }))}
      trail={trail.map(({ at, actor, act: done }) => ({ at, act: done, actor: nameOf(actor) }))}
      may={{
        decide: mayDecide && isOpen,
        take: mayDecide && isOpen && signal.takenBy !== staff.id,
        note: isTeam ? deps.newId('act') : undefined,
        exempt: mayDecide ? deps.newId('act') : undefined,
      }}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
