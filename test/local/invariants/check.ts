import { sql } from 'drizzle-orm'
import { chainChecks } from '../../../worker/audit/anchor.ts'
import { findNewestSeal, listSealsByNumber } from '../../../worker/audit/store-seals.ts'
import { bookChecks } from '../../../worker/books.ts'
import { openDatabase } from '../../../worker/database.ts'
import type { BookCheck } from '../../../worker/reconciliation/walk-checks.ts'
import type { Source } from './sources.ts'

export type Checked = { name: string; found: unknown[] }

const rowsShown = 5

/** No deadline of the port: what is asked here may take minutes. */
export const databaseOf = (source: Source) => openDatabase(source.binding, { sleep: () => new Promise(() => {}), chance: () => 0.5 })

/** Every check that the nightly job makes, to its end. A dozen at once, for a way to the database that takes seconds. */
export async function checkAll(source: Source, anchors: readonly string[], told: (checked: Checked) => void): Promise<Checked[]> {
  const db = databaseOf(source)
  const at = await nowIn(source)
  const deps = { db, now: () => at }
  const left = [...bookChecks, ...chainChecks, ...anchors.map(anchorCheck)]
  const all: Checked[] = []
  const take = async () => {
    for (let check = left.shift(); check; check = left.shift()) {
      const checked = { name: check.name, found: await toItsEnd(check, deps).catch(unchecked) }
      all.push(checked)
      told(checked)
    }
  }
  await Promise.all(Array.from({ length: 12 }, take))
  return all
}

/** A database that nobody runs at this moment is as old as what was last written into it. */
async function nowIn(source: Source): Promise<Date> {
  if (source.isLive) return new Date()
  const [row] = await databaseOf(source).all<{ at: number | null }>(sql`select max(at) "at" from audit`)
  return row?.at ? new Date(row.at) : new Date()
}

/** What cannot be asked is not sound: a table that is missing, a database that does not answer. */
const unchecked = (error: unknown): unknown[] => [
  { unchecked: String(error instanceof Error && error.cause instanceof Error ? error.cause.message : error) },
]

async function toItsEnd(check: BookCheck, deps: Parameters<BookCheck['part']>[0]): Promise<unknown[]> {
  const found: unknown[] = []
  let behind: string | undefined
  do {
    const part = await check.part(deps, behind)
    found.push(...part.found)
    behind = part.next
  } while (behind !== undefined && found.length < rowsShown)
  return found.slice(0, rowsShown)
}

/** `12:ab34…` of a mail: the seal of that number has that hash still. */
function anchorCheck(anchor: string): BookCheck {
  const [, n = '', hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(anchor) ?? []
  if (!n) throw new Error('--anchor takes the number and the hash of a mail: 12:ab34…, 64 digits.')
  return {
    name: `I26 seal ${n} is the one of the mail`,
    part: async ({ db }) => {
      const [seal] = await listSealsByNumber(db, [Number(n)])
      if (seal?.hash === hash) return { found: [], next: undefined }
      return { found: [{ mailed: hash, is: seal?.hash ?? null, newest: (await findNewestSeal(db))?.n ?? 0 }], next: undefined }
    },
  }
}
