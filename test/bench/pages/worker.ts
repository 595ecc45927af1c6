import { startSession } from '../../../worker/identity/session.ts'
import { routes } from '../../support/routes.ts'
import { Isolate } from '../payouts/isolate.ts'
import type { QueueLimits } from '../payouts/queue.ts'

/** A look at one page, by somebody or nobody. */
export type Look = { path: string; as?: { kind: 'member' | 'staff'; id: string }; nowMs: number; stripe: string; queue: QueueLimits }
export type Seen = { status: number; type: string; body: string; read: number; statements: { sql: string; read: number }[] }

/** Draws a page with the deployed product, and tells what D1 counted for it; the session belongs to no page. To GET, the paths of all pages. */
export default {
  async fetch(request, env) {
    if (request.method === 'GET') return Response.json(routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
    const look = await request.json<Look>()
    const isolate = new Isolate(env, { ...look, isReal: false, latencies: { stripeMs: 0, d1Ms: 0, mailMs: 0 } })
    return isolate.onTheClock(() => drawn(isolate, look))
  },
} satisfies ExportedHandler<Bindings>

async function drawn(isolate: Isolate, look: Look): Promise<Response> {
  const { cookie, origin } = await isolate.invoke('session', async (deps) => ({
    cookie: look.as && (await startSession(deps, look.as, { userAgent: 'bench', secondFactorAt: deps.now() })).cookie,
    origin: deps.settings.portalOrigin,
  }))
  isolate.meter.statements.clear()
  const headers = { 'sec-fetch-site': 'same-origin', 'user-agent': 'bench', ...(cookie && { cookie }) }
  const answer = await isolate.ask(look.path, new Request(`${origin}${look.path}`, { headers, redirect: 'manual' }))
  const statements = [...isolate.meter.statements].map(([sql, { read }]) => ({ sql, read })).sort((a, b) => b.read - a.read)
  const seen: Seen = {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: await answer.text(),
    read: statements.reduce((sum, { read }) => sum + read, 0),
    statements,
  }
  return Response.json(seen)
}
