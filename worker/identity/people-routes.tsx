import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { PeoplePage } from '../../portal/pages/people-page.tsx'
import { PersonPage } from '../../portal/pages/person-page.tsx'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { namesOf } from './names.ts'
import { addPerson, changeRoles, setPersonActive } from './people.ts'
import { newPersonShape, nothingShape, rolesShape } from './people-shapes.ts'
import { getStaff, listStaff } from './people-store.ts'
import { allow } from './policy.ts'

export const people = new Hono<AppEnv>()
  .get('/', allow('admin', 'auditor'), (c) => renderPeople(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, newPersonShape)
    if (!form.ok) return renderPeople(c, form)
    try {
      return c.redirect(`/people/${await addPerson(c.var.deps, c.var.staff, form.values)}`, 303)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'conflict') return renderPeople(c, withProblem(form, error.message, 'email'))
      throw error
    }
  })
  .get('/:id', allow('admin', 'auditor'), (c) => renderPerson(c, c.req.param('id')))
  .post('/:id/roles', allow('admin'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, rolesShape)
    if (!form.ok) return renderPerson(c, id, { form, status: 422 })
    try {
      await changeRoles(c.var.deps, c.var.staff, id, form.values.roles)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'same_person') {
        return renderPerson(c, id, { form: withProblem(form, error.message), status: 409 })
      }
      throw error
    }
    return c.redirect(`/people/${id}`, 303)
  })
  .post('/:id/deactivation', allow('admin'), (c) => setActive(c, c.req.param('id'), false))
  .post('/:id/reactivation', allow('admin'), (c) => setActive(c, c.req.param('id'), true))

async function setActive(c: AppContext, id: string, active: boolean): Promise<Response> {
  const form = await readForm(c, nothingShape)
  if (!form.ok) throw new Refusal('bad_request', Object.values(form.problems)[0] ?? '')
  await setPersonActive(c.var.deps, c.var.staff, id, active)
  return c.redirect(`/people/${id}`, 303)
}

async function renderPeople(c: AppContext, form?: FormState) {
  const { deps, staff } = c.var
  const { rows, next } = pageOf(await listStaff(deps.db, readCursor(c.req.query('cursor'))), (row) => ({ at: row.createdAt, id: row.id }))
  const mayChange = staff.roles.includes('admin')
  const act = form?.entered.act || deps.newId('act')
  return c.render(<PeoplePage people={rows} olderHref={next && `/people?cursor=${next}`} add={mayChange ? { act, form } : undefined} />, {
    status: form ? 422 : 200,
  })
}

async function renderPerson(c: AppContext, id: string, declined?: { form: FormState; status: 409 | 422 }) {
  const { deps, staff } = c.var
  const [person, entries] = await Promise.all([getStaff(deps.db, id), listTrailOf(deps.db, id)])
  const names = await namesOf(
    deps.db,
    entries.map(({ actor }) => actor),
  )
  return c.render(
    <PersonPage
      person={person}
      entries={entries.map((entry) => ({ ...entry, actorName: names.get(entry.actor) ?? entry.actor }))}
      mayChange={staff.roles.includes('admin')}
      isSelf={staff.id === id}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
