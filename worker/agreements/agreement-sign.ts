import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { type Agreement, agreements } from '../../schema/agreements.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices, owePeople, oweRole } from '../payouts/store-notices.ts'
import { endStatements } from './agreement-end.ts'
import { agreementWords } from './agreement-words.ts'
import { moved, type Signing, together } from './batch-of-signing.ts'
import { getAgreement, ownersOfCustomer } from './store-agreements.ts'

/** Who signs: one of staff for us, or a typed name for the customer with what it came through. */
export type Signature = { side: 'us'; by: string } | { side: 'them'; name: string; via: string }

/**
 * Records one side's signature under exactly the text that was shown. The second one puts it in force, and ends the version before in the same batch.
 *
 * @throws Refusal not_found, wrong_state, text_changed, already_done
 */
export async function signAgreement(deps: Signing, id: string, shownHash: string, signature: Signature): Promise<void> {
  const { db, now } = deps
  const agreement = await getAgreement(db, id)
  requireOpen(agreement, shownHash, signature)
  const at = now()
  const isOurs = signature.side === 'us'
  const mark = isOurs
    ? { signedByUs: signature.by, signedByUsAt: at }
    : { signedByThem: signature.name, signedByThemVia: signature.via, signedByThemAt: at }
  const unsigned = isNull(isOurs ? agreements.signedByUs : agreements.signedByThem)
  const noticeId = `agreement_signed:${id}:${signature.side}`
  await together(
    db,
    [
      db
        .update(agreements)
        .set(mark)
        .where(and(eq(agreements.id, id), eq(agreements.status, 'offered'), eq(agreements.textHash, shownHash), unsigned)),
      ...changedExactly(db),
      ...endVersionBefore(db, agreement, at),
      db
        .update(agreements)
        .set({ status: 'signed', signedAt: at })
        .where(
          and(
            eq(agreements.id, id),
            eq(agreements.status, 'offered'),
            isNotNull(agreements.signedByUs),
            isNotNull(agreements.signedByThem),
          ),
        ),
      trail(db, {
        at,
        actor: isOurs ? signature.by : signature.via,
        act: 'agreement.signed',
        subject: id,
        detail: { side: signature.side, textHash: shownHash },
      }),
      ...tellOthers(db, noticeId, agreement, signature, at),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

function requireOpen(agreement: Agreement, shownHash: string, { side }: Signature): void {
  if (agreement.status === 'draft') throw new Refusal('wrong_state', 'It is being changed and is not offered at the moment.')
  if (agreement.status === 'ended') throw new Refusal('agreement_ended', 'This version has ended. Nothing is left to sign.')
  const signed = side === 'us' ? agreement.signedByUs : agreement.signedByThem
  if (signed !== null) throw new Refusal('already_done', 'It was signed for this side already.')
  if (agreement.textHash !== shownHash)
    throw new Refusal('text_changed', 'The text is another one than the page showed. Please read it again before you sign.')
}

/** In one batch with the second signature: what the version before still owed is given up, for the new text states it anew. */
function endVersionBefore(db: Db, { id, prospectId, kind, version }: Agreement, at: Date): Statement[] {
  const isReplaced = sql`a.prospect_id = ${prospectId} and a.kind = ${kind} and a.status = 'signed' and exists (select 1 from agreements n
    where n.id = ${id} and n.status = 'offered' and n.signed_by_us is not null and n.signed_by_them is not null)`
  return endStatements(db, isReplaced, `replaced by version ${version}`, 'system', at)
}

function tellOthers(db: Db, noticeId: string, { id, kind, prospectId }: Agreement, { side }: Signature, at: Date): Statement[] {
  const what = agreementWords[kind]
  if (side === 'us') {
    const data = {
      headline: `We signed the ${what.toLowerCase()}`,
      text: 'It is in force as soon as both sides have signed. What is agreed stands on your page.',
    }
    return [owePeople(db, noticeId, { template: 'relationship_news', data }, at, ownersOfCustomer(prospectId))]
  }
  const data = { what: `A customer signed: ${what}`, todo: 'Sign it for us, if that is still open.', path: `/agreements/${id}` }
  return [oweRole(db, noticeId, 'sales', [], { template: 'desk_news', data }, at)]
}
