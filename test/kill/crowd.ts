import type { Addresses } from '../local/addresses.ts'
import type { OneOfCrowd } from '../local/crowd.ts'
import type { Names } from '../local/story/chapter.ts'
import { askJson } from '../local/walk/ask.ts'
import type { Stripe } from './stripe-side.ts'

const atOnce = 4

/** People of staff, and that many partners who can be paid, each with a customer in two currencies; Stripe's balance is funded. */
export async function gatherCrowd({ portal, world }: Addresses, stripe: Stripe, size: number): Promise<OneOfCrowd[]> {
  for (const currency of ['eur', 'usd']) await stripe.act('fund', { currency, amount: 100_000_000 })
  const { names } = await askJson<{ names: Names }>(`${portal}/_local/story/staff`, { names: {}, world })
  const staffId = names.ingrid
  const { groupId } = await askJson<{ groupId: string }>(`${portal}/_local/crowd/group`, { staffId })
  const crowd: OneOfCrowd[] = []
  let next = 1
  const joinNext = async () => {
    while (next <= size) crowd.push(await askJson<OneOfCrowd>(`${portal}/_local/crowd/partner`, { n: next++, groupId, staffId, world }))
  }
  await Promise.all(Array.from({ length: atOnce }, joinNext))
  return crowd
}
