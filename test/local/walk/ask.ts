import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'

export type Answer = { url: string; status: number; headers: IncomingHttpHeaders; text: string }
type Question = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string | undefined }

/** One request as it is, without following anything. `fetch` would add headers of its own, which a click on a link does not have. */
export const ask = ({ method, url, headers, body }: Question): Promise<Answer> =>
  new Promise((done, fail) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, { method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', fail)
      response.on('end', () =>
        done({ url, status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') }),
      )
    })
    request.on('error', fail)
    request.end(body)
  })

/** A JSON answer of the local world's own addresses. */
export async function askJson<T>(url: string, body?: object): Promise<T> {
  const answer = await ask({
    method: body ? 'POST' : 'GET',
    url,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 400)}`)
  // The caller names the shape that this address is documented to give.
  return JSON.parse(answer.text) as T
}
