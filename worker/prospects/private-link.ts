import { and, eq, gt, isNull } from 'drizzle-orm'
import { type ProspectLink, prospectLinks, type RegistrationLink, registrationLinks } from '../../schema/privacy.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { digestOf, randomToken } from '../identity/keys.ts'

/** A fresh private link for a person; the one before it ends. It shows and changes no more than this database holds about them. */
export async function makePrivateLink(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  { prospectId, contactId }: Pick<ProspectLink, 'prospectId' | 'contactId'>,
  at: Date,
): Promise<{ url: string; statements: Statement[] }> {
  const token = randomToken()
  const hash = await digestOf(token)
  return {
    url: `${settings.portalOrigin}/me/${token}`,
    statements: [
      db
        .update(prospectLinks)
        .set({ endedAt: at })
        .where(and(eq(prospectLinks.contactId, contactId), isNull(prospectLinks.endedAt))),
      db.insert(prospectLinks).values({ hash, prospectId, contactId, madeAt: at }),
    ],
  }
}

/** A mailbox is sold, left, or read by others: a private link of any kind works so long, and whoever needs it then asks for another. */
const linkDays = 400
export const oldestLink = (now: Date): Date => new Date(now.getTime() - linkDays * 86_400_000)

/** The same for a person whom registrations alone name. */
export async function makeRegistrationLink(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  { registrationId, n }: Pick<RegistrationLink, 'registrationId' | 'n'>,
  at: Date,
): Promise<{ url: string; statements: Statement[] }> {
  const token = randomToken()
  const hash = await digestOf(token)
  return {
    url: `${settings.portalOrigin}/me/${token}`,
    statements: [
      db
        .update(registrationLinks)
        .set({ endedAt: at })
        .where(and(eq(registrationLinks.registrationId, registrationId), eq(registrationLinks.n, n), isNull(registrationLinks.endedAt))),
      db.insert(registrationLinks).values({ hash, registrationId, n, madeAt: at }),
    ],
  }
}

/** The link behind a token while it works. */
export async function findRegistrationLink(db: Db, token: string, now: Date): Promise<RegistrationLink | undefined> {
  const isIt = eq(registrationLinks.hash, await digestOf(token))
  const [row] = await db
    .select()
    .from(registrationLinks)
    .where(and(isIt, isNull(registrationLinks.endedAt), gt(registrationLinks.madeAt, oldestLink(now))))
  return row
}

/** The same of a contact’s. */
export async function findPrivateLink(db: Db, token: string, now: Date): Promise<ProspectLink | undefined> {
  const [row] = await db
    .select()
    .from(prospectLinks)
    .where(and(eq(prospectLinks.hash, await digestOf(token)), isNull(prospectLinks.endedAt), gt(prospectLinks.madeAt, oldestLink(now))))
  return row
}
