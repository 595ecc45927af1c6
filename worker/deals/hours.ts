import { eq } from 'drizzle-orm'
import { type DealDetails, dealDetails, type HourDraw, hourDraws } from '../../schema/deal-kinds.ts'
import type { Deal } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { writeOnce } from './once.ts'
import { currentEnd, hoursInWords } from './rules-hours.ts'
import { getDeal } from './store.ts'
import { findDetails, listPaymentIds, listTopUpPayments } from './store-kinds.ts'

type Pool = DealDetails & { leftMinutes: number }

/** @throws Refusal not_found, wrong_state without hours or before it is won */
async function readPool({ db }: Pick<Deps, 'db'>, dealId: string): Promise<{ deal: Deal; pool: Pool }> {
  const [deal, details] = await Promise.all([getDeal(db, dealId), findDetails(db, dealId)])
  if (details?.leftMinutes == null) throw new Refusal('wrong_state', 'This deal has no hours to draw from.')
  if (deal.status !== 'won' && deal.status !== 'ended') throw new Refusal('wrong_state', 'Win the deal first; then its hours can be drawn.')
  return { deal, pool: { ...details, leftMinutes: details.leftMinutes } }
}

export type Draw = Pick<HourDraw, 'minutes' | 'happenedOn' | 'note'>

/**
 * Takes hours from a pool. No money moves: the pool was paid for when it was bought. A trigger counts: two at once never draw more than
 * there is, and the second one reads again.
 *
 * @returns the draw's id
 * @throws Refusal not_found, wrong_state, invalid for a day to come, pool_empty
 */
export async function drawHours(deps: Deps, dealId: string, draw: Draw, act: string, actor: string): Promise<string> {
  return writeOnce(deps, act, async (at) => {
    const { pool } = await readPool(deps, dealId)
    if (draw.happenedOn > dayOf(at)) throw new Refusal('invalid', 'Hours are drawn once they were worked, not before.')
    if (pool.leftMinutes < draw.minutes)
      throw new Refusal(
        'pool_empty',
        pool.leftMinutes === 0
          ? 'The pool is empty. Record what the customer paid for more hours, and top it up.'
          : `Only ${hoursInWords(pool.leftMinutes)} are left. Draw those, or top the pool up first.`,
      )
    return rowOf(deps, { ...draw, dealId, kind: 'draw', paymentId: null }, actor, at)
  })
}

export type TopUp = { minutes: number; paymentId: string; note: string; expiresOn: string | null }

/**
 * More hours, bought by a payment of their own, which earned on its own (A7). A pool whose time is over says until when the new ones last.
 *
 * @returns the top-up's id
 * @throws Refusal not_found, wrong_state for a payment that bought hours already, invalid
 */
export async function topUp(deps: Deps, dealId: string, bought: TopUp, act: string, actor: string): Promise<string> {
  const { db } = deps
  return writeOnce(deps, act, async (at) => {
    const { deal, pool } = await readPool(deps, dealId)
    const today = dayOf(at)
    const [payments, used] = await Promise.all([listPaymentIds(db, dealId), listTopUpPayments(db, dealId)])
    if (!payments.includes(bought.paymentId)) throw new Refusal('invalid', 'Choose the payment of this deal that bought the hours.')
    if (payments[0] === bought.paymentId) throw new Refusal('wrong_state', 'The first payment bought the hours the deal began with.')
    if (used.includes(bought.paymentId)) throw new Refusal('wrong_state', 'This payment bought hours already.')
    const expiresOn = endAfter(pool, deal.kind === 'retainer' ? null : bought.expiresOn, today)
    const { minutes, note, paymentId } = bought
    const made = rowOf(deps, { dealId, kind: 'top_up', minutes, happenedOn: today, note, paymentId }, actor, at)
    const moved = db.update(dealDetails).set({ expiresOn }).where(eq(dealDetails.dealId, dealId))
    return { id: made.id, statements: [...made.statements, ...(expiresOn === pool.expiresOn ? [] : [moved])] }
  })
}

/** When the hours end now. Of a retainer the clock says so: what was not used lapses first (worker/deals/hours-nightly.ts). */
function endAfter({ leftMinutes, expiresOn, period }: Pool, until: string | null, today: string): string | null {
  if (period) return leftMinutes === 0 && expiresOn ? currentEnd(expiresOn, period, today) : expiresOn
  if (until && until < today) throw new Refusal('invalid', 'New hours last until a day to come.')
  if (!until && expiresOn && expiresOn < today)
    throw new Refusal('invalid', 'The time of this pool is over. Say until when the new hours last.')
  return until ?? expiresOn
}

function rowOf({ db, newId }: Deps, row: Omit<HourDraw, 'id' | 'recordedBy' | 'recordedAt'>, actor: string, at: Date) {
  const id = newId('drw')
  const { dealId, kind, minutes, paymentId } = row
  const act = kind === 'top_up' ? 'hours.topped_up' : 'hours.drawn'
  return {
    id,
    statements: [
      db.insert(hourDraws).values({ ...row, id, recordedBy: actor, recordedAt: at }),
      trail(db, { at, actor, act, subject: id, detail: { deal: dealId, minutes, payment: paymentId } }),
    ],
  }
}
