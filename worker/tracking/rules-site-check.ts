/** Something looked at, whether it is as it should be, and what to do if not. */
export type Finding = { what: string; isGood: boolean; says: string; todo: string | null }

/** A page as it answered; the check reads its text and never runs it. */
type SeenPage =
  | { kind: 'answered'; status: number; location: string | null; policy: string | null; html: string }
  | { kind: 'silent'; reason: string }

const good = (what: string, says: string): Finding => ({ what, isGood: true, says, todo: null })
const bad = (what: string, says: string, todo: string): Finding => ({ what, isGood: false, says, todo })

const mostBytes = 2_048

/** Whether the script itself answers as it should. */
export const scriptFinding = (bytesGzip: number): Finding =>
  bytesGzip < mostBytes
    ? good('The script', `It answers with ${bytesGzip} bytes compressed.`)
    : bad('The script', `It answers with ${bytesGzip} bytes compressed.`, 'That is more than it should be. Tell whoever runs this portal.')

/** What stands in the way of the script on that page. */
export function pageFindings(page: SeenPage, portal: string): Finding[] {
  if (page.kind === 'silent') return [bad('The page', page.reason, 'Open it yourself. If it answers you, it may shut out programs.')]
  const { status, location, policy, html } = page
  if (status >= 300 && status < 400) {
    return [bad('The page', `It leads on to ${(location ?? 'nowhere').slice(0, 200)}.`, 'Check the address that it leads to.')]
  }
  if (status !== 200) return [bad('The page', `It answered ${status}.`, 'Check an address that answers.')]
  const tag = scriptTagIn(html)
  if (!tag) {
    const todo =
      'Put the two lines above into the head of the page. If a tag manager adds them, open the page with ?goodword_debug instead.'
    return [good('The page', 'It answers.'), bad('The script on the page', 'There is no goodword.js on it.', todo)]
  }
  return [
    good('The page', 'It answers.'),
    tagFinding(tag, portal),
    stubFinding(html),
    policyFinding(tag, policy ?? metaPolicyIn(html), portal),
  ]
}

const scriptTagIn = (html: string): string | undefined => /<script\b[^>]{0,500}\bsrc\s*=[^>]{0,500}goodword[^>]{0,500}>/i.exec(html)?.[0]

const srcOf = (tag: string): string => /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ?? ''
const isFromPortal = (tag: string, portal: string): boolean => srcOf(tag).startsWith(`${portal}/`)

function tagFinding(tag: string, portal: string): Finding {
  const what = 'The script on the page'
  if (!/\s(async|defer)\b/i.test(tag)) {
    return bad(what, 'It is there, and the page waits for it.', 'Write async into its tag, so that the page never waits.')
  }
  const where = isFromPortal(tag, portal) ? 'It is there, from this portal.' : `It is there, from ${srcOf(tag).slice(0, 200)}.`
  return good(what, `${where} Nothing on the page waits for it.`)
}

const stubFinding = (html: string): Finding =>
  /goodword\s*=\s*window\.goodword/.test(html)
    ? good('Early calls', 'Calls made before the script has loaded wait for it.')
    : bad(
        'Early calls',
        'The line before the script is missing.',
        'Only needed where the page calls goodword(…) itself: add the first of the two lines.',
      )

const metaPolicyIn = (html: string): string | null =>
  /<meta[^>]{0,200}http-equiv\s*=\s*["']?content-security-policy["']?[^>]{0,50}content\s*=\s*"([^"]{1,4000})"/i.exec(html)?.[1] ?? null

function policyFinding(tag: string, policy: string | null, portal: string): Finding {
  const what = 'Content-Security-Policy'
  if (!policy) return good(what, 'The page has none, so nothing is shut out.')
  const missing = [
    ...(isFromPortal(tag, portal) && !lets(policy, 'script-src', portal) ? [`script-src ${portal}`] : []),
    ...(lets(policy, 'connect-src', portal) ? [] : [`connect-src ${portal}`]),
  ]
  return missing.length === 0
    ? good(what, 'It lets the script load and ask the portal.')
    : bad(what, 'It shuts the script out.', `Add to it: ${missing.join('; ')}`)
}

/** A host with a wildcard and a scheme alone count as letting it pass; nonces and hashes are for scripts, and are believed. */
function lets(policy: string, name: string, portal: string): boolean {
  const directives = new Map(
    policy.split(';').map((text) => [text.trim().split(/\s+/)[0]?.toLowerCase() ?? '', text.trim().split(/\s+/).slice(1)]),
  )
  const sources = directives.get(name) ?? directives.get('default-src')
  if (!sources) return true
  const host = portal.replace(/^https?:\/\//, '')
  const parent = host.replace(/^[^.]+/, '*')
  const passing = [portal, host, `https://${host}`, parent, `https://${parent}`, '*', 'https:']
  return sources.some(
    (source) => passing.includes(source) || (name === 'script-src' && /^'(nonce|sha\d{3})-|^'strict-dynamic'/.test(source)),
  )
}
