import { and, asc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import {
  type ChallengePurpose,
  type Passkey,
  type PasskeyChallenge,
  passkeyChallenges,
  passkeyInvitations,
  passkeys,
} from '../../schema/passkeys.ts'
import { sessions } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

const standsFor = (staffId: string) => and(eq(passkeys.staffId, staffId), isNull(passkeys.removedAt))

/** What a person may use, the oldest first. Nobody needs more than a page of them. */
export const listPasskeys = (db: Db, staffId: string): Promise<Passkey[]> =>
  db.select().from(passkeys).where(standsFor(staffId)).orderBy(asc(passkeys.createdAt), asc(passkeys.id)).limit(50)

/** The person's own, unless it was removed. */
export async function findPasskey(db: Db, staffId: string, id: string): Promise<Passkey | undefined> {
  const [row] = await db
    .select()
    .from(passkeys)
    .where(and(standsFor(staffId), eq(passkeys.id, id)))
  return row
}

/** @throws Refusal not_found */
export async function getPasskey(db: Db, staffId: string, id: string): Promise<Passkey> {
  const found = await findPasskey(db, staffId, id)
  if (!found) throw notFound()
  return found
}

/** Whether anybody who is an admin now could prove a second factor. */
export async function hasAdminPasskey(db: Db): Promise<boolean> {
  const rows = await db.all(sql`
    select 1 from staff_role_grants g join staff s on s.id = g.staff_id and s.active = 1
      join passkeys p on p.staff_id = s.id and p.removed_at is null
    where g.role = 'admin' limit 1`)
  return rows.length > 0
}

export const insertPasskey = (db: Db, passkey: typeof passkeys.$inferInsert) => db.insert(passkeys).values(passkey)

/** A statement for a batch: counts one use, unless another came first. */
export const countUse = (db: Db, passkey: Passkey, signCount: number, at: Date) =>
  db
    .update(passkeys)
    .set({ signCount, lastUsedAt: at })
    .where(and(eq(passkeys.id, passkey.id), eq(passkeys.signCount, passkey.signCount), isNull(passkeys.removedAt)))

export const namePasskey = (db: Db, staffId: string, id: string, name: string) =>
  db
    .update(passkeys)
    .set({ name })
    .where(and(standsFor(staffId), eq(passkeys.id, id)))

export const removePasskey = (db: Db, staffId: string, id: string, at: Date) =>
  db
    .update(passkeys)
    .set({ removedAt: at })
    .where(and(standsFor(staffId), eq(passkeys.id, id)))

export const removeAllPasskeys = (db: Db, staffId: string, at: Date) => db.update(passkeys).set({ removedAt: at }).where(standsFor(staffId))

/** A statement for a batch: what was proved with a passkey that is gone counts no more. */
export const forgetSecondFactor = (db: Db, staffId: string) =>
  db
    .update(sessions)
    .set({ secondFactorAt: null })
    .where(and(eq(sessions.personKind, 'staff'), eq(sessions.personId, staffId)))

export const insertChallenge = (db: Db, challenge: typeof passkeyChallenges.$inferInsert) => db.insert(passkeyChallenges).values(challenge)

const isOpen = (now: Date) => and(isNull(passkeyChallenges.usedAt), gt(passkeyChallenges.expiresAt, now))

/** What this session was asked for this purpose, while it may be answered. */
export async function findChallenge(
  db: Db,
  asked: { id: string; sessionId: string; purpose: ChallengePurpose },
  now: Date,
): Promise<PasskeyChallenge | undefined> {
  const { id, sessionId, purpose } = asked
  const [row] = await db
    .select()
    .from(passkeyChallenges)
    .where(
      and(eq(passkeyChallenges.id, id), eq(passkeyChallenges.sessionId, sessionId), eq(passkeyChallenges.purpose, purpose), isOpen(now)),
    )
  return row
}

/** A statement for a batch: uses the challenge up, if nobody has; `changedExactly` stands behind it. */
export const useChallenge = (db: Db, id: string, at: Date) =>
  db
    .update(passkeyChallenges)
    .set({ usedAt: at })
    .where(and(eq(passkeyChallenges.id, id), isOpen(at)))

/** Statements that drop what nobody can answer or type any more, a day after its end. */
export const forgetChallenges = (db: Db, now: Date) => {
  const dayAgo = new Date(now.getTime() - 86_400_000)
  return [
    db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, dayAgo)),
    db.delete(passkeyInvitations).where(lt(passkeyInvitations.expiresAt, dayAgo)),
  ] as const
}
