import { and, eq, isNull } from 'drizzle-orm'
import { type SelfBillingAgreement, selfBillingAgreements } from '../../schema/statements.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { AgreementForm } from './shapes.ts'
import { listAgreementsOfPartner } from './store-issue.ts'
import { agreementWording } from './words.ts'

type Making = Pick<Deps, 'db' | 'now' | 'settings'>

/** SHA-256 of a text, in hex. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * An owner agrees that the company writes the partner's invoices, to the words that the page showed. The next version takes over from
 * the one in force at the same moment, so that a new tax id or name leaves no gap.
 *
 * @throws Refusal stale when the words have changed since, or another owner agreed at the same moment
 */
export async function agree({ db, now, settings }: Making, partnerId: string, form: AgreementForm, by: string): Promise<void> {
  const wording = agreementWording(settings.companyName)
  if ((await hashOf(wording)) !== form.textHash) {
    throw new Refusal('stale', 'The words of the agreement have changed. Please read them again before you agree.')
  }
  const at = now()
  const [newest] = await listAgreementsOfPartner(db, partnerId)
  const { legalName, address, taxId, taxReason, textHash } = form
  const version = (newest?.version ?? 0) + 1
  // A double click agrees once.
  if (newest && newest.endedAt === null && isSame(newest, form)) return
  try {
    await inOneBatch(db, [
      ...(newest?.endedAt === null ? endStatements({ db }, newest, at) : []),
      db
        .insert(selfBillingAgreements)
        .values({ partnerId, version, agreedBy: by, agreedAt: at, wording, textHash, taxId, legalName, address, taxReason }),
      trail(db, { at, actor: by, act: 'self_billing.agreed', subject: partnerId, partnerId, detail: { version, textHash, taxId } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody of your company agreed at the same moment. Please look at it again.')
    throw error
  }
}

const isSame = (newest: SelfBillingAgreement, form: AgreementForm): boolean =>
  newest.textHash === form.textHash &&
  newest.taxId === form.taxId &&
  newest.legalName === form.legalName &&
  newest.address === form.address &&
  newest.taxReason === form.taxReason

/** @throws Refusal wrong_state when no agreement is in force */
export async function endAgreement({ db, now }: Pick<Making, 'db' | 'now'>, partnerId: string, by: string): Promise<void> {
  const at = now()
  const [newest] = await listAgreementsOfPartner(db, partnerId)
  if (newest?.endedAt !== null) throw new Refusal('wrong_state', 'There is no agreement in force that could end.')
  try {
    await inOneBatch(db, [
      ...endStatements({ db }, newest, at),
      trail(db, { at, actor: by, act: 'self_billing.ended', subject: partnerId, partnerId, detail: { version: newest.version } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('wrong_state', 'The agreement has ended already.')
    throw error
  }
}

const endStatements = ({ db }: Pick<Making, 'db'>, { partnerId, version }: SelfBillingAgreement, at: Date) => [
  db
    .update(selfBillingAgreements)
    .set({ endedAt: at })
    .where(
      and(
        eq(selfBillingAgreements.partnerId, partnerId),
        eq(selfBillingAgreements.version, version),
        isNull(selfBillingAgreements.endedAt),
      ),
    ),
  ...changedExactly(db),
]
