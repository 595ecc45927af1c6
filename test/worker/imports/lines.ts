import { rowsOf } from '../../local/walk/forms.ts'

/** The lines of a preview or of what was stored, as the page shows them. */
export const linesOf = (html: string) =>
  rowsOf(html)
    .filter(([first, ...others]) => others.length === 3 && first !== 'Line')
    .map(([line = '', what = '', is = '', because = '']) => ({ line, what, is, because }))
