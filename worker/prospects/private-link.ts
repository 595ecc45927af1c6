import { and, eq, gt, isNull } from 'drizzle-orm'
import { type ProspectLink, prospectLinks, type RegistrationLink, registrationLinks } from '../../schema/privacy.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { digestOf, randomToken } from '../identity/keys.ts'

export type MadeLink = { url: string; statements: Statement[] }
type LinkDeps = Pick<Deps, 'db' | 'settings'>

/** A fresh private link for a person; the one before it ends. It shows and changes no more than this database holds about them. */
export const makePrivateLink = (deps: LinkDeps, of: Pick<ProspectLink, 'prospectId' | 'contactId'>, at: Date): Promise<MadeLink> =>
  newLink(deps, (db, hash) => [
    db
      .update(prospectLinks)
      .set({ endedAt: at })
      .where(and(eq(prospectLinks.contactId, of.contactId), isNull(prospectLinks.endedAt))),
    db.insert(prospectLinks).values({ hash, ...of, madeAt: at }),
  ])

/** The same for a person whom registrations alone name. */
export const makeRegistrationLink = (deps: LinkDeps, of: Pick<RegistrationLink, 'registrationId' | 'n'>, at: Date): Promise<MadeLink> =>
  newLink(deps, (db, hash) => [
    db
      .update(registrationLinks)
      .set({ endedAt: at })
      .where(
        and(eq(registrationLinks.registrationId, of.registrationId), eq(registrationLinks.n, of.n), isNull(registrationLinks.endedAt)),
      ),
    db.insert(registrationLinks).values({ hash, ...of, madeAt: at }),
  ])

async function newLink({ db, settings }: LinkDeps, keep: (db: Db, hash: string) => Statement[]): Promise<MadeLink> {
  const token = randomToken()
  return { url: `${settings.portalOrigin}/me/${token}`, statements: keep(db, await digestOf(token)) }
}

/** A mailbox is sold, left, or read by others: a private link of any kind works so long, and whoever needs it then asks for another. */
const linkDays = 400
export const oldestLink = (now: Date): Date => new Date(now.getTime() - linkDays * 86_400_000)

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
