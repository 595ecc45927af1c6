import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { RegistrationPage, type RegistrationPageProps } from '../../portal/pages/registration-page.tsx'
import { deskFilters, RegistrationsPage } from '../../portal/pages/registrations-page.tsx'
import { businessDaysLeft } from '../business-days.ts'
import { csvResponse } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import type { RefusalStatus } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { listHolidays } from '../holidays.ts'
import { allow } from '../identity/policy.ts'
import { acceptRegistration } from './accept-registration.ts'
import { refuseRegistration } from './decide-registration.ts'
import { answerExtension } from './extend-registration.ts'
import { viewForDesk } from './registration-desk-view.ts'
import { acceptanceShape, extensionShape, refusalShape } from './registration-shapes.ts'
import { listDesk, momentOf, registrationsFile } from './registrations-file.ts'
import { type DeskFilter, getRegistration, listOpenExtensions } from './store-registrations.ts'

type Declined = RegistrationPageProps['declined']

/** What sales answers; mounted beside the partners' own pages. */
export const registrationDesk = new Hono<AppEnv>()
  .get('/export.csv', allow('sales', 'auditor'), async (c) => {
    const { db, now } = c.var.deps
    return csvResponse('registrations', await registrationsFile(db, filterIn(c.req.query('status')), now()))
  })
  .post('/:id/acceptance', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, acceptanceShape)
    if (!form.ok) return renderDeskPage(c, id, { which: 'acceptance', form })
    return answered(c, id, 'acceptance', form, async () => {
      const done = await acceptRegistration(c.var.deps, c.var.staff, id, form.values)
      return done.ok ? undefined : withProblem(form, done.problem, done.field)
    })
  })
  .post('/:id/refusal', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, refusalShape)
    if (!form.ok) return renderDeskPage(c, id, { which: 'refusal', form })
    return answered(c, id, 'refusal', form, async () => {
      const done = await refuseRegistration(c.var.deps, c.var.staff, id, form.values)
      return done.ok ? undefined : withProblem(form, done.problem, done.field)
    })
  })
  .post('/:id/extension/answer', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, extensionShape)
    if (!form.ok) return renderDeskPage(c, id, { which: 'extension', form })
    return answered(c, id, 'extension', form, async () => {
      const done = await answerExtension(c.var.deps, c.var.staff, id, form.values)
      return done.ok ? undefined : withProblem(form, done.problem, done.field)
    })
  })

/** Redirects to the page when it is done; else the page again with what was typed and why not. */
async function answered(
  c: AppContext,
  id: string,
  which: 'acceptance' | 'refusal' | 'extension',
  form: { entered: Record<string, string> },
  act: () => Promise<FormState | undefined>,
) {
  return orAgain(
    form,
    async () => {
      const problem = await act()
      return problem ? renderDeskPage(c, id, { which, form: problem }) : c.redirect(`/registrations/${id}`, 303)
    },
    (again, status) => renderDeskPage(c, id, { which, form: again }, status),
  )
}

const filterIn = (text: string | undefined): DeskFilter => deskFilters.find(({ value }) => value === text)?.value ?? 'waiting'

export async function renderDeskList(c: AppContext) {
  const { db, now } = c.var.deps
  const at = now()
  const filter = filterIn(c.req.query('status'))
  const [found, extensions, holidays] = await Promise.all([
    listDesk(db, filter, readCursor(c.req.query('cursor')), at),
    listOpenExtensions(db),
    listHolidays(db),
  ])
  const { rows, next } = pageOf(found, momentOf(filter))
  const withClock = <Row extends { dueAt: Date }>(row: Row) => ({ ...row, daysLeft: businessDaysLeft(at, row.dueAt, holidays) })
  return c.render(
    <RegistrationsPage
      filter={filter}
      registrations={rows.map(withClock)}
      extensions={extensions.map(withClock)}
      now={at}
      fileHref={`/registrations/export.csv?status=${filter}`}
      furtherHref={next && `/registrations?${new URLSearchParams({ status: filter, cursor: next })}`}
    />,
  )
}

export async function renderDeskPage(c: AppContext, id: string, declined?: Declined, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const now = deps.now()
  const view = await viewForDesk(deps.db, id, await getRegistration(deps.db, id, now), now)
  const shown = view.sides.find(({ isThis }) => isThis)
  if (!shown) throw new Error('Broken invariant: a registration stands among its own sides')
  return c.render(
    <RegistrationPage
      {...view}
      registration={shown}
      now={now}
      mayDecide={staff.roles.includes('sales')}
      isOwnRefusal={view.decisions.some((each) => each.registrationId === id && each.decidedBy === staff.id)}
      declined={declined}
    />,
    { status: declined ? status : 200 },
  )
}
