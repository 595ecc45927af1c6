/**
 * A text as it may be written to the log or kept beside a record: the database library repeats every value of a failed statement behind
 * `params:`, and addresses of pages carry private tokens.
 */
export const forLog = (text: string): string => withoutTokens(text.replace(/\n?params: [\s\S]*?(?=\n\s+at |$)/g, ' params: …'))

/** Of an address: the part that is a private token, 256 bits in base64url. No id of ours is that long. */
const tokenInPath = /\/[\w-]{40,}(?=[/?#"'\s]|$)/g

/** Whatever page of ours it opens, a private token stands in its reader's mailbox and nowhere else. */
export const withoutTokens = (text: string): string => text.replace(tokenInPath, '/…')
