import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { StopsPage } from '../../portal/pages/stops-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { scopeShape } from './shapes.ts'
import { isForFunds, liftStop, setStop, stopShape } from './stop.ts'
import { listStops } from './store-run-pages.ts'

export const stops = new Hono<AppEnv>()
  .get('/', allow('finance', 'approver', 'auditor'), (c) => renderStops(c))
  .post('/', allow('finance'), async (c) => {
    const form = await readForm(c, stopShape)
    if (!form.ok) return renderStops(c, form)
    return orAgain(
      form,
      () => setStop(c.var.deps, c.var.staff, form.values).then(() => c.redirect('/stops', 303)),
      (again, status) => renderStops(c, again, status),
      'subject',
    )
  })
  .post('/resumption', allow('finance', 'approver'), async (c) => {
    const form = await readForm(c, scopeShape)
    if (!form.ok) throw new Refusal('invalid', 'Please send the form from its page.')
    await liftStop(c.var.deps, c.var.staff, form.values.scope)
    return c.redirect('/stops', 303)
  })

async function renderStops(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const rows = await listStops(deps.db)
  const names = await namesOf(
    deps.db,
    rows.flatMap(({ setBy, resumeAskedBy }) => (resumeAskedBy ? [setBy, resumeAskedBy] : [setBy])),
  )
  const mayLift = staff.roles.includes('finance') || staff.roles.includes('approver')
  return c.render(
    <StopsPage
      stops={rows.map((row) => ({
        ...row,
        setAt: new Date(row.setAt),
        setBy: names.get(row.setBy) ?? row.setBy,
        resumeAskedBy: row.resumeAskedBy && (names.get(row.resumeAskedBy) ?? row.resumeAskedBy),
        mayLift: mayLift && row.resumeAskedBy !== staff.id,
        needsTwo: !isForFunds(row),
      }))}
      mayStop={staff.roles.includes('finance')}
      hasSecondFactor={isFreshFactor(staff.secondFactorAt, deps.now())}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}
