import type { Deps } from '../deps.ts'
import type { Applier } from '../stripe/inbox.ts'
import { listCodesOfCoupon, putPromotionCode } from './promotion-store.ts'

/** What Stripe says of a promotion code now, whatever the event said of it. */
export const applyPromotionCode: Applier = async (deps, { object }) => {
  if (!object) return 'ignored'
  await askAboutCode(deps, object)
  return 'done'
}

/** A coupon takes its codes with it. */
export const applyCoupon: Applier = async (deps, { object }) => {
  if (!object) return 'ignored'
  for (const { id } of await listCodesOfCoupon(deps.db, object)) await askAboutCode(deps, id)
  return 'done'
}

async function askAboutCode({ db, revenue, now }: Deps, id: string): Promise<void> {
  await putPromotionCode(db, await revenue.promotionCode(id), now())
}

/** Pages of a hundred: more codes than that come with their events. */
const pagesAtMost = 10

/**
 * All of Stripe's promotion codes, as it lists them now.
 *
 * @returns how many there are
 */
export async function syncPromotionCodes({ db, lists, now }: Deps): Promise<number> {
  let count = 0
  let behind: string | undefined
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { rows, next } = await lists.promotionCodes({ behind })
    const [first, ...rest] = rows.map((row) => putPromotionCode(db, row, now()))
    if (first) await db.batch([first, ...rest])
    count += rows.length
    if (!next) break
    behind = next
  }
  return count
}
