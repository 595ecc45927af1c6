import { withoutFormulaQuote } from '../csv.ts'
import { readTable, type TableRow } from './rules-table.ts'

export const charactersAtOnce = 200_000

/** The columns a file may have, by name and in any order. */
export type Columns<Column extends string> = { needed: readonly Column[]; further: readonly Column[] }

/** A line of the file below its head; a column that is not there is empty. `problem`: it cannot be read at all. */
export type FileRow<Column extends string = string> = { line: number; cells: Record<Column, string>; problem?: string }
type ReadFile<Column extends string> = { ok: true; rows: FileRow<Column>[] } | { ok: false; problem: string }

/** Reads a file whose first line names the columns. What is wrong with the file as a whole is one sentence; a line may be wrong by itself. */
export function readFile<Column extends string>(text: string, columns: Columns<Column>, mostLines: number): ReadFile<Column> {
  const table = readTable(text)
  if (!table) return { ok: false, problem: 'A quotation mark is opened and never closed.' }
  const [head, ...lines] = table
  const names = (head?.cells ?? []).map((name) => name.toLowerCase())
  const problem = problemOfHead(names, columns) ?? problemOfLength(lines.length, mostLines)
  if (problem) return { ok: false, problem }
  return { ok: true, rows: lines.map((row) => rowOf(row, names, columns)) }
}

function problemOfHead<Column extends string>(names: readonly string[], { needed, further }: Columns<Column>): string | undefined {
  const all: readonly string[] = [...needed, ...further]
  const told = `The first line names the columns: ${inWords(needed)}${further.length > 0 ? `, and ${inWords(further)} if you like` : ''}.`
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) return `${told} ${unknown === '' ? 'One of them has no name.' : `“${shortened(unknown)}” is none of them.`}`
  const missing = needed.find((name) => !names.includes(name))
  if (missing) return `${told} “${missing}” is missing.`
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  return twice && `${told} “${twice}” is there twice.`
}

function problemOfLength(lines: number, mostLines: number): string | undefined {
  if (lines === 0) return 'There is no line below the names of the columns.'
  return lines > mostLines ? `These are ${lines} lines; at most ${mostLines} can be taken at once. Please split the file.` : undefined
}

function rowOf<Column extends string>({ line, cells }: TableRow, names: string[], { needed, further }: Columns<Column>): FileRow<Column> {
  const cellOf = (column: Column) => withoutFormulaQuote(cells[names.indexOf(column)] ?? '')
  const read = Object.fromEntries([...needed, ...further].map((column) => [column, cellOf(column)])) as Record<Column, string> // each column once
  return cells.length > names.length
    ? { line, cells: read, problem: 'This line has more cells than there are columns.' }
    : { line, cells: read }
}

const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** What a cell says, as a page shows it. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
