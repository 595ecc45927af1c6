import { publicMailDomains } from './public-mail.ts'

/**
 * The registrable domain of a company, lower case, from a domain, an address of its site or a mail address: `mail.ada.co.uk` is
 * `ada.co.uk`. Undefined for public mail, for addresses of machines and for what is no domain.
 */
export async function companyDomainOf(text: string): Promise<string | undefined> {
  const domain = await registrableDomainOf(text)
  return domain && !publicMailDomains.has(domain) ? domain : undefined
}

/** Whether the domain belongs to a mail service where anybody may open a mailbox: it says nothing about a company. */
export async function isPublicMail(text: string): Promise<boolean> {
  const domain = await registrableDomainOf(text)
  return domain !== undefined && publicMailDomains.has(domain)
}

async function registrableDomainOf(text: string): Promise<string | undefined> {
  // Imported when used: the public suffix list is larger than the redirect.
  const { parse } = await import('tldts')
  const { domain, isIp } = parse(text.trim().toLowerCase(), { allowPrivateDomains: true })
  return isIp || !domain ? undefined : domain
}
