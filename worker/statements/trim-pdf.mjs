/*
 * Empties what the PDF library carries and no statement has: twelve of its fourteen fonts, and its modules for forms, encryption,
 * pictures and other people's fonts. Together a sixth of the deployed Worker, and nothing can be shaken off by a bundler.
 * Run by `npm ci`; without it the Worker is larger and writes the same PDFs, byte by byte. What is left out says so when it is called.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const library = new URL('../../node_modules/@cantoo/pdf-lib/es/', import.meta.url)

const fontsKept = ['Helvetica', 'Helvetica-Bold', 'all-encodings']

const leftOut = `
  api/svg api/extraction/extractPageContents api/extraction/graphicsSvg api/extraction/imageBytes api/extraction/FontDecoder
  api/extraction/ContentStreamParser api/extraction/ToUnicode api/form/appearances api/form/xfa api/form/PDFForm api/form/PDFTextField
  api/form/PDFDropdown api/form/PDFOptionList api/form/PDFRadioGroup api/form/PDFCheckBox api/form/PDFButton api/form/PDFSignature
  api/pdfa/facturx api/pdfa/srgbProfile api/pdfa/xmp core/crypto core/security/PDFSecurity core/embedders/CustomFontEmbedder
  core/embedders/CustomFontSubsetEmbedder core/embedders/JpegEmbedder core/embedders/PngEmbedder core/embedders/FileEmbedder
  core/embedders/PDFPageEmbedder packages/upng/index`

if (existsSync(library)) {
  const fonts = new URL('packages/standard-fonts/', library)
  for (const file of readdirSync(fonts)) {
    const [name, rest] = file.split('.compressed.json')
    if (rest === '' && !fontsKept.includes(name)) writeFileSync(new URL(file, fonts), '""')
  }
  for (const name of leftOut.trim().split(/\s+/)) empty(new URL(`${name}.js`, library))
}

/** The same exports, with nothing behind them: classes may be made, since some are while the library is loaded. */
function empty(file) {
  const text = readFileSync(file, 'utf8')
  const declared = [...text.matchAll(/^export (?:async )?(?:class|function|const|let|var) (\w+)/gm)].map(([, name]) => name)
  const listed = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) =>
    list.split(',').map((each) =>
      each
        .trim()
        .split(/\s+as\s+/)
        .at(-1),
    ),
  )
  const names = new Set([...declared, ...listed].filter((name) => name && name !== 'default'))
  const lines = [
    "function absent() { if (!new.target) throw new Error('This part of the PDF library is left out: see worker/statements/trim-pdf.mjs') }",
    ...[...names].map((name) => `export { absent as ${name} }`),
    ...(/^export default/m.test(text) ? ['export default absent'] : []),
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
}
