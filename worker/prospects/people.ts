import { and, eq, isNull, sql } from 'drizzle-orm'
import { buyingRoles, handoffs } from '../../schema/customers.ts'
import { contacts } from '../../schema/prospects.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { NewContact, NewHandoff, RoleForm } from './shapes-people.ts'
import { getProspect } from './store.ts'
import { isContactOf, listSales } from './store-people.ts'

/** Staff name somebody at a prospect. @throws Refusal not_found */
export async function addContact({ db, now, newId }: Deps, staffId: string, prospectId: string, form: NewContact): Promise<void> {
  await getProspect(db, prospectId)
  const at = now()
  const id = newId('con')
  await onceOnly({ db }, form.act, [
    actOnce(db, form.act, id, at),
    db.insert(contacts).values({
      id,
      prospectId,
      name: form.contact_name,
      email: form.contact_email || null,
      title: form.contact_title || null,
      side: form.contact_side || null,
      namedBy: 'staff',
      createdAt: at,
    }),
    trail(db, { at, actor: staffId, act: 'contact.named', subject: prospectId, detail: { contact: id } }),
  ])
}

async function onceOnly({ db }: Pick<Deps, 'db'>, act: string, statements: readonly Statement[]): Promise<void> {
  try {
    await inOneBatch(db, statements)
  } catch (error) {
    if (!wasRefused(error) || !(await findAct(db, act))) throw error
  }
}

/**
 * What a contact has to say in a deal, or in all of them: the newest word replaces the one before (ROL1 to ROL4).
 *
 * @throws Refusal not_found for anybody and any deal of another prospect
 */
export async function keepRole({ db, now, newId }: Deps, staffId: string, prospectId: string, form: RoleForm): Promise<void> {
  await getProspect(db, prospectId)
  const { contact: contactId, role, confidence } = form
  if (!(await isContactOf(db, prospectId, contactId))) throw notFound()
  const at = now()
  const dealId = form.deal || null
  const said = {
    role,
    confidence,
    veto: form.veto === 'yes',
    influences: form.influences || null,
    budgetConfirmed: form.budget_confirmed === 'yes',
    decisionOn: form.decision_on || null,
    recordedBy: staffId,
    recordedAt: at,
  }
  const same = and(eq(buyingRoles.contactId, contactId), dealId ? eq(buyingRoles.dealId, dealId) : isNull(buyingRoles.dealId))
  try {
    await inOneBatch(db, [
      db.delete(buyingRoles).where(same),
      db.insert(buyingRoles).values({ id: newId('rol'), prospectId, contactId, dealId, ...said }),
      ...(form.side ? [db.update(contacts).set({ side: form.side }).where(eq(contacts.id, contactId))] : []),
      trail(db, {
        at,
        actor: staffId,
        act: 'contact.role_kept',
        subject: prospectId,
        detail: { contact: contactId, deal: dealId, role, veto: said.veto },
      }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw notFound()
  }
}

/** Hands a task about a prospect to one of sales. @throws Refusal not_found, invalid for somebody else */
export async function handOff({ db, now, newId }: Deps, staffId: string, prospectId: string, form: NewHandoff): Promise<void> {
  await getProspect(db, prospectId)
  if (!(await listSales(db)).some(({ id }) => id === form.to))
    throw new Refusal('invalid', 'Choose somebody of sales who still works here.')
  const at = now()
  const id = newId('hnd')
  await onceOnly({ db }, form.act, [
    actOnce(db, form.act, id, at),
    db
      .insert(handoffs)
      .values({ id, prospectId, fromStaff: staffId, toStaff: form.to, what: form.what, dueOn: form.due_on, createdAt: at }),
    trail(db, {
      at,
      actor: staffId,
      act: 'prospect.handed_off',
      subject: prospectId,
      detail: { handoff: id, to: form.to, due: form.due_on },
    }),
  ])
}

/** @throws Refusal not_found, for one of another prospect and for one that is done */
export async function finishHandoff({ db, now }: Deps, staffId: string, prospectId: string, handoffId: string): Promise<void> {
  const at = now()
  try {
    await inOneBatch(db, [
      db
        .update(handoffs)
        .set({ doneAt: at })
        .where(and(eq(handoffs.id, handoffId), eq(handoffs.prospectId, prospectId), sql`${handoffs.doneAt} is null`)),
      ...changedExactly(db),
      trail(db, { at, actor: staffId, act: 'prospect.handoff_done', subject: prospectId, detail: { handoff: handoffId } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw notFound()
  }
}
