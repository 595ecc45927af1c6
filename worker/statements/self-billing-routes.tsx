import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SelfBillingPage } from '../../portal/pages/self-billing-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { incomplete, nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { findBillingIdentity } from './billing-identity.ts'
import { agree, endAgreement, hashOf } from './self-billing.ts'
import { agreementShape } from './shapes.ts'
import { listAgreementsOfPartner } from './store-issue.ts'
import { agreementWording } from './words.ts'

/** Mounted at /payouts/self-billing: an owner signs for its company. */
export const selfBilling = new Hono<AppEnv>()
  .get('/', allow('partner owner'), (c) => renderAgreement(c))
  .post('/', allow('partner owner'), async (c) => {
    const { deps, member } = c.var
    const form = await readForm(c, agreementShape)
    if (!form.ok) return renderAgreement(c, form)
    if (!form.values.agreed) return renderAgreement(c, withProblem(form, 'Tick the box to agree.', 'agreed'))
    await agree(deps, member.partnerId, form.values, member.id)
    return c.redirect('/payouts/self-billing', 303)
  })
  .post('/end', allow('partner owner'), async (c) => {
    const { deps, member } = c.var
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('invalid', incomplete)
    await endAgreement(deps, member.partnerId, member.id)
    return c.redirect('/payouts/self-billing', 303)
  })

async function renderAgreement(c: AppContext, form?: FormState) {
  const { db, settings } = c.var.deps
  const wording = agreementWording(settings.companyName)
  const [agreements, identity, textHash] = await Promise.all([
    listAgreementsOfPartner(db, c.var.member.partnerId),
    findBillingIdentity(db),
    hashOf(wording),
  ])
  return c.render(
    <SelfBillingPage
      company={settings.companyName}
      wording={wording}
      textHash={textHash}
      agreement={agreements[0]}
      isOffered={identity !== undefined}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}
