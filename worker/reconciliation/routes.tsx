import { Hono } from 'hono'
import * as v from 'valibot'
import type { FormState } from '../../portal/components/form-state.ts'
import { BreakPage } from '../../portal/pages/break-page.tsx'
import { BreaksPage } from '../../portal/pages/breaks-page.tsx'
import { ReconciliationPage } from '../../portal/pages/reconciliation-page.tsx'
import { reconJobs } from '../../schema/reconciliation.ts'
import { listTrailOf } from '../audit/store.ts'
import { csvStream } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { incomplete } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isLate } from '../stripe/rules-pull.ts'
import { breakLines, breaksHeader } from './csv-file.ts'
import { listStandings } from './late-lists.ts'
import { closeBreak, subjectOf, takeBreak } from './look-after.ts'
import { unexplainedMinor } from './rules-cash.ts'
import { listFlights } from './store-clearing.ts'
import {
  type BreakRow,
  findBreak,
  listClosedBreaks,
  listDayBreaks,
  listDeskDays,
  listOpenBreaks,
  listOtherCash,
  listReconRuns,
  listSameSubject,
} from './store-desk.ts'

const readers = ['finance', 'approver', 'auditor'] as const
const act = v.pipe(v.string(incomplete), v.regex(/^act_[\w-]{1,70}$/, incomplete))
const takeShape = v.strictObject({ act }, incomplete)
const closeShape = v.strictObject(
  {
    act,
    note: v.pipe(
      v.string('Say what it was.'),
      v.minLength(3, 'Say what it was, in a few words: it is all that is left to read of it.'),
      v.maxLength(500, 'Please say it in 500 characters.'),
    ),
  },
  incomplete,
)

export const reconciliation = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderDesk(c))
  .get('/breaks', allow(...readers), (c) => renderClosed(c))
  .get('/breaks.csv', allow(...readers), (c) => {
    const { db } = c.var.deps
    return csvStream(
      'breaks',
      breaksHeader,
      breakLines(db, (ids) => namesOf(db, ids)),
    )
  })
  .get('/breaks/:id', allow(...readers), (c) => renderBreak(c))
  .post('/breaks/:id/owner', allow('finance'), async (c) => {
    const form = await readForm(c, takeShape)
    if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
    await takeBreak(c.var.deps, idOf(c), { act: form.values.act, by: c.var.staff })
    return c.redirect(`/reconciliation/breaks/${idOf(c)}`, 303)
  })
  .post('/breaks/:id/closure', allow('finance'), async (c) => {
    const form = await readForm(c, closeShape)
    if (!form.ok) return renderBreak(c, form)
    await closeBreak(c.var.deps, idOf(c), { act: form.values.act, by: c.var.staff }, form.values.note)
    return c.redirect(`/reconciliation/breaks/${idOf(c)}`, 303)
  })

function idOf(c: AppContext): number {
  const text = c.req.param('id') ?? ''
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notFound()
  return Number(text)
}

async function renderDesk(c: AppContext) {
  const { db, now } = c.var.deps
  const until = readDay(c.req.query('until'))
  const at = now()
  const [{ days, older }, flights, runs, listed, lists] = await Promise.all([
    listDeskDays(db, until),
    listFlights(db),
    listReconRuns(db),
    listOpenBreaks(db, readCursor(c.req.query('cursor'))),
    listStandings(db),
  ])
  const [dayBreaks, others] = await Promise.all([listDayBreaks(db, days), listOtherCash(db, days)])
  const { rows, next } = pageOf(listed, (row) => ({ at: row.openedAt, id: String(row.id) }))
  return c.render(
    <ReconciliationPage
      now={at}
      days={days.map((row) => ({
        ...row,
        unexplainedMinor: unexplainedMinor(row),
        found: dayBreaks.find(({ subject }) => subject === `${row.currency}/${row.day}`),
      }))}
      olderDaysHref={older && `/reconciliation?${new URLSearchParams({ until: older })}`}
      newestDaysHref={until && '/reconciliation'}
      others={others}
      flights={flights}
      jobs={reconJobs.map((job) => runs.find((run) => run.job === job) ?? { job, open: 0, ranAt: null })}
      lists={lists.map((list) => ({ ...list, isLate: isLate(list, at) }))}
      breaks={await named(c, rows)}
      takes={c.var.staff.roles.includes('finance') ? rows.map(() => c.var.deps.newId('act')) : undefined}
      moreBreaksHref={next && `/reconciliation?${new URLSearchParams({ cursor: next })}`}
    />,
  )
}

async function renderClosed(c: AppContext) {
  const { db, now } = c.var.deps
  const job = reconJobs.find((each) => each === c.req.query('job'))
  const listed = await listClosedBreaks(db, job, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(listed, (row) => ({ at: row.closedAt ?? row.openedAt, id: String(row.id) }))
  return c.render(
    <BreaksPage
      now={now()}
      breaks={await named(c, rows)}
      job={job}
      olderHref={next && `/reconciliation/breaks?${new URLSearchParams({ ...(job && { job }), cursor: next })}`}
    />,
  )
}

async function renderBreak(c: AppContext, form?: FormState) {
  const { deps, staff } = c.var
  const found = await findBreak(deps.db, idOf(c))
  if (!found) throw notFound()
  const [[row], same, acts] = await Promise.all([
    named(c, [found]),
    listSameSubject(deps.db, found),
    listTrailOf(deps.db, subjectOf(found.id)),
  ])
  const names = await namesOf(
    deps.db,
    acts.map(({ actor }) => actor),
  )
  return c.render(
    <BreakPage
      now={deps.now()}
      found={row ?? found}
      isMine={found.owner === staff.id}
      acts={staff.roles.includes('finance') && !found.closedAt ? { take: deps.newId('act'), close: deps.newId('act') } : undefined}
      taken={acts.filter(({ act: done }) => done === 'break.taken').map(({ at, actor }) => ({ at, by: names.get(actor) ?? actor }))}
      same={same}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}

/** With people's names in place of their ids. */
async function named(c: AppContext, rows: readonly BreakRow[]): Promise<BreakRow[]> {
  const names = await namesOf(
    c.var.deps.db,
    rows.flatMap(({ owner, closedBy }) => [owner, closedBy].filter((id) => id !== null)),
  )
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id))
  return rows.map((row) => ({ ...row, owner: nameOf(row.owner), closedBy: nameOf(row.closedBy) }))
}

function readDay(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  throw new Refusal('bad_request', 'That is no day. Please start at the newest one.')
}
