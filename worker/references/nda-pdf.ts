import { formatDay, formatInstant } from '../../portal/components/format-date.ts'
import { openPaper, paperWidth } from '../statements/pdf-paper.ts'
import type { NdaRow } from './store-ndas.ts'

export type Reader = { name: string; at: Date }

/** The signed text on A4; every page says whose copy it is and since when (NDA2). */
export async function ndaPdf(nda: NdaRow, company: string, reader: Reader): Promise<Uint8Array<ArrayBuffer>> {
  const [title = '', ...paragraphs] = nda.text.split('\n\n')
  const { doc, paper } = await openPaper(`${title}, ${nda.company}`, reader.at)
  paper.write(title, { size: 18, bold: true, after: 10 })
  for (const paragraph of paragraphs) paper.write(paragraph, { after: 8 })
  for (const [label, value] of factsOf(nda)) {
    paper.row([
      { text: label, at: 0, width: 150 },
      { text: value, at: 160, width: paperWidth - 160 },
    ])
  }
  paper.finish([company, nda.company, nda.id].join(' · '), `Copy for ${reader.name}, ${formatDay(reader.at)}. Confidential.`)
  return await doc.save()
}

const factsOf = (nda: NdaRow): [string, string][] => [
  ['Signed by', nda.signedBy ?? ''],
  ['Signed', nda.signedAt ? formatInstant(nda.signedAt) : ''],
  ['Last day', nda.endsOn],
  ...(nda.status === 'ended' && nda.closedAt ? [['Ended', formatInstant(nda.closedAt)] satisfies [string, string]] : []),
  ['SHA-256 of the text', nda.textHash],
]
