/**
 * A text as it may be written to the log or kept beside a record: the database library repeats every value of a failed statement behind
 * `params:`, and addresses of pages carry private tokens.
 */
export const forLog = (text: string): string =>
  text.replace(/\n?params: [\s\S]*?(?=\n\s+at |$)/g, ' params: …').replace(/(\/(?:me|sign-in\/link)\/)[A-Za-z0-9_-]{16,}/g, '$1…')
