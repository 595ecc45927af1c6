import { Hono } from 'hono'
import type { FormState } from '../portal/components/form-state.ts'
import { HolidaysPage } from '../portal/pages/holidays-page.tsx'
import type { AppContext, AppEnv } from './env.ts'
import { readForm } from './form.ts'
import { holidaysShape, listHolidays, setHolidays } from './holidays.ts'
import { allow } from './identity/policy.ts'

/** `/holidays`: the days on which no clock of business days runs. */
export const holidays = new Hono<AppEnv>()
  .get('/', allow('admin', 'sales', 'auditor'), (c) => renderHolidays(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, holidaysShape)
    if (!form.ok) return renderHolidays(c, form)
    await setHolidays(c.var.deps, form.values.days, c.var.staff.id)
    return c.redirect('/holidays', 303)
  })

const renderHolidays = async (c: AppContext, form?: FormState) =>
  c.render(<HolidaysPage days={[...(await listHolidays(c.var.deps.db))]} mayChange={c.var.staff.roles.includes('admin')} form={form} />, {
    status: form ? 422 : 200,
  })
