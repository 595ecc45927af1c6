import { isDisposable } from '../attribution/disposable-mail.ts'
import { isPublicMailDomain } from './public-mail.ts'

/**
 * The registrable domain of a company, lower case and in letters that mail takes, from a domain, an address of its site or a mail address:
 * `mail.ada.co.uk` is `ada.co.uk`, `müller.example` is `xn--mller-kva.example`. Undefined for mail services, for addresses of machines and
 * for what is no domain.
 */
export async function companyDomainOf(text: string): Promise<string | undefined> {
  const found = await registrableDomainOf(text)
  return found && !isOfMailService(found) ? found.domain : undefined
}

/** Whether the domain belongs to a mail service where anybody may open a mailbox: it says nothing about a company. */
export async function isPublicMail(text: string): Promise<boolean> {
  const found = await registrableDomainOf(text)
  return found !== undefined && isOfMailService(found)
}

/** The registrable domain of an address, a mail service's as well. */
export const mailDomainOf = async (email: string): Promise<string | undefined> => (await registrableDomainOf(email))?.domain

type Registrable = { domain: string; name: string | null }

const isOfMailService = ({ domain, name }: Registrable): boolean => isPublicMailDomain(domain, name) || isDisposable(domain)

async function registrableDomainOf(text: string): Promise<Registrable | undefined> {
  // Imported when used: the public suffix list is larger than the redirect.
  const { parse } = await import('tldts')
  const { hostname } = parse(text.trim().toLowerCase())
  const written = hostname && asciiOf(hostname)
  if (!written) return undefined
  const { domain, domainWithoutSuffix, isIp } = parse(written, { allowPrivateDomains: true })
  return isIp || !domain ? undefined : { domain, name: domainWithoutSuffix }
}

/** One name for one host, as its mail and its site write it. */
function asciiOf(hostname: string): string | undefined {
  const url = `https://${hostname}`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}
