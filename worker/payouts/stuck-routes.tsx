import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { confirmDecision, proposeDecision, refuseDecision } from './decide-stuck.ts'
import { renderRunPayout } from './run-page.tsx'
import { decisionShape } from './shapes.ts'

/** Below the page of a payout of a run: how a stuck one ends. */
export const stuckDecisions = new Hono<AppEnv>()
  .post('/:id/payouts/:payoutId/decisions', allow('finance'), async (c) => {
    const where = whereOf(c)
    const form = await readForm(c, decisionShape)
    if (!form.ok) return renderRunPayout(c, where.runId, where.payoutId, form)
    await proposeDecision(c.var.deps, where, c.var.staff, form.values)
    return c.redirect(hrefOf(where), 303)
  })
  .post('/:id/payouts/:payoutId/decisions/:n/confirmation', allow('approver'), async (c) => {
    await readNoFields(c)
    const where = whereOf(c)
    const { deps, staff } = c.var
    if (!isFreshFactor(staff.secondFactorAt, deps.now())) return c.redirect(`/sign-in/second-factor?next=${hrefOf(where)}`, 303)
    await confirmDecision(deps, where, numberOf(c), staff)
    return c.redirect(hrefOf(where), 303)
  })
  .post('/:id/payouts/:payoutId/decisions/:n/refusal', allow('approver'), async (c) => {
    await readNoFields(c)
    const where = whereOf(c)
    await refuseDecision(c.var.deps, where, numberOf(c), c.var.staff)
    return c.redirect(hrefOf(where), 303)
  })

type Where = { runId: string; payoutId: string }

const whereOf = (c: AppContext): Where => ({ runId: c.req.param('id') ?? '', payoutId: c.req.param('payoutId') ?? '' })
const hrefOf = ({ runId, payoutId }: Where): string => `/runs/${runId}/payouts/${payoutId}`

function numberOf(c: AppContext): number {
  const text = c.req.param('n') ?? ''
  if (!/^\d{1,6}$/.test(text)) throw notFound()
  return Number(text)
}

async function readNoFields(c: AppContext): Promise<void> {
  const form = await readForm(c, nothingShape)
  if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
}
