/*
 * Empties the fonts of the PDF library that no statement is set in (pdf.ts uses two): it carries fourteen in one module, and twelve of
 * them are a tenth of the deployed Worker. Run by `npm ci`; without it the Worker is larger and does the same.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'

const used = ['Helvetica', 'Helvetica-Bold', 'all-encodings']
const folder = new URL('../../node_modules/@cantoo/pdf-lib/es/packages/standard-fonts/', import.meta.url)

for (const file of existsSync(folder) ? readdirSync(folder) : []) {
  const [name, isFont] = file.split('.compressed.json')
  if (isFont === '' && !used.includes(name)) writeFileSync(new URL(file, folder), '""')
}
