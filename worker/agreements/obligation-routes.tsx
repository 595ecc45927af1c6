import { Hono } from 'hono'
import { ObligationsPage } from '../../portal/pages/obligations-page.tsx'
import { amountCells, csvStream } from '../csv.ts'
import { pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { allow } from '../identity/policy.ts'
import { capital } from './agreement-view.ts'
import { activityWords } from './agreement-words.ts'
import { coverOf, obligationState, sumOf } from './rules-obligations.ts'
import { listOwed, type OwedRow } from './store-agreements.ts'
import { coverTotals, listLinesOf } from './store-receivables.ts'

const readers = ['finance', 'sales', 'approver', 'auditor'] as const

export const obligations = new Hono<AppEnv>()
  .get('/', allow(...readers), async (c) => {
    const { db, now } = c.var.deps
    const today = dayOf(now())
    const late = c.req.query('late') === 'yes'
    const listed = await listOwed(db, { late, today }, afterIn(c.req.query('after')))
    const rows = listed.slice(0, pageSize)
    const last = rows.at(-1)?.obligation
    const next =
      listed.length > pageSize && last
        ? `/obligations?${new URLSearchParams({ ...(late && { late: 'yes' }), after: `${last.dueOn}~${last.id}` })}`
        : undefined
    return c.render(<ObligationsPage lines={await linesFor(db, rows, today)} late={late} totals={await coverTotals(db)} olderHref={next} />)
  })
  .get('/due.csv', allow(...readers), async (c) => {
    const { db, now } = c.var.deps
    return csvStream('obligations', header, linesOfFile(db, dayOf(now())))
  })

const header = [
  'id',
  'agreement',
  'customer',
  'activity',
  'promised',
  'delivered',
  'due',
  'cancelled',
  'due_on',
  'state',
  'discount_minor',
  'discount',
  'currency',
]

/** All that is owed, a page of the list at a time. */
async function* linesOfFile(db: Db, today: string) {
  for (let after: { dueOn: string; id: string } | undefined; ; ) {
    const listed = await listOwed(db, { late: false, today }, after)
    const rows = listed.slice(0, pageSize)
    yield rows.map((row) => cellsOf(row, today))
    const last = rows.at(-1)?.obligation
    if (!last || listed.length <= pageSize) return
    after = { dueOn: last.dueOn, id: last.id }
  }
}

const cellsOf = ({ obligation, company, discount }: OwedRow, today: string) => [
  obligation.id,
  obligation.agreementId,
  company,
  obligation.activity,
  obligation.promised,
  obligation.delivered,
  obligation.due,
  obligation.cancelled,
  obligation.dueOn,
  obligationState(obligation, today),
  ...(discount ? amountCells(discount.amountMinor, discount.currency) : [null, null, null]),
]

/** @throws Refusal bad_request for a place in the list that we did not make */
function afterIn(text: string | undefined): { dueOn: string; id: string } | undefined {
  if (!text) return undefined
  const parts = /^(\d{4}-\d{2}-\d{2})~([\w-]{1,80})$/.exec(text)
  if (!parts?.[1] || !parts[2]) throw new Refusal('bad_request', 'That page of the list does not exist. Please start at its beginning.')
  return { dueOn: parts[1], id: parts[2] }
}

async function linesFor(db: Db, rows: readonly OwedRow[], today: string) {
  const all = await listLinesOf(db, [...new Set(rows.map(({ agreement }) => agreement.id))])
  return rows.map(({ obligation, agreement, company, discount }) => {
    const lines = all.filter(({ agreementId }) => agreementId === agreement.id)
    return {
      ...obligation,
      company,
      activity: capital(activityWords[obligation.activity]),
      isLate: obligation.dueOn < today,
      discount: discount ? { ...discount, receivableMinor: coverOf(discount.amountMinor, sumOf(lines, today)).receivableMinor } : undefined,
    }
  })
}
