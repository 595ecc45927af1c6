import { makeLink, type OpenedLink } from '../agreements/store-links.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { listNdas } from './store-ndas.ts'

/**
 * The signer found the prospect's page before the mail with the text: the same person gets there from here.
 *
 * @returns the address of the text
 * @throws Refusal not_found for anybody but the signer of one that waits
 */
export async function freshNdaLink({ db, now }: Deps, guest: OpenedLink): Promise<string> {
  const waiting = (await listNdas(db, guest.subject)).find(({ status, signerId }) => status === 'sent' && signerId === guest.contactId)
  if (!waiting) throw notFound()
  const at = now()
  const link = await makeLink(db, { kind: 'nda', subject: waiting.id, contactId: guest.contactId }, at)
  await inOneBatch(db, [link.statement, trail(db, { at, actor: 'prospect', act: 'nda.opened', subject: waiting.id })])
  return `/nda/${link.token}`
}
