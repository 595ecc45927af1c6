/*
 * Stands in for three packages that the PDF library imports for what no statement has: colours by CSS name, HTML and SVG drawn into
 * a page, and the metadata of PDF/A (wrangler.toml, `[alias]`). They are 50 KB of the deployed Worker. Whoever needs one of them takes
 * its line out there.
 */
const absent = (what: string) => (): never => {
  throw new Error(`This Worker's PDFs have no ${what}: see worker/statements/pdf-absent.ts`)
}

/** culori, asked while the library is loaded. */
export const converter = () => absent('colours by name')
/** html-entities */
export const encode = absent('metadata of PDF/A')
/** node-html-better-parser */
export const parse = absent('HTML or SVG')
export const NodeType = { ELEMENT_NODE: 1, TEXT_NODE: 3, COMMENT_NODE: 8 }
