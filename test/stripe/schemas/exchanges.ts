import { type RawRecord, readForm } from '../form.ts'

/** One request with its answer, read and written down. */
export type Exchange = {
  method: string
  path: string
  version: string | null
  contentType: string | null
  idempotencyKey: string | null
  /** As the endpoint reads them: of a form and a query everything is text. */
  params: RawRecord
  as: 'json' | 'text'
  status: number
  headers: Record<string, string>
  answer: unknown
}

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** A fetch that writes down what passes through it to Stripe's API; the rest it only passes on. */
export function recordExchanges(fetch: Fetch): { fetch: Fetch; exchanges: Exchange[] } {
  const exchanges: Exchange[] = []
  const recording: Fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    if (!/^\/v[12]\//.test(pathname)) return fetch(request)
    const body = await request.clone().text()
    const response = await fetch(request)
    const as = pathname.startsWith('/v2/') && request.method === 'POST' ? 'json' : 'text'
    exchanges.push({
      method: request.method,
      path: pathname,
      version: request.headers.get('Stripe-Version'),
      contentType: request.method === 'POST' ? request.headers.get('Content-Type') : null,
      idempotencyKey: request.headers.get('Idempotency-Key'),
      params: as === 'json' ? JSON.parse(body || '{}') : { ...readForm(search), ...readForm(body) },
      as,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      answer: await response.clone().json(),
    })
    return response
  }
  return { fetch: recording, exchanges }
}
