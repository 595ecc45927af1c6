import { referralName } from './names.ts'

/** The parts of a destination as a link stores them. `path` is path, query and fragment, and starts with `/`. */
export type Destination = { host: string; path: string }

type ReadDestination = ({ ok: true } & Destination) | { ok: false; code: 'invalid' | 'host_not_allowed'; problem: string }

const maxLength = 2_000
const refused = (problem: string, code: 'invalid' | 'host_not_allowed' = 'invalid'): ReadDestination => ({ ok: false, code, problem })

/**
 * Reads the address that a link shall lead to: https, on one of the company's hosts, plainly written. What browsers and people may read
 * differently (user info, ports, backslashes, foreign letters that look like ours) is declined rather than repaired.
 */
export function readDestination(text: string, allowedHosts: readonly string[]): ReadDestination {
  if (text === '') return refused('Enter the address that the link shall lead to.')
  if (text.length > maxLength) return refused(`An address may have ${maxLength} characters at most.`)
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(text)
  if (!parts) return refused('Enter a whole address that begins with https://.')
  const [, scheme = '', authority = ''] = parts
  if (hasOddCharacter(text)) return refused('The address holds a space, a backslash or another character that does not belong there.')
  if (authority.includes('@')) return refused('The address must not hold a user name or password.')

  const host = authority.toLowerCase()
  const isLocal = /^localhost(:\d{1,5})?$/.test(host)
  if (scheme.toLowerCase() !== (isLocal ? 'http' : 'https')) return refused('The address must begin with https://.')
  if (!isLocal && host.includes(':')) return refused('The address must not hold a port.')
  const url = URL.parse(text)
  if (!url || url.host !== host) return refused('This is not an address of a page. Copy it from your browser.')
  if (!isAllowedHost(host, allowedHosts)) {
    return refused(`Links may lead to ${allowedHosts.filter((each) => each !== 'localhost').join(' or ')} only.`, 'host_not_allowed')
  }
  return { ok: true, host, path: `${url.pathname}${url.search}${url.hash}` }
}

/** On the list, exactly; a local port is no part of a name. */
export const isAllowedHost = (host: string, allowedHosts: readonly string[]): boolean =>
  allowedHosts.includes(host.startsWith('localhost:') ? 'localhost' : host)

/** Control characters and white space, the backslash that browsers read as a slash, and quotes and brackets. */
const hasOddCharacter = (text: string): boolean => /[\s\\<>"'`^{}|]|\p{C}/u.test(text)

/** A destination cut up for the redirect: what stands before and after the query that is added. */
export type Route = { origin: string; pathname: string; query: string; fragment: string }

/** Undefined when the parts do not make an address on that host: nothing stored is trusted to stay what it was. */
export function routeOf({ host, path }: Destination): Route | undefined {
  const origin = `${host.startsWith('localhost:') || host === 'localhost' ? 'http' : 'https'}://${host}`
  const url = URL.parse(`${origin}${path}`)
  if (!url || url.origin !== origin || url.username !== '' || !path.startsWith('/')) return undefined
  return { origin, pathname: url.pathname, query: withoutReferral(url.search.slice(1)), fragment: url.hash }
}

/** Everything else stays as it is written: `?flag` is not `?flag=` to every page, nor `%20` a `+`. */
const withoutReferral = (query: string): string =>
  query
    .split('&')
    .filter((part) => !new URLSearchParams(part).has(referralName))
    .join('&')

/**
 * The path of a destination with its group's UTM parameters. `{code}` and `{campaign}` stand for the link's own; a parameter that would stay
 * empty is left out, and one that the destination has already stays as it is.
 */
export function withUtm(path: string, template: string, { code, campaign }: { code: string; campaign: string | null }): string {
  if (template === '') return path
  const [address = '', fragment] = path.split(/#(.*)/s)
  const [, query = ''] = address.split(/\?(.*)/s)
  const own = new URLSearchParams(query)
  const added = new URLSearchParams()
  for (const [name, value] of new URLSearchParams(template)) {
    const filled = value.replaceAll('{code}', code).replaceAll('{campaign}', campaign ?? '')
    if (filled !== '' && !own.has(name)) added.set(name, filled)
  }
  const whole = added.size === 0 ? address : `${address}${query === '' ? (address.includes('?') ? '' : '?') : '&'}${added}`
  return fragment === undefined ? whole : `${whole}#${fragment}`
}

/**
 * Where to send the visitor. The destination's own query stays as it is and wins; what the visitor brought follows, apart from the campaign
 * tag and a click id of its own; then ours.
 *
 * @param visitorQuery - the request's query without `?`
 */
export function locationOf({ origin, pathname, query, fragment }: Route, visitorQuery: string, referral: string | undefined): string {
  const others = visitorQuery === '' ? '' : brought(query, visitorQuery)
  let all = query
  if (others !== '') all += all === '' ? others : `&${others}`
  if (referral !== undefined) all += all === '' ? `${referralName}=${referral}` : `&${referralName}=${referral}`
  return all === '' ? `${origin}${pathname}${fragment}` : `${origin}${pathname}?${all}${fragment}`
}

function brought(query: string, visitorQuery: string): string {
  if (visitorQuery === '') return ''
  const own = new URLSearchParams(query)
  const others = [...new URLSearchParams(visitorQuery)].filter(([name]) => name !== 'c' && name !== referralName && !own.has(name))
  return new URLSearchParams(others).toString()
}
