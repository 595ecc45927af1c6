import { and, eq, gt, isNull } from 'drizzle-orm'
import { contacts } from '../../schema/prospects.ts'
import { type LinkKind, referenceLinks } from '../../schema/references.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { digestOf, randomToken } from '../identity/keys.ts'
import { oldestLink } from '../prospects/private-link.ts'

/** Whom a private link names, and what it opens. */
export type OpenedLink = { subject: string; contactId: string; contactName: string; email: string | null }

/** A fresh link of one person to one thing, as a statement for somebody's batch: only its hash is stored. */
export async function makeLink(
  db: Db,
  link: { kind: LinkKind; subject: string; contactId: string },
  at: Date,
): Promise<{ token: string; statement: ReturnType<typeof insertLink> }> {
  const token = randomToken()
  return { token, statement: insertLink(db, { ...link, tokenHash: await digestOf(token), createdAt: at, endedAt: null }) }
}

const insertLink = (db: Db, row: typeof referenceLinks.$inferInsert) => db.insert(referenceLinks).values(row)

/** What a token opens; absent for a link of another kind, of nobody, or one that was ended or is too old. */
export async function findLink({ db, now }: Pick<Deps, 'db' | 'now'>, kind: LinkKind, token: string): Promise<OpenedLink | undefined> {
  const [row] = await db
    .select({ subject: referenceLinks.subject, contactId: referenceLinks.contactId, contactName: contacts.name, email: contacts.email })
    .from(referenceLinks)
    .innerJoin(contacts, eq(contacts.id, referenceLinks.contactId))
    .where(
      and(
        eq(referenceLinks.tokenHash, await digestOf(token)),
        eq(referenceLinks.kind, kind),
        isNull(referenceLinks.endedAt),
        gt(referenceLinks.createdAt, oldestLink(now())),
      ),
    )
  return row
}
