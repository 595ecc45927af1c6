import { assignCode, setBenefit } from '../../../worker/tracking/promotion-acts.ts'
import { syncPromotionCodes } from '../../../worker/tracking/promotion-sync.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** What Tom Ashgrove writes on his price lists. */
export const pennyroyalCode = 'OVENS10'

/** A coupon at Stripe with a code for everybody of the Standard group, and a partner's own. */
export const makingCodes: Chapter[] = [{ name: 'codes are made', day: -140, tell: makeCodes }]

async function makeCodes({ deps, names, stripe }: Teller): Promise<void> {
  const shared = await stripe('promotion-code', { code: 'FRIENDS10', percent: 10, duration: 'once' })
  const { coupon } = (shared.promotion ?? {}) as { coupon?: string } // as the stand-in answers
  const own = await stripe('promotion-code', { code: pennyroyalCode, coupon })
  const ofAda = await stripe('promotion-code', { code: 'ADA10', coupon })
  await syncPromotionCodes(deps)
  const ingrid = { id: named(names, 'ingrid') }
  await assignCode(deps, ingrid, String(own.id), { partner: named(names, 'pennyroyal'), version: 1 })
  await assignCode(deps, ingrid, String(ofAda.id), { partner: named(names, 'ostervane'), version: 1 })
  const words = '10 % off your first invoice'
  await setBenefit(deps, { id: named(names, 'hanneke') }, String(shared.id), { group: named(names, 'standard'), words })
}
