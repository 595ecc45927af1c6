import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { Finding } from './rules-signals.ts'
import { settleSignal } from './settle-signal.ts'
import { type About, listKnownSources, signalsOf, storeSignals } from './store-signals.ts'

/** Stores what was not found before and lets the commissions concerned follow at once. */
export async function keepFindings(deps: Deps, about: About, findings: readonly Finding[]): Promise<void> {
  const all = signalsOf(deps, about, findings, deps.now())
  const known = await listKnownSources(
    deps.db,
    all.map(({ source }) => source),
  )
  const fresh = all.filter(({ source }) => !known.has(source))
  if (fresh.length === 0) return
  try {
    await inOneBatch(deps.db, storeSignals(deps.db, fresh))
  } catch (error) {
    // Somebody else looked at the same moment, and found the same.
    if (wasRefused(error)) return
    throw error
  }
  for (const signal of fresh) await settleSignal(deps, signal)
}
