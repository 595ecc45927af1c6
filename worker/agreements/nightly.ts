import { and, eq, isNull, sql } from 'drizzle-orm'
import { agreements, obligations } from '../../schema/agreements.ts'
import { grants } from '../../schema/grants.ts'
import { audit } from '../../schema/records.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { asTime } from '../payouts/parameters.ts'
import { hintNotices, owePeople, oweRole } from '../payouts/store-notices.ts'
import { activityWords, grantWords } from './agreement-words.ts'
import { hasOutreachEnded } from './outreach.ts'
import { addDays } from './rules-agreements.ts'
import { remindDays } from './rules-grants.ts'
import { ownersOfCustomer } from './store-agreements.ts'

type Nightly = Pick<Deps, 'db' | 'now' | 'hints'>
const atOnce = 50

/** Grants whose last day is over end, and their uses with them (GRA6). May run twice. */
export async function endGrants({ db, now }: Nightly): Promise<void> {
  const at = now()
  const isOver = sql`status = 'given' and ends_on < ${dayOf(at)}`
  await inOneBatch(db, [
    db
      .insert(audit)
      .select(sql`select null, ${asTime(at)}, 'system', 'grant.ended', id, null, '{}' from grants where ${isOver} limit ${atOnce}`),
    db
      .update(grants)
      .set({ status: 'ended', closedBy: 'system', closedAt: at, closedReason: 'its last day is over' })
      .where(sql`${grants.id} in (select id from grants where ${isOver} limit ${atOnce})`),
  ])
}

/** Sixty days before its end a grant is asked for again: the customer, unless its programme mail ended (CAT6), and sales have a mail, once. */
export async function remindOfGrants(deps: Nightly): Promise<void> {
  const { db, now } = deps
  const today = dayOf(now())
  const ending = await db
    .select()
    .from(grants)
    .where(
      and(eq(grants.status, 'given'), isNull(grants.remindedAt), sql`${grants.endsOn} between ${today} and ${addDays(today, remindDays)}`),
    )
    .limit(atOnce)
  for (const { id, prospectId, kind, endsOn } of ending) {
    const at = now()
    const { name } = grantWords[kind]
    const noticeId = `grant_ending:${id}`
    const told = {
      headline: `${name}: until ${endsOn}`,
      text: 'This permission ends soon. If you like it to go on, we will ask you for it anew; you need to do nothing.',
    }
    const task = {
      what: `A permission ends on ${endsOn}: ${name}`,
      todo: 'Ask for it again, or plan to take it down.',
      path: `/grants/${id}`,
    }
    await onceOnly(() =>
      inOneBatch(db, [
        db
          .update(grants)
          .set({ remindedAt: at })
          .where(and(eq(grants.id, id), eq(grants.status, 'given'), isNull(grants.remindedAt))),
        ...changedExactly(db),
        owePeople(db, `${noticeId}:them`, { template: 'relationship_news', data: told }, at, mailableOwners(prospectId, at)),
        oweRole(db, `${noticeId}:us`, 'sales', [], { template: 'desk_news', data: task }, at),
      ]),
    )
    await hintNotices(deps, `${noticeId}:them`)
    await hintNotices(deps, `${noticeId}:us`)
  }
}

const mailableOwners = (prospectId: string, at: Date) =>
  sql`select o.id, o.email from (${ownersOfCustomer(prospectId)}) o where not ${hasOutreachEnded(sql`${prospectId}`, at)}`

/** What is late is told to sales and finance, once. */
export async function tellOverdue(deps: Nightly): Promise<void> {
  const { db, now } = deps
  const today = dayOf(now())
  const late = await db
    .select({
      id: obligations.id,
      agreementId: obligations.agreementId,
      activity: obligations.activity,
      due: obligations.due,
      dueOn: obligations.dueOn,
    })
    .from(obligations)
    .innerJoin(agreements, eq(agreements.id, obligations.agreementId))
    .where(
      and(
        sql`${obligations.due} > 0 and ${obligations.dueOn} < ${today}`,
        isNull(obligations.overdueToldAt),
        eq(agreements.status, 'signed'),
      ),
    )
    .limit(atOnce)
  for (const { id, agreementId, activity, due, dueOn } of late) {
    const at = now()
    const data = {
      what: `Overdue since ${dueOn}: ${due} × ${activityWords[activity]}`,
      todo: 'Arrange it with the customer, or give it up with a reason.',
      path: `/agreements/${agreementId}`,
    }
    await onceOnly(() =>
      inOneBatch(db, [
        db
          .update(obligations)
          .set({ overdueToldAt: at })
          .where(and(eq(obligations.id, id), isNull(obligations.overdueToldAt))),
        ...changedExactly(db),
        oweRole(db, `obligation_overdue:${id}:sales`, 'sales', [], { template: 'desk_news', data }, at),
        oweRole(db, `obligation_overdue:${id}:finance`, 'finance', [], { template: 'desk_news', data }, at),
      ]),
    )
    await hintNotices(deps, `obligation_overdue:${id}:sales`)
    await hintNotices(deps, `obligation_overdue:${id}:finance`)
  }
}

/** Two sweeps at once: one of them writes. */
export async function onceOnly(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}
