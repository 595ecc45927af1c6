import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SecondFactorPage } from '../../portal/pages/second-factor-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm, withProblem } from '../form.ts'
import { refuseBeyond } from './ask.ts'
import { askForProof } from './ask-passkey.ts'
import { proofShape } from './passkey-shapes.ts'
import { allow } from './policy.ts'
import { type Proved, provePasskey } from './prove-passkey.ts'
import { limits, safeNext } from './rules.ts'

const everybodyOfStaff = allow('sales', 'finance', 'approver', 'admin', 'auditor')

/** A passkey, used now, marks the session for ten minutes. Whoever has none reads how to get one. */
export const secondFactor = new Hono<AppEnv>()
  .get('/', everybodyOfStaff, (c) => renderSecondFactor(c, safeNext(c.req.query('next'))))
  .post('/', everybodyOfStaff, async (c) => {
    const { deps, staff } = c.var
    const form = await readForm(c, proofShape)
    const next = safeNext(form.ok ? form.values.next : form.entered.next)
    if (!form.ok) return renderSecondFactor(c, next, form)

    await refuseBeyond(deps, limits.passkeyByPerson, staff.id)
    const proved = await provePasskey(deps, staff, form.values)
    return proved === 'proved' ? c.redirect(next, 303) : renderSecondFactor(c, next, withProblem(form, whyNot[proved]))
  })

const whyNot: Record<Exclude<Proved, 'proved'>, string> = {
  gone: 'That took too long, or it was sent already. Please try again.',
  unknown: 'That passkey is none of yours here, or it was removed. Use another one.',
  wrong: 'That passkey could not be checked: it has to be used on this page, and unlocked by you. Please try again.',
  copied: 'This passkey may have been copied, so it was not accepted. Use another one, remove this one, and tell an administrator.',
}

async function renderSecondFactor(c: AppContext, next: string, form?: FormState) {
  const question = await askForProof(c.var.deps, c.var.staff)
  return c.render(<SecondFactorPage question={question} next={next} form={form} />, { status: form ? 422 : 200 })
}
