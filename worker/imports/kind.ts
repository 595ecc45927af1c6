import type { ShownLine } from '../../portal/components/import-lines.tsx'
import { readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { type Columns, type FileRow, readFile } from './rules-file.ts'
import type { Verdict } from './rules-verdict.ts'

/** Whoever imports; the trail names them. */
export type Importer = { id: string }

/** What may be imported. `judge` only reads; `store` writes what it is handed in one batch that fails when what was judged has moved. */
export type ImportKind<Wanted = unknown, Column extends string = string> = {
  columns: Columns<Column>
  judge: (deps: Deps, rows: readonly FileRow<Column>[]) => Promise<Verdict<Wanted>[]>
  store: (deps: Deps, by: Importer, wanted: readonly Wanted[]) => Promise<void>
  /** Whether a line lacks what it had better say, for a list of those. */
  isIncomplete?: (row: FileRow<Column>) => boolean
  /** So many lines a file may have. */
  mostLines: number
  /** So many lines are one batch. */
  linesInBatch: number
  /** So many new lines are stored by one press of the button. */
  linesAtOnce: number
}

export type Imported = { ok: true; lines: ShownLine[] } | { ok: false; problem: string }

/** What importing this text would do, line by line; nothing is stored. */
export async function previewImport<Wanted, Column extends string>(
  deps: Deps,
  kind: ImportKind<Wanted, Column>,
  text: string,
): Promise<Imported> {
  const file = readFile(text, kind.columns, kind.mostLines)
  return file.ok ? { ok: true, lines: linesOf(kind, file.rows, await kind.judge(deps, file.rows)) } : file
}

/**
 * Stores the lines that are new, each batch judged again on what stands at that moment: what breaks off half way leaves whole lines behind, and
 * the same text again stores the rest. Lines that stay `new` are for the next time.
 */
export async function importText<Wanted, Column extends string>(
  deps: Deps,
  by: Importer,
  kind: ImportKind<Wanted, Column>,
  text: string,
): Promise<Imported> {
  const file = readFile(text, kind.columns, kind.mostLines)
  if (!file.ok) return file
  const verdicts = await kind.judge(deps, file.rows)
  const lines = new Map(linesOf(kind, file.rows, verdicts).map((line) => [line.line, line]))
  const fresh = file.rows.filter(({ line }) => lines.get(line)?.state === 'new').slice(0, kind.linesAtOnce)
  for (let start = 0; start < fresh.length; start += kind.linesInBatch) {
    const rows = fresh.slice(start, start + kind.linesInBatch)
    for (const line of linesOf(kind, rows, await storeRows(deps, by, kind, rows))) {
      lines.set(line.line, line.state === 'new' ? { ...line, state: 'stored' } : line)
    }
  }
  return { ok: true, lines: [...lines.values()] }
}

const storeRows = <Wanted, Column extends string>(
  deps: Deps,
  by: Importer,
  kind: ImportKind<Wanted, Column>,
  rows: readonly FileRow<Column>[],
): Promise<Verdict<Wanted>[]> =>
  readAgainIfRefused(async () => {
    const verdicts = await kind.judge(deps, rows)
    const wanted = verdicts.flatMap((verdict) => (verdict.state === 'new' ? [verdict.wanted] : []))
    if (wanted.length > 0) await kind.store(deps, by, wanted)
    return verdicts
  })

/** A verdict for each row, in their order. */
const linesOf = <Wanted, Column extends string>(
  { isIncomplete }: ImportKind<Wanted, Column>,
  rows: readonly FileRow<Column>[],
  verdicts: readonly Verdict<Wanted>[],
): ShownLine[] => {
  const incomplete = new Set(rows.filter((row) => isIncomplete?.(row)).map(({ line }) => line))
  return verdicts.map(({ line, title, state, note }) => ({ line, title, state, note, isIncomplete: incomplete.has(line) }))
}
