import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { BillingPage } from '../../portal/pages/billing-page.tsx'
import { YearsPage } from '../../portal/pages/years-page.tsx'
import { csvResponse } from '../csv.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { readForm } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { billingIdentityShape, findBillingIdentity, setBillingIdentity } from '../statements/billing-identity.ts'
import { findFirstEffect } from './store-months.ts'
import { listThresholds, listYearTotals } from './store-years.ts'
import { reachedOf, yearFile } from './years.ts'

const shownAtMost = 60
const inFileAtMost = 50_000

/** Mounted at /ledger/years. */
export const years = new Hono<AppEnv>()
  .get('/', allow('finance', 'auditor'), async (c) => {
    const { db, now } = c.var.deps
    const running = now().getUTCFullYear()
    const year = readYear(c.req.query('year') || String(running))
    const [first, found, thresholds] = await Promise.all([
      findFirstEffect(db),
      listYearTotals(db, year, shownAtMost + 1),
      listThresholds(db, year),
    ])
    const since = Math.min(first?.getUTCFullYear() ?? running, year)
    return c.render(
      <YearsPage
        year={year}
        years={Array.from({ length: Math.max(running, year) - since + 1 }, (_, n) => Math.max(running, year) - n)}
        totals={found.slice(0, shownAtMost).map((each) => ({ ...each, reached: reachedOf(each, year, thresholds) }))}
        isCut={found.length > shownAtMost}
        thresholds={thresholds}
      />,
    )
  })
  .get('/:year/totals.csv', allow('finance', 'auditor'), async (c) => {
    const { db } = c.var.deps
    const year = readYear(c.req.param('year'))
    const [totals, thresholds] = await Promise.all([listYearTotals(db, year, inFileAtMost), listThresholds(db, year)])
    return csvResponse(`yearly-totals-${year}`, yearFile(totals, year, thresholds))
  })

/** @throws Refusal not_found for what is no year of this century */
function readYear(text: string): number {
  if (!/^20\d\d$/.test(text)) throw notFound()
  return Number(text)
}

/** Mounted at /ledger/billing: how invoices name the company. */
export const billing = new Hono<AppEnv>()
  .get('/', allow('finance', 'auditor'), (c) => renderBilling(c))
  .post('/', allow('finance'), async (c) => {
    const form = await readForm(c, billingIdentityShape)
    if (!form.ok) return renderBilling(c, form)
    await setBillingIdentity(c.var.deps, form.values, c.var.staff.id)
    return c.redirect('/ledger/billing', 303)
  })

const renderBilling = async (c: AppContext, form?: FormState) =>
  c.render(
    <BillingPage identity={await findBillingIdentity(c.var.deps.db)} mayChange={c.var.staff.roles.includes('finance')} form={form} />,
    { status: form ? 422 : 200 },
  )
