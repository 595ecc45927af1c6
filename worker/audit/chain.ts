import type { Seal } from '../../schema/seals.ts'
import type { Db } from '../database.ts'
import { endOf, nothingBefore, type SealedRow, sealedLogs } from './rules-seals.ts'
import { hashOf } from './seal.ts'
import { listSealsFrom, readSealed, type SealedRows } from './store-seals.ts'

const sealsAtOnce = 200
const rowsAtOnce = 5_000

type BrokenSeal = { seal: number; hash: string; why: string }
/** `reached`: the last seal that was looked at; undefined when none is left. */
type ChainPart = { reached: number | undefined; broken: BrokenSeal[] }

/** Reckons a part of the chain anew, from the rows as they are now: the seals behind number `behind`, so many as one read may take. */
export async function checkChain(db: Db, behind: number): Promise<ChainPart> {
  const listed = await listSealsFrom(db, behind, sealsAtOnce)
  const before = listed[0]?.n === behind ? listed.shift() : undefined
  const part = within(listed, rowsAtOnce)
  const last = part.at(-1)
  if (!last) return { reached: undefined, broken: [] }
  const rows = await readSealed(db, before, last)
  const broken: BrokenSeal[] = []
  let previous = before
  for (const seal of part) {
    const why = await whyBroken(seal, previous, rows)
    if (why) broken.push({ seal: seal.n, hash: seal.hash, why })
    previous = seal
  }
  return { reached: last.n, broken }
}

/** At least one. */
function within(listed: readonly Seal[], rowsAtMost: number): Seal[] {
  let rows = 0
  return listed.filter((seal, index) => {
    rows += seal.rows
    return index === 0 || rows <= rowsAtMost
  })
}

async function whyBroken(seal: Seal, before: Seal | undefined, all: SealedRows): Promise<string | undefined> {
  if (seal.n !== (before?.n ?? 0) + 1) return `Seal ${seal.n - 1} is missing`
  if (seal.previous !== (before?.hash ?? nothingBefore)) return 'It does not follow the seal before it'
  const rows = new Map(sealedLogs.map((log) => [log.table, between(all.get(log.table) ?? [], endOf(before, log), endOf(seal, log))]))
  const count = [...rows.values()].reduce((sum, { length }) => sum + length, 0)
  if (count !== seal.rows) return `It covers ${seal.rows} rows, and ${count} are there`
  return (await hashOf(seal, rows)) === seal.hash ? undefined : 'A row it covers was changed'
}

const between = (rows: readonly SealedRow[], behind: number, last: number): SealedRow[] =>
  rows.filter(({ position }) => Number(position) > behind && Number(position) <= last)
