import type { StaffRole } from '../../schema/people.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts } from '../env.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { anAdminIsLeft, getStaff, insertStaff, isEmailTaken, isNobodysAddress, replaceRoles, setActive } from './people-store.ts'
import { requireAdminFactor } from './second-factor.ts'

type Admin = { id: string; name: string } & Pick<SessionFacts, 'secondFactorAt'>
type NewPerson = { act: string; name: string; email: string; roles: readonly StaffRole[] }

/**
 * Adds somebody to staff and writes to them. The same form sent twice adds one person.
 *
 * @throws Refusal second_factor_required; conflict when the address is somebody's
 */
export async function addPerson(deps: Deps, admin: Admin, { act, name, email, roles }: NewPerson): Promise<string> {
  const { db, now, newId } = deps
  const [id, at] = [newId('stf'), now()]
  await requireAdminFactor(db, admin, at)
  const invitation = { template: 'staff_invited' as const, data: { roles: [...roles], invitedBy: admin.name } }
  try {
    await db.batch([
      actOnce(db, act, id, at),
      ...isNobodysAddress(db, email),
      insertStaff(db, { id, name, email, active: true, createdAt: at }),
      ...replaceRoles(db, id, roles, admin.id, at),
      trail(db, { at, actor: admin.id, act: 'person.added', subject: id, detail: { roles } }),
      owe(db, `person.added/${id}`, email, invitation, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    const before = await findAct(db, act)
    if (before) return before
    if (await isEmailTaken(db, email)) throw new Refusal('conflict', 'Somebody already signs in with this address.')
    throw error
  }
  await deps.hints.send([{ kind: 'outbox', id: `person.added/${id}` }])
  return id
}

/**
 * Leaves the person with exactly these roles.
 *
 * @throws Refusal second_factor_required; same_person when an admin would lose their own admin role; not_found
 */
export async function changeRoles(deps: Deps, admin: Admin, id: string, roles: readonly StaffRole[]): Promise<void> {
  const { db, now } = deps
  const before = await getStaff(db, id)
  await requireAdminFactor(db, admin, now())
  if (id === admin.id && !roles.includes('admin')) {
    throw new Refusal('same_person', 'You cannot take the admin role from yourself. Ask another admin to do it.')
  }
  const detail = { from: before.roles, to: roles }
  await refuseWithoutAdmin(
    db.batch([
      ...replaceRoles(db, id, roles, admin.id, now()),
      ...anAdminIsLeft(db),
      trail(db, { at: now(), actor: admin.id, act: 'person.roles_changed', subject: id, detail }),
    ]),
  )
}

/**
 * Lets somebody in or shuts them out, at once: their sessions are asked for the person on every request. Shutting out never
 * waits for a second factor.
 *
 * @throws Refusal same_person, not_found, already_done, second_factor_required
 */
export async function setPersonActive(deps: Deps, admin: Admin, id: string, active: boolean): Promise<void> {
  const { db, now } = deps
  const person = await getStaff(db, id)
  if (id === admin.id) throw new Refusal('same_person', 'You cannot shut yourself out. Ask another admin to do it.')
  if (active) await requireAdminFactor(db, admin, now())
  if (person.active === active)
    throw new Refusal('already_done', active ? 'This person is active already.' : 'This person is shut out already.')
  await refuseWithoutAdmin(
    db.batch([
      setActive(db, id, active),
      ...changedExactly(db),
      ...anAdminIsLeft(db),
      trail(db, { at: now(), actor: admin.id, act: active ? 'person.reactivated' : 'person.deactivated', subject: id }),
    ]),
  )
}

async function refuseWithoutAdmin(batch: Promise<unknown>): Promise<void> {
  try {
    await batch
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('stale', 'Somebody changed this meanwhile, or no admin would be left. Please load the page and look again.')
  }
}
