import { Hono } from 'hono'
import * as v from 'valibot'
import type { FormState } from '../../portal/components/form-state.ts'
import { DiscountRulesPage } from '../../portal/pages/discount-rules-page.tsx'
import { reading } from '../amount-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm } from '../form.ts'
import { incomplete } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { findDiscountRules, setDiscountRules } from './discount-rules.ts'
import { discountPolicies } from './rules-discounts.ts'
import { percentShape } from './shapes-fields.ts'

const share = percentShape('Give a share like 25.')

const rulesShape = v.pipe(
  v.strictObject(
    { policy: v.picklist(discountPolicies, 'Choose when.'), alone: share, second: share, reference: share, sponsor: share },
    incomplete,
  ),
  reading(({ policy, alone, second, reference, sponsor }, issue) => {
    if (second < alone) issue('This limit is not below the first one.', 'second')
    if (sponsor < reference) issue('A sponsor’s discount is not below a reference’s.', 'sponsor')
    return { policy, aloneBps: alone, secondBps: second, referenceBps: reference, sponsorBps: sponsor }
  }),
)

export const discounts = new Hono<AppEnv>()
  .get('/', allow('admin', 'sales', 'auditor'), (c) => renderRules(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, rulesShape)
    if (!form.ok) return renderRules(c, form)
    await setDiscountRules(c.var.deps, form.values, c.var.staff.id)
    return c.redirect('/discounts', 303)
  })

async function renderRules(c: AppContext, form?: FormState) {
  const rules = await findDiscountRules(c.var.deps.db)
  return c.render(<DiscountRulesPage rules={rules} mayChange={c.var.staff.roles.includes('admin')} form={form} />, {
    status: form ? 422 : 200,
  })
}
