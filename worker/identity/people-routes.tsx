import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { PeoplePage } from '../../portal/pages/people-page.tsx'
import { PersonPage } from '../../portal/pages/person-page.tsx'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { namesOf } from './names.ts'
import { makePasskeyCode, removePasskeysOf } from './others-passkeys.ts'
import { listPasskeys } from './passkey-store.ts'
import { addPerson, changeRoles, setPersonActive } from './people.ts'
import { newPersonShape, rolesShape } from './people-shapes.ts'
import { getStaff, listStaff } from './people-store.ts'
import { allow } from './policy.ts'
import { adminFactorOf } from './second-factor.ts'

export const people = new Hono<AppEnv>()
  .get('/', allow('admin', 'auditor'), (c) => renderPeople(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, newPersonShape)
    if (!form.ok) return renderPeople(c, form)
    try {
      return c.redirect(`/people/${await addPerson(c.var.deps, c.var.staff, form.values)}`, 303)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'conflict') return renderPeople(c, withProblem(form, error.message, 'email'))
      return askFactor(c, error, '/people')
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
      return askFactor(c, error, `/people/${id}`)
    }
    return c.redirect(`/people/${id}`, 303)
  })
  .post('/:id/deactivation', allow('admin'), (c) => press(c, (id) => setPersonActive(c.var.deps, c.var.staff, id, false)))
  .post('/:id/reactivation', allow('admin'), (c) => press(c, (id) => setPersonActive(c.var.deps, c.var.staff, id, true)))
  .post('/:id/passkey-removal', allow('admin'), (c) => press(c, (id) => removePasskeysOf(c.var.deps, c.var.staff, id)))
  .post('/:id/passkey-code', allow('admin'), (c) => press(c, (id) => makePasskeyCode(c.var.deps, c.var.staff, id)))

/** A form that is one button. What comes of it is a code to show once, or nothing. */
async function press(c: AppContext, act: (id: string) => Promise<unknown>): Promise<Response> {
  const form = await readForm(c, nothingShape)
  if (!form.ok) throw new Refusal('bad_request', Object.values(form.problems)[0] ?? '')
  const id = c.req.param('id') ?? ''
  try {
    const code = await act(id)
    return typeof code === 'string' ? renderPerson(c, id, { code, status: 200 }) : c.redirect(`/people/${id}`, 303)
  } catch (error) {
    return askFactor(c, error, `/people/${id}`)
  }
}

/** The forms only stand there for who has a fresh second factor; it may have grown old while the page was open. */
function askFactor(c: AppContext, error: unknown, next: string): Response {
  if (!(error instanceof Refusal) || error.code !== 'second_factor_required') throw error
  return c.redirect(`/sign-in/second-factor?next=${next}`, 303)
}

async function renderPeople(c: AppContext, form?: FormState) {
  const { deps, staff } = c.var
  const { rows, next } = pageOf(await listStaff(deps.db, readCursor(c.req.query('cursor'))), (row) => ({ at: row.createdAt, id: row.id }))
  const mayChange = staff.roles.includes('admin')
  const act = form?.entered.act || deps.newId('act')
  const factor = await adminFactorOf(deps.db, staff, deps.now())
  return c.render(
    <PeoplePage people={rows} olderHref={next && `/people?cursor=${next}`} add={mayChange ? { act, factor, form } : undefined} />,
    { status: form ? 422 : 200 },
  )
}

async function renderPerson(
  c: AppContext,
  id: string,
  shown: { form?: FormState; code?: string; status: 200 | 409 | 422 } = { status: 200 },
) {
  const { deps, staff } = c.var
  const [person, entries, passkeys] = await Promise.all([getStaff(deps.db, id), listTrailOf(deps.db, id), listPasskeys(deps.db, id)])
  const names = await namesOf(
    deps.db,
    entries.map(({ actor }) => actor),
  )
  return c.render(
    <PersonPage
      person={person}
      entries={entries.map((entry) => ({ ...entry, actorName: names.get(entry.actor) ?? entry.actor }))}
      mayChange={staff.roles.includes('admin')}
      factor={await adminFactorOf(deps.db, staff, deps.now())}
      isSelf={staff.id === id}
      passkeys={passkeys}
      code={shown.code}
      form={shown.form}
    />,
    { status: shown.status },
  )
}
