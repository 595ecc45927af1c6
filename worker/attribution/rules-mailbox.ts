/** Hosts that are one mail service under two names. */
const sameHost: Partial<Record<string, string>> = { 'googlemail.com': 'gmail.com', 'pm.me': 'proton.me', 'protonmail.com': 'proton.me' }
const hostsWithFreeDots = new Set(['gmail.com'])

/** The mailbox behind the spellings of an address: without case, without a `+tag`, without the dots that Gmail ignores. */
export function mailboxOf(email: string): string {
  const [local = '', written = ''] = email.trim().toLowerCase().split('@')
  const host = sameHost[written] ?? written
  const [name = ''] = local.split('+')
  return `${hostsWithFreeDots.has(host) ? name.replaceAll('.', '') : name}@${host}`
}

/** Whether two addresses reach one mailbox: as they are written, or as another spelling of it. */
export function sameMailbox(left: string, right: string): 'same' | 'spelling' | null {
  if (left.trim().toLowerCase() === right.trim().toLowerCase()) return 'same'
  return mailboxOf(left) === mailboxOf(right) ? 'spelling' : null
}
