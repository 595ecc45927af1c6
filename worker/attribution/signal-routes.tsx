import { Hono } from 'hono'
import { SignalPage } from '../../portal/pages/signal-page.tsx'
import { isCurrency } from '../../schema/currency.ts'
import type { Signal } from '../../schema/signals.ts'
import { listTrailOf } from '../audit/store.ts'
import type { Db } from '../database.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { actIn, type Declined } from '../form-acts.ts'
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

const page = { href: (id: string) => `/signals/${id}`, render: renderSignal }

/** Who sees the queue; sales and finance decide, each about its own rules (design.md 7). */
export const signals = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderSignals(c))
  .get('/all.csv', allow(...readers), (c) => sendSignals(c.var.deps.db))
  .get('/:id', allow(...readers), (c) => renderSignal(c, c.req.param('id')))
  .post('/:id/release', allow('sales', 'finance'), (c) =>
    actIn(
      c,
      releaseShape,
      page,
      (id, { release_reason: reason }) => decideSignal(c.var.deps, id, 'released', reason, c.var.staff),
      'release_reason',
    ),
  )
  .post('/:id/confirmation', allow('sales', 'finance'), (c) =>
    actIn(
      c,
      confirmShape,
      page,
      (id, { confirm_reason: reason }) => decideSignal(c.var.deps, id, 'confirmed', reason, c.var.staff),
      'confirm_reason',
    ),
  )
  .post('/:id/owner', allow('sales', 'finance'), (c) => actIn(c, nothingShape, page, (id) => takeSignal(c.var.deps, id, c.var.staff)))
  .post('/:id/notes', allow('sales', 'finance'), (c) =>
    actIn(c, noteShape, page, (id, { note, act }) => noteSignal(c.var.deps, id, note, act, c.var.staff), 'note'),
  )
  .post('/:id/exemption', allow('sales', 'finance'), (c) => {
    const { deps, staff } = c.var
    return actIn(
      c,
      partnerExemptionShape,
      page,
      async (id, { exempt_reason: reason, until: endsAt, act }) => {
        const { rule, partnerId } = await getSignal(deps.db, id)
        if (!staff.roles.includes(teamOf[rule])) throw new Refusal('forbidden', `${teamInWords({ rule })} decides about this rule.`)
        await grantExemption(deps, { rule, partnerId, groupId: null, reason, endsAt }, act, staff.id)
      },
      'until',
    )
  })

async function getSignal(db: Db, id: string): Promise<Signal> {
  const signal = await findSignal(db, id)
  if (!signal) throw notFound()
  return signal
}

async function renderSignal(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const { db } = deps
  const signal = await getSignal(db, id)
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
