import { decodePDFRawStream, PDFArray, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib'

/** What a PDF says, page by page: its texts are hexadecimal strings. */
export async function textsOf(bytes: ArrayBuffer): Promise<string[]> {
  const doc = await PDFDocument.load(bytes)
  return doc.getPages().map((page) => {
    const contents = page.node.Contents()
    const refs = contents instanceof PDFArray ? contents.asArray() : []
    const streams = refs.map((ref) => page.doc.context.lookup(ref)).filter((each) => each instanceof PDFRawStream)
    const source = streams.map((each) => new TextDecoder().decode(decodePDFRawStream(each).decode())).join('\n')
    return [...source.matchAll(/<([0-9A-F]+)> Tj/g)].map(([, hex = '']) => decodeHex(hex)).join('|')
  })
}

const decodeHex = (hex: string) => String.fromCharCode(...(hex.match(/../g) ?? []).map((each) => Number.parseInt(each, 16)))
