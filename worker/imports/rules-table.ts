/** Cells of a row, and the line of the text in which it begins. */
export type TableRow = { line: number; cells: string[] }

/**
 * Rows of pasted text: RFC 4180 with commas, or what a spreadsheet puts on the clipboard (tabs), or semicolons; the first line decides. Empty
 * lines are none, nor are empty cells at the end of a line. Undefined when a quote is left open.
 */
export function readTable(text: string): TableRow[] | undefined {
  const [head = ''] = text.split(/\r?\n/, 1)
  const separator = ['\t', ';'].find((each) => head.includes(each)) ?? ','
  const rows: TableRow[] = []
  let row: TableRow = { line: 1, cells: [] }
  let line = 1
  let cell = ''
  let isQuoted = false
  const endCell = () => {
    row.cells.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    const length = row.cells.findLastIndex((each) => each !== '') + 1
    if (length > 0) rows.push({ ...row, cells: row.cells.slice(0, length) })
    row = { line, cells: [] }
  }
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place] ?? ''
    if (character === '\n') line += 1
    if (isQuoted && character === '"' && text[place + 1] === '"') {
      cell += '"'
      place += 1
    } else if (character === '"' && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted
    else if (isQuoted) cell += character
    else if (character === separator) endCell()
    else if (character === '\n') endRow()
    else cell += character
  }
  if (isQuoted) return undefined
  endRow()
  return rows
}
