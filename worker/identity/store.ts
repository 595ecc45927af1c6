import { and, desc, eq, gt, isNull, lt, ne, notInArray, sql } from 'drizzle-orm'
import { members, type PersonKind, partners, rateCounts, sessions, signIns, staff } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { codeTries, type Limit, windowOf } from './rules.ts'
import { shutOut } from './session-store.ts'

export type SignIn = typeof signIns.$inferSelect
export type KnownPerson = { kind: PersonKind; id: string; name: string; email: string }

/** Who may sign in with this address: somebody of staff, else a member whose partner is not shut out. */
export async function findPersonByEmail(db: Db, email: string): Promise<KnownPerson | undefined> {
  const [ofStaff, ofPartners] = await db.batch([
    db
      .select({ id: staff.id, name: staff.name, email: staff.email })
      .from(staff)
      .where(and(eq(staff.email, email), eq(staff.active, true))),
    db
      .select({ id: members.id, name: members.name, email: members.email })
      .from(members)
      .innerJoin(partners, and(eq(partners.id, members.partnerId), notInArray(partners.status, shutOut)))
      .where(and(eq(members.email, email), ne(members.status, 'removed'))),
  ])
  if (ofStaff[0]) return { kind: 'staff', ...ofStaff[0] }
  return ofPartners[0] && { kind: 'member', ...ofPartners[0] }
}

export const insertSignIn = (db: Db, signIn: typeof signIns.$inferInsert) => db.insert(signIns).values(signIn)

const isOpen = (now: Date) => and(isNull(signIns.consumedAt), gt(signIns.expiresAt, now))

/** The open sign-in of a link's token. */
export async function findOpenLink(db: Db, tokenHash: string, now: Date): Promise<SignIn | undefined> {
  const [row] = await db
    .select()
    .from(signIns)
    .where(and(eq(signIns.tokenHash, tokenHash), isOpen(now)))
  return row
}

/** Takes one of the tries of the newest code mailed for this browser; without one left there is nothing to compare with. */
export async function takeCodeTry(db: Db, browserHash: string, now: Date): Promise<SignIn | undefined> {
  const newest = db
    .select({ id: signIns.id })
    .from(signIns)
    .where(eq(signIns.browserHash, browserHash))
    .orderBy(desc(signIns.createdAt), desc(signIns.id))
    .limit(1)
  const [row] = await db
    .update(signIns)
    .set({ codeTries: sql`${signIns.codeTries} + 1` })
    .where(and(eq(signIns.id, newest), isOpen(now), lt(signIns.codeTries, codeTries)))
    .returning()
  return row
}

/** A statement for a batch: uses the sign-in up, if nobody has; `changedExactly` stands behind it. */
export const consumeSignIn = (db: Db, id: string, now: Date) =>
  db
    .update(signIns)
    .set({ consumedAt: now })
    .where(and(eq(signIns.id, id), isOpen(now)))

/** A statement for a batch: somebody invited has come. */
export const activateMember = (db: Db, id: string) =>
  db
    .update(members)
    .set({ status: 'active' })
    .where(and(eq(members.id, id), eq(members.status, 'invited')))

export const markSecondFactor = (db: Db, sessionId: string, at: Date) =>
  db.update(sessions).set({ secondFactorAt: at }).where(eq(sessions.id, sessionId))

/** Counts one more try of `whose` in the limit's window; gives how many there are now. */
export async function countTry(db: Db, limit: Limit, whose: string, now: Date): Promise<number> {
  const [row] = await db
    .insert(rateCounts)
    .values({ key: `${limit.what}/${whose}`, window: windowOf(limit, now), n: 1 })
    .onConflictDoUpdate({ target: [rateCounts.key, rateCounts.window], set: { n: sql`${rateCounts.n} + 1` } })
    .returning({ n: rateCounts.n })
  return row?.n ?? 1
}

export async function triesOf(db: Db, limit: Limit, whose: string, now: Date): Promise<number> {
  const [row] = await db
    .select({ n: rateCounts.n })
    .from(rateCounts)
    .where(and(eq(rateCounts.key, `${limit.what}/${whose}`), eq(rateCounts.window, windowOf(limit, now))))
  return row?.n ?? 0
}

/** Statements that drop what can no longer be used: counts of past windows, sign-ins a day after their end, sessions after 90 days. */
export const forgetExpired = (db: Db, now: Date) => {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  return [
    db.delete(rateCounts).where(lt(rateCounts.window, daysAgo(2))),
    db.delete(signIns).where(lt(signIns.expiresAt, daysAgo(1))),
    db.delete(sessions).where(lt(sessions.expiresAt, daysAgo(90))),
  ] as const
}
