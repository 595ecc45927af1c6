/**
 * An error or a text as it may be written to the log or kept beside a record: the database library repeats every value of a failed statement behind
 * `params:`, addresses of pages carry private tokens, and what Stripe says may repeat a key or somebody's address.
 * `log.grit` holds every log line to it.
 */
export const forLog = (what: unknown): string =>
  withoutSecrets(withoutTokens(String(what).replace(/\n?params: [\s\S]*?(?=\n\s+at |$)/g, ' params: …'))).replace(mailAddress, '…@…')

/** Of an address: the part that is a private token, 256 bits in base64url. No id of ours is that long. */
const tokenInPath = /\/[\w-]{40,}(?=[/?#"'\s]|$)/g

/** Whatever page of ours it opens, a private token stands in its reader's mailbox and nowhere else. */
export const withoutTokens = (text: string): string => text.replace(tokenInPath, '/…')

/** An address, unless it is a version of a package. */
const mailAddress = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi

/** Without Stripe's keys and the secrets of its endpoints, whole or in part. */
export const withoutSecrets = (text: string): string => text.replace(/\b(sk|rk|whsec)_[\w*]+/g, '$1_…')
