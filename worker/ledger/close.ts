import { and, eq, isNull, sql } from 'drizzle-orm'
import { formatFullMonth } from '../../portal/components/format-date.ts'
import { closedMonths } from '../../schema/months.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { asInteger } from '../payouts/parameters.ts'
import { readCounter } from '../statements/store-write.ts'
import { boundsOf, monthOf } from './months.ts'
import { countPostings, findClosed, findClosedUntil, findFirstEffect, inMonth, sumMonth } from './store-months.ts'

type Acting = Pick<Deps, 'db' | 'now'>

/** The month that closes next: the first with postings that is not closed; undefined while nothing is posted. */
async function findMonthToClose(db: Db): Promise<string | undefined> {
  const [first, until] = await Promise.all([findFirstEffect(db), findClosedUntil(db)])
  return first && monthOf(new Date(Math.max(first.getTime(), until.getTime())))
}

/** Why a month cannot be closed now, in words; undefined when it can. */
export async function whyNotYet({ db, now }: Acting, month: string): Promise<string | undefined> {
  const { endsAt } = boundsOf(month)
  const next = await findMonthToClose(db)
  if (next !== month) {
    const name = next && formatFullMonth(boundsOf(next).startsAt)
    return `Months close one after the other. ${name ? `${name} is next.` : 'Nothing is posted yet.'}`
  }
  if (now() < endsAt) return 'The month is not over yet.'
  if ((await readCounter(db, 'statements_issued_until')) < endsAt.getTime()) {
    return 'Its statements are not issued yet. They are on the third of the month after.'
  }
  return undefined
}

/**
 * Finance has looked at a month and asks for its close; what it saw is kept. Nothing is locked before somebody else confirms.
 *
 * @throws Refusal wrong_state, stale
 */
export async function prepareClose(acting: Acting, month: string, { id: by }: { id: string }): Promise<void> {
  const { db, now } = acting
  const why = await whyNotYet(acting, month)
  if (why) throw new Refusal('wrong_state', why)
  const at = now()
  const [totals, postings] = await Promise.all([sumMonth(db, month), countPostings(db, month)])
  try {
    await inOneBatch(db, [
      db.insert(closedMonths).values({ month, endsAt: boundsOf(month).endsAt, preparedBy: by, preparedAt: at, postings, totals }),
      ...asSeen(db, month, postings),
      trail(db, { at, actor: by, act: 'month.prepared', subject: month, detail: { postings } }),
    ])
  } catch (error) {
    if (wasRefused(error))
      throw new Refusal('stale', 'This month was prepared, or posted into, at the same moment. Please look at it again.')
    throw error
  }
}

/**
 * Another person confirms: from here on the month takes no posting, and late facts take effect in the first open month.
 *
 * @throws Refusal wrong_state, same_person, second_factor_required, stale
 */
export async function confirmClose({ db, now }: Acting, month: string, by: SignedInStaff & SessionFacts): Promise<void> {
  const prepared = await getPrepared(db, month)
  if (prepared.preparedBy === by.id) throw new Refusal('same_person', 'You prepared this month, so another person confirms it.')
  const at = now()
  requireSecondFactor(by, at)
  try {
    await inOneBatch(db, [
      db
        .update(closedMonths)
        .set({ confirmedBy: by.id, confirmedAt: at })
        .where(and(eq(closedMonths.month, month), isNull(closedMonths.confirmedAt), eq(closedMonths.preparedAt, prepared.preparedAt))),
      ...changedExactly(db),
      ...asSeen(db, month, prepared.postings),
      trail(db, { at, actor: by.id, act: 'month.closed', subject: month, detail: { postings: prepared.postings } }),
    ])
  } catch (error) {
    if (wasRefused(error)) {
      throw new Refusal('stale', 'Something was posted into the month since it was prepared. Please take it back and look at it again.')
    }
    throw error
  }
}

/** Before it is confirmed, finance takes the request back. */
export async function withdrawClose({ db, now }: Acting, month: string, { id: by }: { id: string }): Promise<void> {
  await getPrepared(db, month)
  const at = now()
  try {
    await inOneBatch(db, [
      db.delete(closedMonths).where(and(eq(closedMonths.month, month), isNull(closedMonths.confirmedAt))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'month.withdrawn', subject: month }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody decided about this month at the same moment. Please look at it again.')
    throw error
  }
}

async function getPrepared(db: Db, month: string) {
  const found = await findClosed(db, month)
  if (!found) throw new Refusal('wrong_state', 'Nobody has prepared this month. Finance does that first.')
  if (found.confirmedAt) throw new Refusal('wrong_state', 'This month is closed already.')
  return found
}

/** Unless something was posted into it since. */
const asSeen = (db: Db, month: string, postings: number) =>
  holdsNow(db, sql`(select count(*) from ${inMonth(month)}) = ${asInteger(postings)}`)
