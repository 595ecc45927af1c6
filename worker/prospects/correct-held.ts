import { and, eq, sql } from 'drizzle-orm'
import { contacts, introductions, prospects } from '../../schema/prospects.ts'
import { companyNames } from '../../schema/registrations.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import type { Held } from './held.ts'
import { lettersPerAddress } from './letter.ts'
import { makePrivateLink } from './private-link.ts'
import { nameMarksOf } from './rules-company-name.ts'
import type { Correction } from './shapes-held.ts'

const correctionsPerDay = { what: 'held/corrected', times: 20, windowMs: 86_400_000 }

/**
 * A person corrects its own name, title and address, and its company's name, wherever they are held. The trail keeps that it did and which
 * fields, not what stood there. A new address alone gets the next private link and this one ends: who reads that mailbox is proven by it.
 *
 * @returns the address of the page that shows it now, or says where the next link went
 * @throws Refusal too_many
 */
export async function correctHeld(deps: Deps, { me, prospect }: Held, token: string, told: Correction): Promise<string> {
  const { db, now } = deps
  const at = now()
  if ((await countTry(db, correctionsPerDay, me.id, at)) > correctionsPerDay.times) {
    throw new Refusal('too_many', 'That was corrected very often today. Please go on tomorrow.')
  }
  const before = { name: me.name, email: me.email, title: me.title ?? '', company: prospect.company }
  const fields = (['name', 'email', 'title', 'company'] as const).filter((field) => before[field] !== told[field])
  if (fields.length === 0) return `/me/${token}`

  const hasNewAddress = fields.includes('email')
  if (hasNewAddress && (await countTry(db, lettersPerAddress, await digestOf(told.email), at)) > lettersPerAddress.times) {
    throw new Refusal('too_many', 'That address was written to often today. Please go on tomorrow.')
  }
  const link = hasNewAddress ? await makePrivateLink(deps, { prospectId: prospect.id, contactId: me.id }, at) : undefined
  const noticeId = `${me.id}/${deps.newId('ntc')}`
  const letter = { template: 'private_link' as const, data: { contact: told.name, company: told.company, accessUrl: link?.url ?? '' } }
  await inOneBatch(db, [
    db
      .update(contacts)
      // What it says of itself nobody else named.
      .set({ name: told.name, email: told.email, title: told.title || null, ...(hasNewAddress && { namedBy: 'prospect' }) })
      .where(eq(contacts.id, me.id)),
    db.update(prospects).set({ company: told.company, version: sql`version + 1` }).where(eq(prospects.id, prospect.id)),
    db
      .update(introductions)
      .set({ contactName: told.name, contactEmail: told.email, company: told.company })
      .where(and(eq(introductions.prospectId, prospect.id), eq(introductions.contactEmail, me.email ?? ''))),
    db.update(companyNames).set(nameMarksOf(told.company)).where(eq(companyNames.prospectId, prospect.id)),
    ...(link ? [...link.statements, owe(db, noticeId, told.email, letter, at)] : []),
    trail(db, { at, actor: 'prospect', act: 'prospect.corrected', subject: prospect.id, detail: { contact: me.id, fields } }),
  ])
  if (!link) return `/me/${token}`
  await deps.hints.send([{ kind: 'outbox', id: noticeId }])
  return '/me?mailed=yes'
}
