import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { RestorePage } from '../../portal/pages/restore-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { forLog } from '../log.ts'
import { pullLists } from '../pulls.ts'
import { confirmAdoptions, proposeAdoptions, refuseAdoptions } from './adoptions.ts'
import { beginComparison, continueComparison } from './compare.ts'
import { beginRestore, getRestore } from './restore.ts'
import { restoreView } from './restore-view.ts'
import { restoreShape, shownShape } from './shapes.ts'

const home = '/restore'

/** What to do after a database restore, and how far it is. */
export const restorePages = new Hono<AppEnv>()
  .get('/', allow('finance', 'approver', 'admin', 'auditor'), (c) => renderRestore(c))
  .post('/', allow('finance', 'admin'), async (c) => {
    const form = await readForm(c, restoreShape)
    if (!form.ok) return renderRestore(c, form)
    const { day, time } = form.values
    const begin = () => beginRestore(c.var.deps, pullLists, new Date(`${day}T${time}:00Z`), c.var.staff)
    return orAgain(
      form,
      () => begin().then(() => c.redirect(home, 303)),
      (again, status) => renderRestore(c, again, status),
      'day',
    )
  })
  .post('/comparison', allow('finance', 'admin'), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
    const { deps, staff } = c.var
    await beginComparison(deps, await getRestore(deps), staff)
    // It is begun, and the sweep goes on with it where Stripe does not answer now.
    await continueComparison(deps, pullLists).catch(goesOnLater)
    return c.redirect(home, 303)
  })
  .post('/adoptions', allow('finance'), async (c) => {
    await proposeAdoptions(c.var.deps, c.var.staff, await readShown(c))
    return c.redirect(home, 303)
  })
  .post('/adoptions/confirmation', allow('approver'), async (c) => {
    const { deps, staff } = c.var
    const shown = await readShown(c)
    if (!isFreshFactor(staff.secondFactorAt, deps.now())) return c.redirect(`/sign-in/second-factor?next=${home}`, 303)
    await confirmAdoptions(deps, staff, shown)
    return c.redirect(home, 303)
  })
  .post('/adoptions/refusal', allow('approver'), async (c) => {
    await refuseAdoptions(c.var.deps, c.var.staff, await readShown(c))
    return c.redirect(home, 303)
  })

const goesOnLater = (error: unknown) => console.warn(JSON.stringify({ level: 'warn', act: 'restore.comparison', message: forLog(error) }))

async function readShown(c: AppContext): Promise<string> {
  const form = await readForm(c, shownShape)
  if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
  return form.values.shown
}

async function renderRestore(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  return c.render(<RestorePage {...(await restoreView(c))} form={form} />, { status: form ? status : 200 })
}
