import type { Seal } from '../../schema/seals.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../payouts/digest.ts'
import {
  canonicalText,
  currentForm,
  digestKey,
  mayHoldWords,
  nothingBefore,
  type SealedRow,
  saltedText,
  saltKey,
  sealedLogs,
} from './rules-seals.ts'
import { putSalts, putSeal, readUnsealed, type SealedRows } from './store-seals.ts'

/** Of each log in one seal. */
const rowsAtOnce = 500
/** Of one sweep: what is left waits for the next. */
const sealsAtMost = 60

/**
 * Seals what the logs have gained, in seals that are each complete: it may be killed between two of them, run twice, and run beside
 * itself, for a seal whose number is taken is refused whole.
 */
export async function sealLogs({ db, now, newId }: Pick<Deps, 'db' | 'now' | 'newId'>): Promise<void> {
  for (let tries = 0; tries < sealsAtMost; tries += 1) {
    const { newest, rows } = await readUnsealed(db, rowsAtOnce)
    const counts = [...rows.values()].map(({ length }) => length)
    if (counts.every((count) => count === 0)) return
    const salts = addSalts(rows, newId)
    try {
      await inOneBatch(db, [...(salts.length > 0 ? [putSalts(db, salts)] : []), putSeal(db, await sealOf(newest, rows, now()))])
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

/** Gives each row that words may stand in a salt of its own. */
function addSalts(all: SealedRows, newId: Deps['newId']): { log: 'attributions' | 'audit'; position: number; salt: string }[] {
  return (['attributions', 'audit'] as const).flatMap((name) => {
    const log = sealedLogs.find(({ table }) => table === name)
    const rows = (all.get(name) ?? []).filter((row) => log && mayHoldWords(log, row))
    return rows.map((row) => {
      const salt = newId('slt')
      row[saltKey] = salt
      return { log: name, position: Number(row.position), salt }
    })
  })
}

/** SHA-256 in hex, of rows whose words are still there or have left their digest. */
export async function hashOf(seal: Omit<Seal, 'hash'>, all: SealedRows): Promise<string> {
  for (const { table, words } of sealedLogs) {
    if (!words) continue
    for (const row of all.get(table) ?? []) row[digestKey] ??= await digestOfWords(words, row)
  }
  return digestOf(canonicalText(seal, all))
}

/** What a seal has of a row's words; null for a row without a salt. */
export async function digestOfWords(words: readonly string[], row: SealedRow): Promise<string | null> {
  const salt = row[saltKey]
  return salt ? digestOf(saltedText(words, row, salt)) : null
}
