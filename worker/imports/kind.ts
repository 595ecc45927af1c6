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
  const file = readFile(text, kind.columns)
  return file.ok ? { ok: true, lines: (await kind.judge(deps, file.rows)).map(shown) } : file
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
  const file = readFile(text, kind.columns)
  if (!file.ok) return file
  const lines = new Map((await kind.judge(deps, file.rows)).map((verdict) => [verdict.line, shown(verdict)]))
  const fresh = file.rows.filter(({ line }) => lines.get(line)?.state === 'new').slice(0, kind.linesAtOnce)
  for (let start = 0; start < fresh.length; start += kind.linesInBatch) {
    for (const verdict of await storeRows(deps, by, kind, fresh.slice(start, start + kind.linesInBatch))) {
      const line = shown(verdict)
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

const shown = ({ line, title, state, note }: Verdict<unknown>): ShownLine => ({ line, title, state, note })
