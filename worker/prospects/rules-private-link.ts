/**
 * Whether whoever reads this mailbox may see and change all that is held about the company. One that a partner put in may only at the
 * company's own domain: else a partner reads about a company by naming a mailbox of its own there.
 *
 * @param domain - the prospect's, registrable; null where none is known
 */
export const seesCompany = ({ namedBy, email }: { namedBy: string; email: string | null }, domain: string | null): boolean =>
  !namedBy.startsWith('par_') || (domain !== null && email !== null && isAt(hostOf(email), domain))

const hostOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)
const isAt = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)
