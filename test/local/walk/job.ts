import type { Addresses } from '../addresses.ts'
import { agree } from './agree.ts'
import { sufferDispute } from './dispute.ts'
import { introduceItself } from './introduce.ts'
import { join } from './join.ts'
import { payOut } from './pay-out.ts'
import { endHold, sufferRestriction } from './restriction.ts'
import { sale, sell } from './sell.ts'
import { createSetting } from './setting.ts'
import { createSteps, type Step } from './steps.ts'
import { subscribe, subscription } from './subscribe.ts'

export type Result = { ok: boolean; steps: Step[]; ledgerMinor: number; stripeMinor: number; transfers: number }

/** A tenth of everything that was paid and stayed paid. */
const earnedMinor = (sale.netMinor + subscription.months * subscription.monthMinor - subscription.refundMinor) / 10

/** The main job, from an invitation to a settled transfer; ends early at the first step that fails. */
export async function playTheJob(addresses: Addresses, say: (line: string) => void): Promise<Result> {
  const { done, step } = createSteps(say)
  const result: Result = { ok: false, steps: done, ledgerMinor: 0, stripeMinor: 0, transfers: 0 }
  try {
    const setting = createSetting(addresses, step)
    const partnership = await join(setting)
    const { prospectUrl } = await introduceItself(setting, partnership)
    await sell(setting, partnership, prospectUrl)
    await subscribe(setting, partnership)
    await sufferDispute(setting)
    await endHold(setting)
    await sufferRestriction(setting, partnership)
    const { payoutId } = await payOut(setting, partnership)
    await step(`ledger and Stripe agree on ${earnedMinor} cents in one transfer`, async () => {
      Object.assign(result, await agree(setting, payoutId))
      const { ledgerMinor, stripeMinor, transfers } = result
      if (ledgerMinor !== earnedMinor || stripeMinor !== earnedMinor || transfers !== 1) {
        throw new Error(`The ledger says ${ledgerMinor}, Stripe ${stripeMinor} in ${transfers} transfers`)
      }
    })
    result.ok = true
  } catch {
    // The step that failed is noted with its reason.
  }
  return result
}
