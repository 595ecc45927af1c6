type ReadOrigins = { ok: true; origins: string[] } | { ok: false; problem: string }

const mostOrigins = 20
const hostShape = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
/** Names that lead into somebody's own network, or nowhere. */
const privateName = /\.(local|internal|intranet|lan|home|corp|localhost|arpa)$/

/** Stands for every port of this machine, where the portal itself runs on it. */
const localOrigin = 'http://localhost'

/** Where the company's own pages are until an administrator says otherwise: the hosts that links may lead to. */
export const originsOfHosts = (hosts: readonly string[]): string[] =>
  hosts.map((host) => (host === 'localhost' ? localOrigin : `https://${host}`))

/** A line for each origin, as `https://www.company.example`; nothing else belongs in it. */
export function readOrigins(text: string, allowedHosts: readonly string[]): ReadOrigins {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  if (lines.length > mostOrigins) return { ok: false, problem: `At most ${mostOrigins} addresses, please.` }
  const origins: string[] = []
  for (const [index, line] of lines.entries()) {
    const origin = readOrigin(line, allowedHosts)
    if (origin === undefined) {
      return { ok: false, problem: `Line ${index + 1}: write the start of an address, such as https://www.company.example.` }
    }
    if (!origins.includes(origin)) origins.push(origin)
  }
  return { ok: true, origins }
}

function readOrigin(line: string, allowedHosts: readonly string[]): string | undefined {
  const origin = line.replace(/\/$/, '').toLowerCase()
  if (origin === localOrigin && allowedHosts.includes('localhost')) return origin
  const host = origin.startsWith('https://') ? origin.slice('https://'.length) : ''
  return hostShape.test(host) && !privateName.test(host) ? origin : undefined
}

/** Exactly one of the list; a local one with any port. */
export const isAllowedOrigin = (origin: string, origins: readonly string[]): boolean =>
  origins.includes(/^http:\/\/localhost(:\d{1,5})?$/.test(origin) ? localOrigin : origin)

/** An address of the company's own pages, plainly written. Undefined: the portal does not ask there. */
export function readOwnPage(text: string, origins: readonly string[]): string | undefined {
  if (text.length > 2_000 || /[\s\\]|\p{C}/u.test(text)) return undefined
  const url = URL.parse(text)
  if (url?.username !== '' || url.password !== '' || !isAllowedOrigin(url.origin, origins)) return undefined
  return `${url.origin}${url.pathname}${url.search}`
}
