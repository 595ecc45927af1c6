import { and, eq, sql } from 'drizzle-orm'
import { formatMoney } from '../../portal/components/format-money.ts'
import { type Agreement, agreements } from '../../schema/agreements.ts'
import { trail } from '../audit/store.ts'
import type { Db } from '../database.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { asInteger, eachOf } from '../payouts/parameters.ts'
import { hintNotices, owePeople } from '../payouts/store-notices.ts'
import { getCustomerName } from './agreement.ts'
import { activityWords, agreementWords } from './agreement-words.ts'
import { moved, type Signing, together } from './batch-of-signing.ts'
import { findDiscountRules } from './discount-rules.ts'
import { requireOutreach } from './outreach.ts'
import { missingInOffer, statedText } from './rules-agreements.ts'
import { problemOfDiscount } from './rules-discounts.ts'
import { discountsInForce, getAgreement, type Lines, linesOf, listDiscountRequests, ownersOfCustomer } from './store-agreements.ts'
import { countGrantsOfAgreement } from './store-grants.ts'

/**
 * Freezes the whole text and shows it to the customer.
 *
 * @throws Refusal not_found, wrong_state, outreach_ended (CAT6), and what DIS1 to DIS5 say
 */
export async function offerAgreement(deps: Signing, id: string, by: string): Promise<void> {
  const { db, now, settings } = deps
  const agreement = await getAgreement(db, id)
  if (agreement.status !== 'draft') throw new Refusal('wrong_state', 'It was offered already.')
  await requireOutreach(db, agreement.prospectId, now())
  const lines = await requireOfferable(db, agreement)
  const customer = await getCustomerName(db, agreement.prospectId)
  const text = wholeText(settings.companyName, customer, agreement, lines)
  const textHash = await digestOf(text)
  const at = now()
  const noticeId = `agreement_offered:${id}:${at.getTime()}`
  await together(
    db,
    [
      ...stillStates(db, agreement, lines),
      db
        .update(agreements)
        .set({ status: 'offered', text, textHash, offeredAt: at })
        .where(and(eq(agreements.id, id), eq(agreements.status, 'draft'))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'agreement.offered', subject: id, detail: { textHash } }),
      owePeople(
        db,
        noticeId,
        {
          template: 'relationship_news',
          data: {
            headline: `${agreementWords[agreement.kind]} to read and sign`,
            text: 'We have written down what we spoke about. Please read it and sign it, or tell us what should be different.',
          },
        },
        at,
        ownersOfCustomer(agreement.prospectId),
      ),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

/** Undoes the batch when somebody changed the draft since its text was put together: the text that is signed says all that is owed. */
function stillStates(db: Db, { id, preamble, startsOn, endsOn, noticeDays }: Agreement, { obligations, benefits, discount }: Lines) {
  const are = (table: string, lines: readonly { id: string }[]) =>
    sql`(select count(*) from ${sql.identifier(table)} l where l.agreement_id = ${id}) = ${asInteger(lines.length)}
      and (select count(*) from ${sql.identifier(table)} l where l.id in ${eachOf(lines.map((line) => line.id))}) = ${asInteger(lines.length)}`
  return holdsNow(
    db,
    sql`${are('obligations', obligations)} and ${are('benefits', benefits)} and ${are('discounts', discount ? [discount] : [])}
      and exists (select 1 from agreements a where a.id = ${id} and a.preamble = ${preamble} and a.starts_on = ${startsOn}
        and a.ends_on = ${endsOn} and a.notice_days = ${asInteger(noticeDays)})`,
  )
}

/** What a draft states, if it may be offered so. @throws Refusal wrong_state, and what DIS1 to DIS5 say */
export async function requireOfferable(db: Db, agreement: Agreement): Promise<Lines> {
  const lines = await linesOf(db, agreement.id)
  const missing = missingInOffer(agreement.kind, lines.obligations)
  if (missing) throw new Refusal('wrong_state', missing)
  await requireFineDiscount(db, agreement, lines)
  return lines
}

const wholeText = (company: string, customer: string, agreement: Agreement, { obligations, benefits, discount }: Lines): string =>
  statedText({
    company,
    customer,
    agreement,
    owed: obligations,
    gets: benefits,
    discount:
      discount &&
      `${discount.percentBps / 100} % of ${formatMoney(discount.listMinor, discount.currency)}, which is ${formatMoney(discount.amountMinor, discount.currency)}`,
    title: agreementWords[agreement.kind],
    words: activityWords,
  })

async function requireFineDiscount(db: Db, agreement: Agreement, { obligations, discount }: Lines): Promise<void> {
  if (!discount) return
  const [rules, asks, inForce, grants] = await Promise.all([
    findDiscountRules(db),
    listDiscountRequests(db, agreement.prospectId),
    discountsInForce(db, agreement.prospectId),
    countGrantsOfAgreement(db, agreement.id),
  ])
  const problem = problemOfDiscount(rules, {
    kind: agreement.kind,
    percentBps: discount.percentBps,
    wasAsked: asks.length > 0,
    obligations: obligations.length,
    grants,
    hasSecond: discount.secondBy !== null,
    referenceBps: inForce.get('reference'),
    sponsorBps: inForce.get('sponsor'),
  })
  if (problem) throw new Refusal(problem.code, problem.message)
}

/** Back to a draft, to change it: whoever has signed so far signs again. @throws Refusal not_found, wrong_state */
export async function takeOfferBack({ db, now }: Signing, id: string, by: string): Promise<void> {
  await getAgreement(db, id)
  const at = now()
  const unsigned = { signedByUs: null, signedByUsAt: null, signedByThem: null, signedByThemVia: null, signedByThemAt: null }
  await together(
    db,
    [
      db
        .update(agreements)
        .set({ status: 'draft', text: null, textHash: null, offeredAt: null, ...unsigned })
        .where(and(eq(agreements.id, id), eq(agreements.status, 'offered'))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'agreement.taken_back', subject: id }),
    ],
    'Only an offer that one side has not signed can be taken back.',
  )
}

/** A draft or an offer that comes to nothing. @throws Refusal not_found, wrong_state */
export async function giveUpDraft({ db, now }: Signing, id: string, reason: string, by: string): Promise<void> {
  await getAgreement(db, id)
  const at = now()
  await together(
    db,
    [
      db
        .update(agreements)
        .set({ status: 'ended', endedAt: at, endReason: reason })
        .where(and(eq(agreements.id, id), sql`${agreements.status} in ('draft', 'offered')`)),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'agreement.given_up', subject: id, detail: { reason } }),
    ],
    'Both sides have signed it: end it with notice.',
  )
}
