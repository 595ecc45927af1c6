import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { BrokenConnection } from '../../stripe/faults.ts'
import { createStandIn, type StandIn } from '../../stripe/stand-in.ts'
import { testSecrets } from '../../support/bindings.ts'
import { askStandIn, haveAccounts } from './accounts.ts'
import { FaultPlan } from './fault-plan.ts'

export const day0 = new Date('2026-11-02T09:00:00Z')

/** Stripe's limits with live keys (stripe.md 3). */
const rateLimits = { perSecond: 100, perEndpoint: 25 }

type Delivery = { path: string; headers: Record<string, string>; body: string }

export type Stripe = {
  origin: string
  standIn: StandIn
  faults: FaultPlan
  limited: () => number
  /** Something that people do on Stripe's side. */
  act: (name: string, body: object) => Promise<{ id: string }>
}
type Options = { partners: number; faultShare: number; events?: string[] }

/**
 * The stand-in as a process would be: over HTTP, at Stripe's limits, on the time that each request brings along. What it posts is
 * kept until somebody fetches it, as sent in live mode.
 */
export async function openStripe({ partners, faultShare, events = ['*'] }: Options): Promise<Stripe> {
  let posted: Delivery[] = []
  const standIn = createStandIn({
    startAt: day0,
    seed: 1,
    rateLimits,
    requestsKept: 10,
    send: async (request) => {
      posted.push({ path: new URL(request.url).pathname, headers: Object.fromEntries(request.headers), body: await request.text() })
      return new Response(null, { status: 200 })
    },
    destinations: [{ url: 'http://portal.test/webhooks/stripe', secrets: [testSecrets.STRIPE_WEBHOOK_SECRET], events }],
  })
  const { state } = standIn
  await haveAccounts(standIn, 1, partners)
  state.deliveries = []
  state.sender = [{ match: {}, do: 'change', change: { livemode: true }, times: 'always', seen: 0 }]
  const faults = new FaultPlan(state, faultShare)
  let limited = 0

  const app = new Hono<{ Bindings: HttpBindings }>()
  app.get('/bench/deliveries', async (c) => {
    await standIn.deliver()
    const deliveries = posted
    posted = []
    return c.json(deliveries)
  })
  app.all('*', async (c) => {
    const request = c.req.raw
    const fault = faults.plan(request)
    try {
      const answer = await standIn.fetch(request)
      if (answer.status === 429 && !fault) limited += 1
      return answer
    } catch (problem) {
      if (!(problem instanceof BrokenConnection)) throw problem
      if (fault === 'timeout') return c.body(null, 504, { 'x-bench-times-out': 'yes' })
      c.env.incoming.socket.destroy()
      return new Response(null, { status: 502 })
    }
  })
  const timed = (request: Request, bindings: HttpBindings) => {
    passTo(standIn, Number(request.headers.get('x-bench-ms')))
    return app.fetch(request, bindings)
  }
  const server = createServer(getRequestListener((request, bindings) => timed(request, bindings as HttpBindings)))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    origin: `http://127.0.0.1:${port}`,
    standIn,
    faults,
    limited: () => limited,
    act: (name, body) => askStandIn(standIn, `/_/${name}`, body),
  }
}

let passedMs = 0

/** The clock of the request becomes the stand-in's; once a minute it does what has become due. */
function passTo(standIn: StandIn, ms: number): void {
  const { state } = standIn
  if (!(ms > state.nowMs)) return
  state.nowMs = ms
  if (Math.abs(ms - passedMs) < 60_000) return
  passedMs = ms
  void standIn.advance(0)
}
