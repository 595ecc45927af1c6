import { and, eq, gt, isNull } from 'drizzle-orm'
import { type RelationshipLink, relationshipLinks } from '../../schema/agreements.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { digestOf, randomToken } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { getCustomerName, makeOnce } from './agreement.ts'
import type { Person } from './shapes-agreements.ts'

const linkDays = 60
const mailsPerAddress = { what: 'relationship/mail', times: 10, windowMs: 86_400_000 }

/**
 * Mails a person of a customer the private link to its relationship page; an earlier one of the same person ends.
 *
 * @throws Refusal not_found, too_many
 */
export async function sendRelationshipLink(deps: Deps, prospectId: string, { act, name, email }: Person, by: string): Promise<void> {
  const { db, settings } = deps
  const customer = await getCustomerName(db, prospectId)
  if ((await countTry(db, mailsPerAddress, await digestOf(email), deps.now())) > mailsPerAddress.times) {
    throw new Refusal('too_many', 'This address had many such mails today. Please send the next one tomorrow.')
  }
  const token = randomToken()
  const tokenHash = await digestOf(token)
  const accessUrl = `${settings.portalOrigin}/relationship/by-link/${token}`
  const id = await makeOnce(
    deps,
    act,
    'rel',
    (linkId, at) => [
      ...linkStatements(db, { id: linkId, prospectId, name, email, tokenHash }, by, at),
      owe(db, `${linkId}/link`, email, { template: 'relationship_link', data: { name, customer, accessUrl } }, at),
      trail(db, { at, actor: by, act: 'relationship.link_sent', subject: prospectId, detail: { link: linkId } }),
    ],
    'The link could not be sent. Please look at the page again.',
  )
  await deps.hints.send([{ kind: 'outbox', id: `${id}/link` }])
}

type NewLink = Pick<RelationshipLink, 'id' | 'prospectId' | 'name' | 'email' | 'tokenHash'>

/** For somebody's batch: a fresh link of one person, in place of an earlier one. */
export const linkStatements = (db: Db, link: NewLink, by: string, at: Date): Statement[] => [
  db
    .update(relationshipLinks)
    .set({ endedAt: at })
    .where(
      and(eq(relationshipLinks.prospectId, link.prospectId), eq(relationshipLinks.email, link.email), isNull(relationshipLinks.endedAt)),
    ),
  db.insert(relationshipLinks).values({ ...link, sentBy: by, sentAt: at, expiresAt: new Date(at.getTime() + linkDays * 86_400_000) }),
]

/** The link behind a token while it works. */
export async function findOpenLink({ db, now }: Pick<Deps, 'db' | 'now'>, token: string): Promise<RelationshipLink | undefined> {
  const [link] = await db
    .select()
    .from(relationshipLinks)
    .where(
      and(
        eq(relationshipLinks.tokenHash, await digestOf(token)),
        isNull(relationshipLinks.endedAt),
        gt(relationshipLinks.expiresAt, now()),
      ),
    )
  return link
}
