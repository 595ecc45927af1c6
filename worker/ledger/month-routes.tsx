import { Hono } from 'hono'
import type { MonthState } from '../../portal/components/month-state.tsx'
import { MonthPage } from '../../portal/pages/month-page.tsx'
import { type MonthRow, MonthsPage } from '../../portal/pages/months-page.tsx'
import type { ClosedMonth, MonthTotal } from '../../schema/months.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { incomplete, nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { confirmClose, prepareClose, whyNotYet, withdrawClose } from './close.ts'
import { journalFile } from './journal.ts'
import { isMonth, monthOf, monthsBetween } from './months.ts'
import { countPostings, findClosed, findClosedUntil, findFirstEffect, listClosed, sumMonth, sumMonthsSince } from './store-months.ts'

const readers = ['finance', 'approver', 'auditor'] as const

/** Mounted at /ledger/months. */
export const months = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderMonths(c))
  .get('/:month', allow(...readers), async (c) => renderMonth(c, await getMonth(c)))
  .get('/:month/journal.csv', allow(...readers), async (c) => journalFile(c.var.deps.db, await getMonth(c)))
  .post('/:month/preparation', allow('finance'), (c) => act(c, prepareClose))
  .post('/:month/withdrawal', allow('finance'), (c) => act(c, withdrawClose))
  .post('/:month/confirmation', allow('approver'), async (c) => {
    const { deps, staff } = c.var
    if (isFreshFactor(staff.secondFactorAt, deps.now())) return act(c, confirmClose)
    return c.redirect(`/sign-in/second-factor?next=/ledger/months/${await getMonth(c)}`, 303)
  })

async function act(c: AppContext, doIt: typeof confirmClose) {
  const month = await getMonth(c)
  const form = await readForm(c, nothingShape)
  if (!form.ok) throw new Refusal('invalid', incomplete)
  await doIt(c.var.deps, month, c.var.staff)
  return c.redirect(`/ledger/months/${month}`, 303)
}

/** A month from the first posting to the running one. */
async function getMonth(c: AppContext): Promise<string> {
  const month = c.req.param('month') ?? ''
  const first = await findFirstEffect(c.var.deps.db)
  if (!isMonth(month) || !first || month < monthOf(first) || month > monthOf(c.var.deps.now())) throw notFound()
  return month
}

async function renderMonths(c: AppContext) {
  const { db, now } = c.var.deps
  const [first, closed, until] = await Promise.all([findFirstEffect(db), listClosed(db), findClosedUntil(db)])
  const sums = await sumMonthsSince(db, until)
  const running = monthOf(now())
  const rows = first ? monthsBetween(monthOf(first), running).reverse() : []
  return c.render(
    <MonthsPage
      months={rows.map((month): MonthRow => {
        const row = closed.find((each) => each.month === month)
        return {
          month,
          state: stateOf(month, running, row),
          ...figuresOf(row?.confirmedAt ? row.totals : sums.filter((each) => each.month === month)),
        }
      })}
    />,
  )
}

const stateOf = (month: string, running: string, row: ClosedMonth | undefined): MonthState =>
  row ? (row.confirmedAt ? 'closed' : 'prepared') : month === running ? 'running' : 'open'

const owedKinds = ['pending', 'avail', 'held', 'inflight']

function figuresOf(totals: readonly MonthTotal[]): Pick<MonthRow, 'cost' | 'paid' | 'owed'> {
  const sumOf = (isKind: (kind: string) => boolean, sign: 1 | -1) =>
    [...Map.groupBy(totals, ({ currency }) => currency)].flatMap(([currency, rows]) => {
      const amountMinor = rows.reduce((sum, row) => (isKind(row.kind) ? sum + sign * row.amountMinor : sum), 0)
      return amountMinor === 0 ? [] : [{ currency, amountMinor }]
    })
  return {
    cost: sumOf((kind) => kind === 'expense', -1),
    paid: sumOf((kind) => kind === 'paid', 1),
    owed: sumOf((kind) => owedKinds.includes(kind), 1),
  }
}

async function renderMonth(c: AppContext, month: string) {
  const { deps, staff } = c.var
  const { db, now } = deps
  const row = await findClosed(db, month)
  const isClosed = row?.confirmedAt != null
  const [totals, postings, why, names] = await Promise.all([
    isClosed ? row.totals : sumMonth(db, month),
    isClosed ? row.postings : countPostings(db, month),
    row ? undefined : whyNotYet(deps, month),
    namesOf(
      db,
      [row?.preparedBy, row?.confirmedBy].filter((id) => id != null),
    ),
  ])
  const nameOf = (id: string) => names.get(id) ?? id
  return c.render(
    <MonthPage
      month={month}
      state={stateOf(month, monthOf(now()), row)}
      postings={postings}
      totals={totals}
      prepared={row && { by: nameOf(row.preparedBy), at: row.preparedAt }}
      closed={row?.confirmedBy && row.confirmedAt ? { by: nameOf(row.confirmedBy), at: row.confirmedAt } : undefined}
      whyNotYet={why}
      mayPrepare={staff.roles.includes('finance')}
      hasSecondFactor={isFreshFactor(staff.secondFactorAt, now())}
      mayConfirm={staff.roles.includes('approver') && row?.preparedBy !== staff.id}
    />,
  )
}
