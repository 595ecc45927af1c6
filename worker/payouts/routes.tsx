import { Hono } from 'hono'
import { RunPreviewPage } from '../../portal/pages/run-preview-page.tsx'
import { RunsPage } from '../../portal/pages/runs-page.tsx'
import type { Currency } from '../../schema/currency.ts'
import { runStatuses } from '../../schema/payout-runs.ts'
import { csvResponse } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { listTotals } from '../ledger/store.ts'
import { approveRun, refuseRun } from './approve.ts'
import { cancelRun } from './cancel.ts'
import { runFile } from './csv-files.ts'
import { excludePartner, prepareRun, rebuildRun } from './prepare.ts'
import { previewRun } from './preview.ts'
import { namedBlocker, renderRun, renderRunPayout } from './run-page.tsx'
import { approvalShape, exclusionShape, prepareShape, reasonShape, rebuildShape } from './shapes.ts'
import { resumeRun } from './stop.ts'
import { findRun } from './store-plan.ts'
import { listRunCounts, listRuns } from './store-run-pages.ts'
import { stuckDecisions } from './stuck-routes.tsx'
import { submitRun } from './submit.ts'

const readers = ['finance', 'approver', 'auditor'] as const

export const runs = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderRuns(c))
  .get('/new', allow(...readers), (c) => renderPreview(c))
  .post('/', allow('finance'), async (c) => {
    const { act } = await readOrRefuse(c, prepareShape)
    return c.redirect(`/runs/${await prepareRun(c.var.deps, { by: c.var.staff.id, act })}`, 303)
  })
  .get('/:id', allow(...readers), (c) => renderRun(c, c.req.param('id')))
  .get('/:id/payouts.csv', allow(...readers), async (c) => {
    const run = await findRun(c.var.deps.db, c.req.param('id'))
    if (!run) throw notFound()
    return csvResponse(run.id, await runFile(c.var.deps, run.id))
  })
  .get('/:id/payouts/:payoutId', allow(...readers), (c) => renderRunPayout(c, c.req.param('id'), c.req.param('payoutId')))
  .route('/', stuckDecisions)
  .post('/:id/plan', allow('finance'), async (c) => {
    const { partnerId } = await readOrRefuse(c, rebuildShape)
    await rebuildRun(c.var.deps, c.req.param('id'), c.var.staff.id, partnerId)
    return c.redirect(`/runs/${c.req.param('id')}`, 303)
  })
  .post('/:id/exclusions', allow('finance'), async (c) => {
    const { partnerId, reason } = await readOrRefuse(c, exclusionShape)
    await excludePartner(c.var.deps, c.req.param('id'), partnerId, reason, c.var.staff.id)
    return c.redirect(`/runs/${c.req.param('id')}`, 303)
  })
  .post('/:id/submission', allow('finance'), async (c) => {
    await readOrRefuse(c, nothingShape)
    await submitRun(c.var.deps, c.req.param('id'), c.var.staff)
    return c.redirect(`/runs/${c.req.param('id')}`, 303)
  })
  .post('/:id/approval', allow('approver'), async (c) => {
    const { fingerprint } = await readOrRefuse(c, approvalShape)
    const { deps, staff } = c.var
    const id = c.req.param('id')
    // The form only stands there for who has a fresh second factor; it may have grown old while the page was open.
    if (!isFreshFactor(staff.secondFactorAt, deps.now())) return c.redirect(`/sign-in/second-factor?next=/runs/${id}`, 303)
    await approveRun(deps, id, staff, fingerprint)
    return c.redirect(`/runs/${id}`, 303)
  })
  .post('/:id/refusal', allow('approver'), async (c) => {
    const form = await readForm(c, reasonShape)
    if (!form.ok) return renderRun(c, c.req.param('id'), { ...form, entered: { ...form.entered, of: 'refusal' } })
    await refuseRun(c.var.deps, c.req.param('id'), c.var.staff, form.values.reason)
    return c.redirect(`/runs/${c.req.param('id')}`, 303)
  })
  .post('/:id/cancellation', allow('finance'), async (c) => {
    const form = await readForm(c, reasonShape)
    if (!form.ok) return renderRun(c, c.req.param('id'), { ...form, entered: { ...form.entered, of: 'cancellation' } })
    await cancelRun(c.var.deps, c.req.param('id'), c.var.staff, form.values.reason)
    return c.redirect(`/runs/${c.req.param('id')}`, 303)
  })
  .post('/:id/resumption', allow('approver'), async (c) => {
    await readOrRefuse(c, nothingShape)
    await resumeRun(c.var.deps, c.req.param('id'), c.var.staff)
    return c.redirect(`/runs/${c.req.param('id')}`, 303)
  })

/** For forms that are one button: what is wrong with them, nobody typed. */
async function readOrRefuse<Shape extends Parameters<typeof readForm>[1]>(c: AppContext, shape: Shape) {
  const form = await readForm(c, shape)
  if (form.ok) return form.values
  throw new Refusal('invalid', Object.values(form.problems)[0] ?? 'Please send the form from its page.')
}

async function renderRuns(c: AppContext) {
  const { db } = c.var.deps
  const status = runStatuses.find((each) => each === c.req.query('status'))
  const page = pageOf(await listRuns(db, status, readCursor(c.req.query('cursor'))), (run) => ({ at: run.preparedAt, id: run.id }))
  const counts = await listRunCounts(
    db,
    page.rows.map(({ id }) => id),
  )
  const names = await namesOf(
    db,
    page.rows.map(({ preparedBy }) => preparedBy),
  )
  const rows = page.rows.map((run) => {
    const own = counts.filter(({ runId }) => runId === run.id)
    const byCurrency = Map.groupBy(own, ({ currency }) => currency)
    return {
      ...run,
      preparedBy: names.get(run.preparedBy) ?? run.preparedBy,
      n: own.reduce((sum, { n }) => sum + n, 0),
      totals: [...byCurrency].map(([currency, each]) => ({
        currency,
        amountMinor: each.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      })),
    }
  })
  const olderHref = page.next && `/runs?${new URLSearchParams({ ...(status && { status }), cursor: page.next })}`
  return c.render(<RunsPage runs={rows} status={status} mayPrepare={c.var.staff.roles.includes('finance')} olderHref={olderHref} />)
}

async function renderPreview(c: AppContext) {
  const { deps, staff } = c.var
  const { rows, next, available } = await previewRun(deps, c.req.query('after'))
  const payable = (await listTotals(deps.db)).filter(({ kind, amountMinor }) => kind === 'avail' && amountMinor > 0)
  const totals = payable.map(({ currency, amountMinor }: { currency: Currency; amountMinor: number }) => ({
    currency,
    payableMinor: amountMinor,
    availableMinor: available ? (available.get(currency) ?? 0) : null,
  }))
  return c.render(
    <RunPreviewPage
      rows={rows.map(({ candidate, blocked }) => ({
        partnerId: candidate.partnerId,
        partner: candidate.partner,
        currency: candidate.currency,
        amountMinor: candidate.amountMinor === 0 ? candidate.heldMinor : candidate.amountMinor,
        blocker: blocked && namedBlocker(blocked, candidate.currency),
      }))}
      totals={totals}
      act={staff.roles.includes('finance') ? deps.newId('act') : undefined}
      olderHref={next && `/runs/new?after=${next}`}
    />,
  )
}
