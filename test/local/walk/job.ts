import type { Addresses } from '../addresses.ts'
import { join } from './join.ts'
import { createSetting } from './setting.ts'
import { createSteps, type Step } from './steps.ts'
import { subscribe } from './subscribe.ts'

export type Result = { ok: boolean; steps: Step[]; ledgerMinor: number; stripeMinor: number; transfers: number }

/** The main job, from an invitation to a settled transfer; ends early at the first step that fails. */
export async function playTheJob(addresses: Addresses, say: (line: string) => void): Promise<Result> {
  const { done, step } = createSteps(say)
  const result: Result = { ok: false, steps: done, ledgerMinor: 0, stripeMinor: 0, transfers: 0 }
  try {
    const setting = createSetting(addresses, step)
    const partnership = await join(setting)
    await subscribe(setting, partnership)
    result.ok = done.every(({ ok }) => ok)
  } catch {
    // The step that failed is noted with its reason.
  }
  return result
}
