import { Hono } from 'hono'
import { CoveragePage } from '../../portal/pages/coverage-page.tsx'
import { ReportsPage } from '../../portal/pages/reports-page.tsx'
import { activityKinds } from '../../schema/agreements.ts'
import { contactSides } from '../../schema/prospects.ts'
import { capital } from '../agreements/agreement-view.ts'
import { activityWords } from '../agreements/agreement-words.ts'
import { listOwed } from '../agreements/store-agreements.ts'
import { csvResponse } from '../csv.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { allow } from '../identity/policy.ts'
import { listFunnel } from '../prospects/store-ladder.ts'
import { waitsFor } from '../references/rules-request.ts'
import { listOverdue } from '../references/store-requests.ts'
import { whoInWords } from '../references/words.ts'
import { type ReportTable, reportFile, reportTables } from './files.ts'
import { listFigures, listUnmet } from './store.ts'
import { readQuarters } from './view.ts'

const readers = ['sales', 'admin', 'auditor'] as const

/** What the programme is worth, for those who run it. */
export const reports = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderReports(c))
  .get('/coverage', allow(...readers), (c) => renderCoverage(c))
  .get('/file.csv', allow(...readers), async (c) => {
    const table = reportTables.find((each) => each === (c.req.query('table') ?? 'levels'))
    if (!table) throw notFound()
    return csvResponse(`${table}-${dayOf(c.var.deps.now())}`, await fileOf(c, table))
  })

const fileOf = (c: AppContext, table: ReportTable): Promise<string> => reportFile(c.var.deps.db, table, c.var.deps.now())

/** An admin runs the programme and does not open what a prospect or customer told sales. */
const opensRecords = (c: AppContext): boolean => c.var.staff.roles.some((role) => role === 'sales' || role === 'auditor')

const linesShown = 5

async function renderReports(c: AppContext) {
  const { db, now } = c.var.deps
  const at = now()
  const today = dayOf(at)
  const [quarters, funnel, overdue, owed] = await Promise.all([
    readQuarters(db, today),
    listFunnel(db),
    listOverdue(db, at, linesShown),
    listOwed(db, { late: false, today }, undefined, linesShown),
  ])
  return c.render(
    <ReportsPage
      {...quarters}
      overdue={overdue.map((each) => ({ ...each, waitsFor: whoInWords(waitsFor[each.status]) }))}
      owed={owed.map(({ agreement, company, obligation }) => ({
        id: obligation.id,
        agreementId: agreement.id,
        company,
        activity: capital(activityWords[obligation.activity]),
        due: obligation.due,
        dueOn: obligation.dueOn,
        isLate: obligation.dueOn < today,
      }))}
      funnel={funnel}
      opensRecords={opensRecords(c)}
    />,
  )
}

async function renderCoverage(c: AppContext) {
  const { db } = c.var.deps
  const activity = activityKinds.find((each) => each === c.req.query('activity')) ?? 'prospect_call'
  const side = contactSides.find((each) => each === c.req.query('side')) ?? 'business'
  const [cover, counted, unmet] = await Promise.all([
    listFigures(db, `cover/${activity}/${side}`, ''),
    listFigures(db, 'category', ''),
    listUnmet(db),
  ])
  return c.render(
    <CoveragePage
      countedAt={counted[0]?.countedAt}
      query={{ activity, side }}
      activities={activityKinds.map((value) => ({ value, label: capital(activityWords[value]) }))}
      cover={new Map(cover.map(({ what, n }) => [what, n]))}
      unmet={unmet}
      opensRecords={opensRecords(c)}
    />,
  )
}
