import { and, eq, gt, isNull } from 'drizzle-orm'
import { type PasskeyInvitation, passkeyInvitations } from '../../schema/passkeys.ts'
import type { Db } from '../database.ts'

const isOpenFor = (staffId: string) =>
  and(eq(passkeyInvitations.staffId, staffId), isNull(passkeyInvitations.usedAt), isNull(passkeyInvitations.replacedAt))

/** Two statements for a batch: a newer code ends the one before. */
export const replaceInvitation = (db: Db, invitation: typeof passkeyInvitations.$inferInsert) =>
  [
    db.update(passkeyInvitations).set({ replacedAt: invitation.madeAt }).where(isOpenFor(invitation.staffId)),
    db.insert(passkeyInvitations).values(invitation),
  ] as const

/** The person's open invitation. */
export async function findInvitation(db: Db, staffId: string, now: Date): Promise<PasskeyInvitation | undefined> {
  const [row] = await db
    .select()
    .from(passkeyInvitations)
    .where(and(isOpenFor(staffId), gt(passkeyInvitations.expiresAt, now)))
  return row
}

/** A statement for a batch: uses the invitation up, if nobody has; `changedExactly` stands behind it. */
export const useInvitation = (db: Db, id: string, at: Date) =>
  db
    .update(passkeyInvitations)
    .set({ usedAt: at })
    .where(
      and(
        eq(passkeyInvitations.id, id),
        isNull(passkeyInvitations.usedAt),
        isNull(passkeyInvitations.replacedAt),
        gt(passkeyInvitations.expiresAt, at),
      ),
    )
