import { and, eq } from 'drizzle-orm'
import { deals } from '../../schema/deals.ts'
import { type WarrantyOffer, warrantyOffers } from '../../schema/engagements.ts'
import { makeOnce } from '../agreements/agreement.ts'
import { together } from '../agreements/batch-of-signing.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import { openDeal } from '../deals/open.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { momentOf, refuseDayOutside } from './rules.ts'
import type { NewOffer, OfferAnswer } from './shapes.ts'
import { getEngagement, listOffers } from './store.ts'

const offered = 'The warranty was offered for this moment already. Write down what it answered.'
const answered = 'It has answered already. Please look at what stands now.'

/** MOT1: before the start, and again right after the end. @throws Refusal not_found, invalid, wrong_state, already_done */
export async function offerWarranty(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  engagementId: string,
  { act, covers, offeredOn }: NewOffer,
  by: string,
): Promise<void> {
  const { db, now } = deps
  const engagement = await getEngagement(db, engagementId)
  const moment = momentOf(engagement)
  if (!moment) throw new Refusal('wrong_state', 'This engagement is closed. Open a warranty deal from the customer’s page instead.')
  refuseDayOutside(offeredOn, moment === 'close' ? engagement.kickoffOn : null, dayOf(now()), 'The offer')
  await makeOnce(
    deps,
    act,
    'wof',
    (id, at) => [
      db.insert(warrantyOffers).values({ id, engagementId, moment, status: 'offered', covers, offeredOn, offeredBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'warranty.offered', subject: engagementId, detail: { offer: id, moment } }),
    ],
    offered,
  )
}

/**
 * Taken, it is a warranty deal: one of the customer's that is open already, or a new one, opened in the same batch with the credit and
 * terms of the customer's partner. How the customer came stays as it was (MOT2).
 *
 * @throws Refusal not_found, invalid, wrong_state, grievance_open
 */
export async function answerOffer(deps: Deps, engagementId: string, id: string, said: OfferAnswer, by: string): Promise<void> {
  const { db, now } = deps
  const { prospectId } = await getEngagement(db, engagementId)
  const offer = (await listOffers(db, engagementId)).find((each) => each.id === id)
  if (!offer) throw notFound()
  if (offer.status !== 'offered') throw new Refusal('wrong_state', answered)
  refuseDayOutside(said.answeredOn, offer.offeredOn, dayOf(now()), 'Its answer')
  if (said.answer === 'declined') return together(db, answerStatements(deps, offer, said, null, by), answered)
  if (said.dealId) {
    await requireWarranty(deps, prospectId, said.dealId)
    return together(db, answerStatements(deps, offer, said, said.dealId, by), answered)
  }
  const { dealName: name, currency, amountMinor } = said
  const wanted = { prospectId, name, kind: 'warranty' as const, currency, amountMinor, source: null, details: { covers: offer.covers } }
  await openDeal(deps, wanted, `warranty_${id}`, by, (dealId) => answerStatements(deps, offer, said, dealId, by))
}

async function requireWarranty({ db }: Deps, prospectId: string, dealId: string): Promise<void> {
  const [deal] = await db
    .select({ kind: deals.kind })
    .from(deals)
    .where(and(eq(deals.id, dealId), eq(deals.prospectId, prospectId)))
  if (deal?.kind !== 'warranty') throw new Refusal('invalid', 'Choose a warranty deal of this customer.')
}

function answerStatements(
  { db, now }: Deps,
  { id, engagementId }: WarrantyOffer,
  { answer, answeredOn }: Pick<OfferAnswer, 'answer' | 'answeredOn'>,
  dealId: string | null,
  by: string,
): Statement[] {
  return [
    db
      .update(warrantyOffers)
      .set({ status: answer, answeredOn, dealId })
      .where(and(eq(warrantyOffers.id, id), eq(warrantyOffers.status, 'offered'))),
    ...changedExactly(db),
    trail(db, { at: now(), actor: by, act: `warranty.${answer}`, subject: engagementId, detail: { offer: id, deal: dealId } }),
  ]
}
