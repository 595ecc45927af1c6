import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SecondFactorPage } from '../../portal/pages/second-factor-page.tsx'
import type { AppContext, AppEnv, Viewer } from '../env.ts'
import { assert } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { mailFreshCode, refuseBeyond } from './ask.ts'
import { findByCode, proveSecondFactor } from './consume.ts'
import { digestOf } from './keys.ts'
import { allow } from './policy.ts'
import { limits, safeNext } from './rules.ts'
import { codeShape, nextOnlyShape } from './shapes.ts'
import { hasOpenCode } from './store.ts'

const everybody = allow('partner owner', 'partner member', 'sales', 'finance', 'approver', 'admin', 'auditor')

/** A fresh code by mail; a passkey will be asked for here, and mark the session in the same way. */
export const secondFactor = new Hono<AppEnv>()
  .get('/', everybody, async (c) => {
    const { deps } = c.var
    const viewer = viewerOf(c)
    // Loading the page again sends no second mail while a code waits.
    const waits = await hasOpenCode(deps.db, await digestOf(viewer.sessionId), 'second_factor', deps.now())
    if (!waits) await mailFreshCode(deps, viewer)
    return renderSecondFactor(c, viewer, safeNext(c.req.query('next')))
  })
  .post('/mail', everybody, async (c) => {
    const form = await readForm(c, nextOnlyShape)
    await mailFreshCode(c.var.deps, viewerOf(c))
    return renderSecondFactor(c, viewerOf(c), safeNext(form.ok ? form.values.next : ''))
  })
  .post('/', everybody, async (c) => {
    const { deps } = c.var
    const viewer = viewerOf(c)
    const form = await readForm(c, codeShape)
    const next = safeNext(form.ok ? form.values.next : form.entered.next)
    if (!form.ok) return renderSecondFactor(c, viewer, next, form)

    await refuseBeyond(deps, limits.codeByBrowser, viewer.sessionId)
    const found = await findByCode(deps, viewer.sessionId, 'second_factor', form.values.code)
    const proved = found !== undefined && (await proveSecondFactor(deps, found, viewer.sessionId))
    if (!proved) return renderSecondFactor(c, viewer, next, withProblem(form, wrongCode, 'code'))
    return c.redirect(next, 303)
  })

const wrongCode = 'That code is wrong or no longer works. Look for the newest mail, or send another code.'

const renderSecondFactor = (c: AppContext, viewer: Viewer, next: string, form?: FormState) =>
  c.render(<SecondFactorPage email={viewer.email} next={next} form={form} />, { status: form ? 422 : 200 })

function viewerOf(c: AppContext): Viewer {
  assert(c.var.viewer, 'this route is for people who are signed in')
  return c.var.viewer
}
