import { and, eq } from 'drizzle-orm'
import { type NdaStatus, ndas, ndaViews } from '../../schema/references.ts'
import { actOnce, findAct } from '../acts.ts'
import { makeLink } from '../agreements/store-links.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { owe } from '../notices/store.ts'
import { getProspect, listContacts } from '../prospects/store.ts'
import { isSameName, ndaTemplateVersion, ndaText } from './rules-nda.ts'
import type { NewNda } from './shapes.ts'
import { getNda, listPastNdas } from './store-ndas.ts'

/**
 * Writes an NDA for one named person of a prospect and mails it; the same form again is the same NDA.
 *
 * @returns its id
 * @throws Refusal not_found, signer_unknown, invalid when it would end before it begins
 */
export async function sendNda(deps: Deps, staffId: string, prospectId: string, form: NewNda): Promise<string> {
  const { db, now, newId, settings } = deps
  const done = await findAct(db, form.act)
  if (done) return done
  const prospect = await getProspect(db, prospectId)
  const at = now()
  if (form.endsOn <= dayOf(at)) throw new Refusal('invalid', 'It has to end after today. Give a later day.')
  const signer = (await listContacts(db, prospectId)).find(({ id }) => id === form.signer)
  if (!signer?.email) {
    throw new Refusal(
      'signer_unknown',
      'Nobody of that name with a mail address is known at this company. Add the person to its contacts first.',
    )
  }
  const id = newId('nda')
  const text = ndaText(form.kind, { company: settings.companyName, prospect: prospect.company, signer: signer.name, endsOn: form.endsOn })
  const link = await makeLink(db, { kind: 'nda', subject: id, contactId: signer.id }, at)
  const mail = {
    template: 'nda_sent' as const,
    data: { contact: signer.name, prospect: prospect.company, kind: form.kind, url: `${settings.portalOrigin}/nda/${link.token}` },
  }
  try {
    await inOneBatch(db, [
      actOnce(db, form.act, id, at),
      db.insert(ndas).values({
        id,
        prospectId,
        kind: form.kind,
        templateVersion: ndaTemplateVersion,
        text,
        textHash: await digestOf(text),
        signerId: signer.id,
        status: 'sent',
        sentBy: staffId,
        sentAt: at,
        endsOn: form.endsOn,
      }),
      link.statement,
      owe(db, `${id}/sent`, signer.email, mail, at),
      trail(db, { at, actor: staffId, act: 'nda.sent', subject: id, detail: { prospectId, kind: form.kind, endsOn: form.endsOn } }),
    ])
  } catch (error) {
    const earlier = wasRefused(error) && (await findAct(db, form.act))
    if (earlier) return earlier
    throw error
  }
  await deps.hints.send([{ kind: 'outbox', id: `${id}/sent` }])
  return id
}

/**
 * The named person signs: name, moment and the hash of exactly the text that was read are kept, and a copy leaves by mail.
 *
 * @throws Refusal signer_unknown, stale when the text read is another one, wrong_state
 */
export async function signNda(deps: Deps, ndaId: string, signed: { name: string; textHash: string }): Promise<void> {
  const { db, now } = deps
  const nda = await getNda(db, ndaId)
  if (!isSameName(signed.name, nda.signerName)) {
    throw new Refusal(
      'signer_unknown',
      `This was sent to ${nda.signerName}. Type that name to sign, or ask us to send it to somebody else.`,
    )
  }
  if (signed.textHash !== nda.textHash) throw new Refusal('stale', 'The text is another one than you read. Open the page again.')
  const at = now()
  if (nda.endsOn < dayOf(at)) throw new Refusal('wrong_state', 'The last day of this agreement is over. Ask us for a new one.')
  const copy = {
    template: 'nda_signed' as const,
    data: {
      signer: signed.name,
      prospect: nda.company,
      text: nda.text,
      textHash: nda.textHash,
      signedAt: at.toISOString(),
      endsOn: nda.endsOn,
    },
  }
  await move(deps, nda.id, 'sent', { status: 'signed', signedBy: signed.name, signedAt: at }, [
    ...(nda.signerEmail ? [owe(db, `${nda.id}/signed`, nda.signerEmail, copy, at)] : []),
    db.insert(ndaViews).values({ id: deps.newId('ndv'), ndaId: nda.id, contactId: nda.signerId, what: 'text', at }),
    trail(db, {
      at,
      actor: 'prospect',
      act: 'nda.signed',
      subject: nda.id,
      detail: { prospectId: nda.prospectId, textHash: nda.textHash },
    }),
  ])
  if (nda.signerEmail) await deps.hints.send([{ kind: 'outbox', id: `${nda.id}/signed` }])
}

/** @throws Refusal wrong_state */
export async function declineNda(deps: Deps, ndaId: string): Promise<void> {
  const at = deps.now()
  await move(deps, ndaId, 'sent', { status: 'declined', closedAt: at, closedReason: 'Declined by its signer.' }, [
    trail(deps.db, { at, actor: 'prospect', act: 'nda.declined', subject: ndaId }),
  ])
}

/** Sales ends one before its last day: from now on its prospect reads no name (NDA4). @throws Refusal not_found, wrong_state */
export async function endNda(deps: Deps, staffId: string, ndaId: string, reason: string): Promise<void> {
  const nda = await getNda(deps.db, ndaId)
  const at = deps.now()
  await move(deps, nda.id, 'signed', { status: 'ended', closedAt: at, closedReason: reason }, [
    trail(deps.db, { at, actor: staffId, act: 'nda.ended', subject: nda.id, detail: { prospectId: nda.prospectId, reason } }),
  ])
}

/** For the cron: those whose last day is over. */
export async function endPastNdas(deps: Deps): Promise<void> {
  const at = deps.now()
  for (const { id } of await listPastNdas(deps.db, dayOf(at), 100)) {
    await move(deps, id, 'signed', { status: 'ended', closedAt: at, closedReason: 'Its last day is over.' }, [
      trail(deps.db, { at, actor: 'system', act: 'nda.ended', subject: id }),
    ])
  }
}

/** One guarded batch: it stands where we saw it, or nothing changes. */
async function move({ db }: Deps, id: string, from: NdaStatus, set: Partial<typeof ndas.$inferInsert>, rest: Statement[]): Promise<void> {
  try {
    await inOneBatch(db, [
      db
        .update(ndas)
        .set(set)
        .where(and(eq(ndas.id, id), eq(ndas.status, from))),
      ...changedExactly(db, 1),
      ...rest,
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('wrong_state', 'This agreement was answered or ended already. Open the page again to see how it stands.')
  }
}

/** A statement: this person saw this under the NDA (NDA2). */
export const viewed = ({ db, newId }: Deps, view: { ndaId: string; contactId: string; what: string }, at: Date) =>
  db.insert(ndaViews).values({ id: newId('ndv'), ...view, at })
