import type { Seal } from '../../schema/seals.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../payouts/digest.ts'
import { canonicalText, currentForm, nothingBefore } from './rules-seals.ts'
import { putSeal, readUnsealed, type SealedRows } from './store-seals.ts'

/** Of each log in one seal. */
const rowsAtOnce = 500
/** Of one sweep: what is left waits for the next. */
const sealsAtMost = 60

/**
 * Seals what the logs have gained, in seals that are each complete: it may be killed between two of them, run twice, and run beside
 * itself, for a seal whose number is taken is refused whole.
 */
export async function sealLogs({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  for (let tries = 0; tries < sealsAtMost; tries += 1) {
    const { newest, rows } = await readUnsealed(db, rowsAtOnce)
    const counts = [...rows.values()].map(({ length }) => length)
    if (counts.every((count) => count === 0)) return
    try {
      await inOneBatch(db, [putSeal(db, await sealOf(newest, rows, now()))])
    } catch (error) {
      // Another sweep sealed in between: what is left is read anew.
      if (!wasRefused(error)) throw error
      continue
    }
    if (counts.every((count) => count < rowsAtOnce)) return
  }
}

async function sealOf(newest: Seal | undefined, rows: SealedRows, sealedAt: Date): Promise<Seal> {
  const upto = { ...newest?.upto }
  let count = 0
  for (const [log, listed] of rows) {
    count += listed.length
    const last = listed.at(-1)
    if (last && log !== 'ledger_entries') upto[log] = Number(last.position)
  }
  const seal = { n: (newest?.n ?? 0) + 1, previous: newest?.hash ?? nothingBefore, sealedAt, form: currentForm, rows: count, upto }
  return { ...seal, hash: await hashOf(seal, rows) }
}

/** SHA-256 in hex. */
export const hashOf = (seal: Omit<Seal, 'hash'>, rows: SealedRows): Promise<string> => digestOf(canonicalText(seal, rows))
