import { Hono } from 'hono'
import * as v from 'valibot'
import type { FormState } from '../../portal/components/form-state.ts'
import { AdjustmentsPage } from '../../portal/pages/adjustments-page.tsx'
import { currencyCodes } from '../../schema/currency.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { incomplete } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { askRequest, confirmRequest, refuseRequest } from './requests.ts'
import { listRequests } from './store-requests.ts'

const href = '/ledger/adjustments'

const requestShape = v.pipe(
  v.strictObject(
    {
      act: v.pipe(v.string(incomplete), v.regex(/^act_[\w-]{1,70}$/, incomplete)),
      what: v.picklist(['more', 'less', 'writeoff'], 'Choose what to do.'),
      partnerId: v.pipe(v.string(incomplete), v.regex(/^[\w-]{1,80}$/, 'Use the id as it stands on the page of the partner.')),
      currency: v.picklist(currencyCodes, 'Choose a currency from the list.'),
      amount: v.string('Give an amount.'),
      reason: v.pipe(
        v.string('Please say why.'),
        v.minLength(3, 'Please say why, in a few words.'),
        v.maxLength(300, 'Please say it in 300 characters.'),
      ),
    },
    incomplete,
  ),
  reading(({ what, amount, ...rest }, issue) => {
    const amountMinor = amountIn({ name: 'amount', text: amount }, rest.currency, issue)
    return {
      ...rest,
      kind: what === 'writeoff' ? ('writeoff' as const) : ('adjust' as const),
      amountMinor: what === 'less' ? -amountMinor : amountMinor,
    }
  }),
)

export const adjustments = new Hono<AppEnv>()
  .get('/', allow('finance', 'approver', 'auditor'), (c) => renderAdjustments(c))
  .post('/', allow('finance'), async (c) => {
    const form = await readForm(c, requestShape)
    if (!form.ok) return renderAdjustments(c, form)
    return orAgain(
      form,
      () => askRequest(c.var.deps, c.var.staff, form.values).then(() => c.redirect(href, 303)),
      (again, status) => renderAdjustments(c, again, status),
    )
  })
  .post('/:requestId/confirmation', allow('approver'), async (c) => {
    await readNoFields(c)
    const { deps, staff } = c.var
    if (!isFreshFactor(staff.secondFactorAt, deps.now())) return c.redirect(`/sign-in/second-factor?next=${href}`, 303)
    await confirmRequest(deps, c.req.param('requestId'), staff)
    return c.redirect(href, 303)
  })
  .post('/:requestId/refusal', allow('approver'), async (c) => {
    await readNoFields(c)
    await refuseRequest(c.var.deps, c.req.param('requestId'), c.var.staff)
    return c.redirect(href, 303)
  })

async function readNoFields(c: AppContext): Promise<void> {
  const form = await readForm(c, v.strictObject({}, incomplete))
  if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
}

async function renderAdjustments(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const listed = await listRequests(deps.db, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(listed, ({ request }) => ({ at: request.askedAt, id: request.id }))
  const names = await namesOf(
    deps.db,
    rows.flatMap(({ request: { askedBy, decidedBy } }) => (decidedBy ? [askedBy, decidedBy] : [askedBy])),
  )
  const decides = staff.roles.includes('approver')
  return c.render(
    <AdjustmentsPage
      requests={rows.map(({ request, partner }) => ({
        ...request,
        partner,
        askedBy: names.get(request.askedBy) ?? request.askedBy,
        decidedBy: request.decidedBy && (names.get(request.decidedBy) ?? request.decidedBy),
        mayDecide: decides && request.status === 'open' && request.askedBy !== staff.id,
      }))}
      act={staff.roles.includes('finance') ? deps.newId('act') : undefined}
      hasSecondFactor={isFreshFactor(staff.secondFactorAt, deps.now())}
      olderHref={next && `${href}?${new URLSearchParams({ cursor: next })}`}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}
