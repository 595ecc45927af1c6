import type { TouchKind } from '../../schema/prospects.ts'

/** A touch in a word or two; a kind without words does not compile. */
export const touchInWords: Record<TouchKind, string> = {
  click: 'Click on a link',
  code: 'Code',
  introduction: 'Introduction',
  registration: 'Registration',
  decision: 'Decision of a person',
}
