import { sql } from 'drizzle-orm'
import { dealDetails } from '../../schema/deal-kinds.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { getDeal } from './store.ts'

/** What the customer had of a retainer's period, for the talk about its renewal. @throws Refusal not_found, wrong_state */
export async function keepValueNote({ db, now }: Deps, dealId: string, note: string, actor: string): Promise<void> {
  const deal = await getDeal(db, dealId)
  if (deal.kind !== 'retainer') throw new Refusal('wrong_state', 'Only a retainer has a note of this kind.')
  const at = now()
  await inOneBatch(db, [
    // A retainer that Stripe opened says nothing of itself yet.
    db
      .insert(dealDetails)
      .values({ dealId, valueNote: note, recordedBy: actor, recordedAt: at })
      .onConflictDoUpdate({ target: dealDetails.dealId, set: { valueNote: sql`excluded.value_note` } }),
    trail(db, { at, actor, act: 'deal.value_noted', subject: dealId, detail: {} }),
  ])
}
