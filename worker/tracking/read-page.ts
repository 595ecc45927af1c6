import { forLog } from '../log.ts'

/** What a page of the company's own site answered. `html` is its beginning, `policy` its Content-Security-Policy. */
type PageAnswer =
  | { kind: 'answered'; status: number; location: string | null; policy: string | null; html: string }
  | { kind: 'silent'; reason: string }

/** Asks one address, follows nothing, brings nothing of ours along. Which addresses may be asked is the caller's to know. */
export type ReadPage = (url: string) => Promise<PageAnswer>

const deadlineMs = 5_000
const maxBytes = 512 * 1_024

export const readPage: ReadPage = async (url) => {
  try {
    const headers = { accept: 'text/html', 'user-agent': 'Goodword (set-up check)' }
    const answer = await fetch(url, { redirect: 'manual', headers, signal: AbortSignal.timeout(deadlineMs) })
    const { status } = answer
    const [location, policy] = [answer.headers.get('location'), answer.headers.get('content-security-policy')]
    return { kind: 'answered', status, location, policy, html: await beginningOf(answer) }
  } catch (error) {
    console.warn(JSON.stringify({ level: 'warn', page: url, message: forLog(error) }))
    return { kind: 'silent', reason: 'It did not answer within five seconds.' }
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of body ?? []) {
    text += decoder.decode(part, { stream: true })
    if (text.length >= maxBytes) break
  }
  return text
}
