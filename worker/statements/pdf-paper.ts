import type { PDFDocument, PDFFont, PDFPage } from '@cantoo/pdf-lib'

const a4: [number, number] = [595.28, 841.89]
const margin = 51
export const paperWidth = a4[0] - 2 * margin
const bottom = 64

export type Cell = { text: string; at: number; width: number; right?: boolean; bold?: boolean }
type Fonts = { plain: PDFFont; bold: PDFFont }

/** Letters whose mark does not come apart from them. */
const barred: Record<string, string> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Ħ: 'H', ħ: 'h', Ŧ: 'T', ŧ: 't' }

/** What the built-in fonts cannot print becomes the letter without its mark, or a question mark; a true minus becomes a dash. */
function printable(text: string, known: ReadonlySet<number>): string {
  const isKnown = (letter: string) => known.has(letter.codePointAt(0) ?? 0)
  return [...text.replaceAll('−', '–').replaceAll(/\s/g, ' ')]
    .map((letter) => (isKnown(letter) ? letter : [...(barred[letter] ?? letter.normalize('NFKD'))].filter(isKnown).join('') || '?'))
    .join('')
}

/** A new document and the paper to write it on; the library is loaded here, at its first use. */
export async function openPaper(title: string, at: Date): Promise<{ doc: PDFDocument; paper: Paper }> {
  const { PDFDocument: Document, StandardFonts } = await import('@cantoo/pdf-lib')
  const doc = await Document.create()
  doc.setTitle(title)
  doc.setCreationDate(at)
  doc.setModificationDate(at)
  doc.setProducer('Goodword')
  const plain = await doc.embedFont(StandardFonts.Helvetica)
  return { doc, paper: new Paper(doc, { plain, bold: await doc.embedFont(StandardFonts.HelveticaBold) }) }
}

/** Paper that is written on from the top, page after page; the head of a table is repeated on each new page. */
export class Paper {
  private readonly doc: PDFDocument
  private readonly fonts: Fonts
  private readonly known: ReadonlySet<number>
  private page: PDFPage
  private y = a4[1] - margin
  private head: readonly Cell[] | undefined

  constructor(doc: PDFDocument, fonts: Fonts) {
    this.doc = doc
    this.fonts = fonts
    this.known = new Set(fonts.plain.getCharacterSet())
    this.page = doc.addPage(a4)
  }

  /** A paragraph over the whole width. */
  write(text: string, { size = 9.5, bold = false, after = 4 } = {}): void {
    for (const line of this.wrap(text, paperWidth, size, bold)) {
      this.need(size + 4)
      this.put(line, margin, size, bold)
      this.y -= size + 4
    }
    this.y -= after
  }

  /** One row of cells, as high as its longest; never parted between two pages. */
  row(cells: readonly Cell[], { size = 9, line = false, gap = 5 } = {}): void {
    const wrapped = cells.map((cell) => this.wrap(cell.text, cell.width, size, cell.bold))
    const height = Math.max(1, ...wrapped.map(({ length }) => length)) * (size + 3) + gap
    this.need(height)
    if (line) this.rule()
    cells.forEach((cell, index) => {
      const font = cell.bold ? this.fonts.bold : this.fonts.plain
      wrapped[index]?.forEach((text, n) => {
        const x = margin + cell.at + (cell.right ? cell.width - font.widthOfTextAtSize(text, size) : 0)
        this.page.drawText(text, { x, y: this.y - size - n * (size + 3), size, font })
      })
    })
    this.y -= height
  }

  /** Begins a table: these cells stand on top of every page until `endTable`. */
  table(head: readonly Cell[]): void {
    this.row(head)
    this.head = head
  }

  endTable(): void {
    this.head = undefined
    this.y -= 10
  }

  /** Numbers the pages and sets a mark on top of each; the last thing that is written. */
  finish(footer: string, mark = ''): void {
    const pages = this.doc.getPages()
    const left = printable(footer, this.known)
    pages.forEach((page, index) => {
      const text = `${index + 1} / ${pages.length}`
      const { plain, bold } = this.fonts
      if (mark) page.drawText(printable(mark, this.known), { x: margin, y: a4[1] - 32, size: 8, font: bold })
      page.drawText(left, { x: margin, y: 36, size: 8, font: plain })
      page.drawText(text, { x: a4[0] - margin - plain.widthOfTextAtSize(text, 8), y: 36, size: 8, font: plain })
    })
  }

  private rule(): void {
    this.page.drawLine({ start: { x: margin, y: this.y + 1 }, end: { x: a4[0] - margin, y: this.y + 1 }, thickness: 0.5 })
    this.y -= 2
  }

  private need(height: number): void {
    if (this.y - height >= bottom) return
    this.page = this.doc.addPage(a4)
    this.y = a4[1] - margin
    if (this.head) this.row(this.head)
  }

  private put(text: string, x: number, size: number, bold: boolean): void {
    this.page.drawText(text, { x, y: this.y - size, size, font: bold ? this.fonts.bold : this.fonts.plain })
  }

  /** Lines that fit; a word that is longer than a line is cut. */
  private wrap(text: string, width: number, size: number, bold = false): string[] {
    const font = bold ? this.fonts.bold : this.fonts.plain
    const fits = (line: string) => font.widthOfTextAtSize(line, size) <= width
    const lines: string[] = []
    let current = ''
    for (const word of printable(text, this.known).split(' ')) {
      const longer = current ? `${current} ${word}` : word
      if (fits(longer)) {
        current = longer
        continue
      }
      if (current) lines.push(current)
      current = word
      while (!fits(current)) {
        const cut = [...current].findIndex((_, index) => !fits(current.slice(0, index + 1)))
        lines.push(current.slice(0, Math.max(1, cut)))
        current = current.slice(Math.max(1, cut))
      }
    }
    return [...lines, current]
  }
}
