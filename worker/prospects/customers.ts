import { and, eq, sql } from 'drizzle-orm'
import { type Customer, customers, type Standing } from '../../schema/customers.ts'
import { outreachRestarts } from '../agreements/outreach.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { LapseForm, ProfileForm, ReturnForm } from './shapes-customers.ts'
import { getCustomer, hasWonSinceLapse, listGrievances } from './store-customers.ts'

/** A statement: its customer row, unless it has one; the line crossed makes it, an invitation as a partner and a person do (CAT3). */
export const customerStatement = (db: Db, prospectId: string, since: Date, madeBy: string, at: Date): Statement =>
  db.insert(customers).select(
    sql`select p.id, 'active', null, null, null, 0, 0, 'unknown', null, 'ask', coalesce(p.customer_since, cast(${since.getTime()} as integer)), null, null, null, null,
      ${madeBy}, cast(${at.getTime()} as integer), 1
      from prospects p where p.id = ${prospectId} and not exists (select 1 from customers c where c.prospect_id = p.id)`,
  )

/** What only people know of a customer. How it came is said once (MOT2). @throws Refusal not_found, stale, wrong_state */
export async function keepProfile({ db, now }: Deps, staffId: string, prospectId: string, form: ProfileForm): Promise<void> {
  const before = await getCustomer(db, prospectId)
  const motion = form.motion || null
  if (before.motion && motion !== before.motion)
    throw new Refusal('wrong_state', 'How a customer came stays as it was said: a report counts who moved to support.')
  const said = {
    motion,
    publicCompany: form.public_company === 'yes',
    firstEnterprise: form.first_enterprise === 'yes',
    giftPolicy: form.gift_policy,
    giftNote: form.gift_note || null,
    referencePolicy: form.reference_policy,
  }
  await change(db, before, form.version, said, { at: now(), actor: staffId, act: 'customer.profile_kept', detail: said })
}

/** It no longer buys (A6). @throws Refusal not_found, stale, wrong_state */
export async function lapse({ db, now }: Deps, staffId: string, prospectId: string, form: LapseForm): Promise<void> {
  const before = await getCustomer(db, prospectId)
  if (before.standing === 'lapsed') throw new Refusal('wrong_state', 'It has lapsed already.')
  const at = now()
  const detail = { reason: form.lapse_reason }
  await change(
    db,
    before,
    form.version,
    { standing: 'lapsed', lapsedAt: at, noGrievance: null },
    { at, actor: staffId, act: 'customer.lapsed', detail },
  )
}

/**
 * It came back: with a settled grievance, or a written none, and a deal won since it lapsed (GRV3). A trigger asks the same.
 *
 * @throws Refusal not_found, stale, wrong_state, grievance_open, no_restitution, no_deal
 */
export async function winBack({ db, now }: Deps, staffId: string, prospectId: string, form: ReturnForm): Promise<void> {
  const before = await getCustomer(db, prospectId)
  if (before.standing !== 'lapsed') throw new Refusal('wrong_state', 'Only a customer that lapsed can be won back.')
  const known = await listGrievances(db, prospectId)
  if (known.some(({ status }) => status !== 'settled'))
    throw new Refusal('grievance_open', 'A grievance of this customer is not settled. Settle it first; then it has come back.')
  const noGrievance = form.no_grievance || before.noGrievance
  if (known.length === 0 && !noGrievance)
    throw new Refusal('no_restitution', 'Nothing was made good. Settle its grievance, or write here that there was none.')
  if (!(await hasWonSinceLapse(db, prospectId))) throw new Refusal('no_deal', 'It has not bought again yet. Win a deal first.')
  const at = now()
  await change(
    db,
    before,
    form.version,
    { standing: 'won_back', wonBackAt: at, noGrievance },
    { at, actor: staffId, act: 'customer.won_back', detail: { noGrievance } },
  )
}

/** A person of ours decided that it hears from the programme again (CAT6). Nothing happens where it does already. @throws Refusal not_found */
export async function restartOutreach({ db, now }: Deps, staffId: string, prospectId: string): Promise<void> {
  await getCustomer(db, prospectId)
  await inOneBatch(db, outreachRestarts(db, prospectId, staffId, now()))
}

type Entry = { at: Date; actor: string; act: string; detail: Record<string, unknown> }

async function change(
  db: Db,
  before: Customer,
  version: number,
  set: Partial<Customer> & { standing?: Standing },
  entry: Entry,
): Promise<void> {
  try {
    await inOneBatch(db, [
      db
        .update(customers)
        .set({ ...set, version: version + 1 })
        .where(and(eq(customers.prospectId, before.prospectId), sql`${customers.version} = cast(${version} as integer)`)),
      ...changedExactly(db),
      trail(db, { ...entry, subject: before.prospectId }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('stale', 'Somebody changed this customer meanwhile. Look at the page again first.')
  }
}
