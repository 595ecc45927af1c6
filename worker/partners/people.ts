import { and, eq, ne, sql } from 'drizzle-orm'
import { members } from '../../schema/people.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SignedInMember } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { type Declined, emailTaken } from './invite.ts'
import { pauseInWords } from './rules.ts'
import type { NewMember } from './shapes.ts'
import { getPartner } from './store.ts'
import { findPersonWithEmail, isNobodyOfStaff } from './store-people.ts'

/**
 * Adds a person to the owner's own partner and writes to them; the same form sent again is the same person.
 *
 * @throws Refusal wrong_state while the partner is paused; to take somebody off stays possible
 */
export async function inviteMember(deps: Deps, owner: SignedInMember, form: NewMember): Promise<{ kind: 'invited' } | Declined> {
  const { db, now, newId, hints } = deps
  const taken: Declined = { kind: 'declined', field: 'email', message: emailTaken }
  if (await findAct(db, form.act)) return { kind: 'invited' }
  if (await findPersonWithEmail(db, form.email)) return taken

  const { partnerId } = owner
  const partner = await getPartner(db, partnerId)
  if (partner.status === 'suspended') throw new Refusal('wrong_state', pauseInWords(partner.statusReason ?? ''))
  const at = now()
  const id = newId('mem')
  const notice = `member_invited:${id}`
  const { act, ...person } = form
  try {
    await db.batch([
      actOnce(db, act, id, at),
      ...holdsNow(db, isNobodyOfStaff(person.email)),
      db.insert(members).values({ ...person, id, partnerId, status: 'invited', createdAt: at }),
      trail(db, { at, actor: owner.id, act: 'member.invited', subject: id, partnerId, detail: { role: person.role } }),
      owe(db, notice, person.email, { template: 'member_invited', data: { partner: partner.name, invitedBy: owner.name } }, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    return (await findAct(db, form.act)) ? { kind: 'invited' } : taken
  }
  await hints.send([{ kind: 'outbox', id: notice }])
  return { kind: 'invited' }
}

/**
 * Takes a person off the owner's own partner, and signs them out by that; what they did stays on the trail.
 *
 * @throws Refusal not_found for somebody of another partner, wrong_state for the last owner
 */
export async function removeMember({ db, now }: Pick<Deps, 'db' | 'now'>, owner: SignedInMember, memberId: string): Promise<void> {
  const { partnerId } = owner
  const [member] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.id, memberId), eq(members.partnerId, partnerId), ne(members.status, 'removed')))
  if (!member) throw notFound()

  const anotherOwner = sql`exists (select 1 from members o where o.partner_id = ${partnerId} and o.role = 'owner' and o.status = 'active' and o.id <> ${memberId})`
  try {
    await db.batch([
      db
        .update(members)
        .set({ status: 'removed' })
        .where(and(eq(members.id, memberId), eq(members.partnerId, partnerId), ne(members.status, 'removed'), anotherOwner)),
      ...changedExactly(db),
      trail(db, { at: now(), actor: owner.id, act: 'member.removed', subject: memberId, partnerId }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('wrong_state', 'A partner keeps at least one owner who has signed in. Invite another owner first.')
  }
}
