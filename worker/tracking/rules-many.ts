import { isCampaign, isCode } from './rules.ts'
import { readDestination } from './rules-destination.ts'
import { readTable, type TableRow } from './rules-table.ts'

/** A link of a list; without a host it leads to the introduction page, without a code it gets one. */
export type ListedLink = { line: number; code: string; host: string | undefined; path: string; campaign: string }
type ReadList = { ok: true; links: ListedLink[] } | { ok: false; problems: string[] }

export const linksAtOnce = 200
const problemsShown = 20
const columns = ['code', 'destination', 'campaign'] as const
type Column = (typeof columns)[number]

/** Reads a list of links with a header row. Every line is looked at, and either all of them are fine or none is taken. */
export function readLinks(text: string, allowedHosts: readonly string[]): ReadList {
  const rows = readTable(text)
  if (!rows) return { ok: false, problems: ['A quotation mark is opened and never closed.'] }
  const [head, ...lines] = rows
  const places = (head?.cells ?? []).map((name) => columns.find((column) => column === name.toLowerCase()))
  const isEachOnce = new Set(places).size === places.length
  if (!places.includes('code') || !places.includes('destination') || places.includes(undefined) || !isEachOnce) {
    return { ok: false, problems: ['The first line names the columns, each once: code, destination and, if you like, campaign.'] }
  }
  if (lines.length === 0) return { ok: false, problems: ['There is no line below the names of the columns.'] }
  if (lines.length > linksAtOnce)
    return { ok: false, problems: [`These are ${lines.length} links; at most ${linksAtOnce} can be made at once.`] }

  const read = lines.map((row) => readLine(row, places, allowedHosts))
  const problems = [...read.flatMap((each) => (typeof each === 'string' ? [each] : [])), ...repeated(read)]
  if (problems.length > 0) return { ok: false, problems: shortened(problems) }
  return { ok: true, links: read.filter((each) => typeof each !== 'string') }
}

function readLine({ line, cells }: TableRow, places: (Column | undefined)[], allowedHosts: readonly string[]): ListedLink | string {
  const cell = (column: Column) => cells[places.indexOf(column)] ?? ''
  const [code, destination, campaign] = [cell('code'), cell('destination'), cell('campaign')]
  if (cells.length > places.length) return `Line ${line} has more cells than there are columns.`
  if (code !== '' && !isCode(code)) return `Line ${line}: a code has 2 to 64 letters (a to z), digits, hyphens or underscores.`
  if (campaign !== '' && !isCampaign(campaign)) {
    return `Line ${line}: a campaign tag has 1 to 64 letters (a to z), digits, dots, hyphens or underscores.`
  }
  if (destination === '') return { line, code, host: undefined, path: '/', campaign }
  const read = readDestination(destination, allowedHosts)
  return read.ok ? { line, code, host: read.host, path: read.path, campaign } : `Line ${line}: ${lowerFirst(read.problem)}`
}

function repeated(read: readonly (ListedLink | string)[]): string[] {
  const lines = new Map<string, number>()
  return read.flatMap((each) => {
    if (typeof each === 'string' || each.code === '') return []
    const code = each.code.toLowerCase()
    const earlier = lines.get(code)
    lines.set(code, earlier ?? each.line)
    return earlier === undefined ? [] : [`Line ${each.line} has the code of line ${earlier}.`]
  })
}

export const shortened = (problems: readonly string[]): string[] =>
  problems.length <= problemsShown
    ? [...problems]
    : [...problems.slice(0, problemsShown), `And ${problems.length - problemsShown} more lines have something wrong.`]

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
