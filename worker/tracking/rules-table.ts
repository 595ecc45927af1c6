/**
 * Rows of pasted text: RFC 4180 with commas, or what a spreadsheet puts on the clipboard (tabs), or semicolons; the first line decides. Empty
 * lines are none. Undefined when a quote is left open.
 */
export function readTable(text: string): string[][] | undefined {
  const [head = ''] = text.split(/\r?\n/, 1)
  const separator = ['\t', ';'].find((each) => head.includes(each)) ?? ','
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const endRow = () => {
    row.push(cell.trim())
    if (row.some((each) => each !== '')) rows.push(row)
    row = []
    cell = ''
  }
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place] ?? ''
    if (isQuoted && character === '"' && text[place + 1] === '"') {
      cell += '"'
      place += 1
    } else if (character === '"' && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted
    else if (isQuoted) cell += character
    else if (character === separator) {
      row.push(cell.trim())
      cell = ''
    } else if (character === '\n') endRow()
    else cell += character
  }
  if (isQuoted) return undefined
  endRow()
  return rows
}
