import { Hono } from 'hono'
import * as v from 'valibot'
import type { FormState } from '../../portal/components/form-state.ts'
import { CapsPage } from '../../portal/pages/caps-page.tsx'
import { currencyCodes, isCurrency, isTransferable } from '../../schema/currency.ts'
import { amountIn, reading } from '../amount-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { incomplete, nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { confirmCaps, proposeCaps } from './caps.ts'
import { listCapVersions } from './store-caps.ts'

const typed = v.string('Give an amount.')

const capsShape = v.pipe(
  v.strictObject(
    {
      currency: v.picklist(currencyCodes.filter(isTransferable), 'Choose a currency from the list.'),
      behind: v.pipe(v.string(incomplete), v.regex(/^\d{1,6}(,[a-z]{3}:\d{1,6})*$/, incomplete)),
      payout: typed,
      run: typed,
      hour: typed,
      first: typed,
    },
    incomplete,
  ),
  reading(({ currency, behind, payout, run, hour, first }, issue) => ({
    behind,
    caps: {
      currency,
      payoutMinor: amountIn({ name: 'payout', text: payout }, currency, issue),
      runMinor: amountIn({ name: 'run', text: run }, currency, issue),
      hourMinor: amountIn({ name: 'hour', text: hour }, currency, issue),
      firstMinor: amountIn({ name: 'first', text: first }, currency, issue),
    },
  })),
)

export const caps = new Hono<AppEnv>()
  .get('/', allow('admin', 'approver', 'finance', 'auditor'), (c) => renderCaps(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, capsShape)
    if (!form.ok) return renderCaps(c, form)
    await proposeCaps(c.var.deps, c.var.staff, form.values.caps, versionIn(form.values.behind, form.values.caps.currency))
    return c.redirect('/caps', 303)
  })
  .post('/:currency/:n/confirmation', allow('approver'), async (c) => {
    if (!(await readForm(c, nothingShape)).ok) throw new Refusal('invalid', 'Please send the form from its page.')
    const { deps, staff } = c.var
    const currency = c.req.param('currency')
    const n = c.req.param('n')
    if (!isCurrency(currency) || !/^\d{1,6}$/.test(n)) throw notFound()
    if (!isFreshFactor(staff.secondFactorAt, deps.now())) return c.redirect('/sign-in/second-factor?next=/caps', 303)
    await confirmCaps(deps, staff, currency, Number(n))
    return c.redirect('/caps', 303)
  })

/** `0,eur:3,usd:1`: the newest versions that the page showed; a currency that is not among them has none. */
function versionIn(behind: string, currency: string): number {
  const of = behind.split(',').find((each) => each.startsWith(`${currency}:`))
  return Number(of?.slice(4) ?? 0)
}

async function renderCaps(c: AppContext, form?: FormState) {
  const { deps, staff } = c.var
  const rows = await listCapVersions(deps.db)
  const names = await namesOf(
    deps.db,
    rows.flatMap(({ setBy, confirmedBy }) => (confirmedBy ? [setBy, confirmedBy] : [setBy])),
  )
  const newest = new Map(rows.toReversed().map(({ currency, version }) => [currency, version]))
  return c.render(
    <CapsPage
      caps={rows.map((row) => ({
        ...row,
        setBy: names.get(row.setBy) ?? row.setBy,
        confirmedBy: row.confirmedBy && (names.get(row.confirmedBy) ?? row.confirmedBy),
        mayConfirm: row.confirmedBy === null && staff.roles.includes('approver') && row.setBy !== staff.id,
      }))}
      behind={['0', ...[...newest].map(([currency, version]) => `${currency}:${version}`)].join()}
      currencies={currencyCodes.filter(isTransferable)}
      mayPropose={staff.roles.includes('admin')}
      hasSecondFactor={isFreshFactor(staff.secondFactorAt, deps.now())}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}
