import { Hono } from 'hono'
import { settle } from './balance.ts'
import { expireSession } from './checkout.ts'
import { checkoutPage } from './checkout-page.ts'
import type { Runners, Tick } from './clock.ts'
import { createClockwork } from './clockwork.ts'
import { controlRoutes } from './control.ts'
import { dashboard } from './dashboard.ts'
import type { Send } from './deliveries.ts'
import { endpoints } from './endpoints.ts'
import { BrokenConnection } from './faults.ts'
import type { Pipeline } from './incoming.ts'
import { onboardingPage } from './onboarding-page.ts'
import { paymentLinkPage } from './payment-links.ts'
import { arrive, payOutAll } from './payouts.ts'
import { answerApi } from './pipeline.ts'
import type { RateLimits } from './rate-limit.ts'
import { registerDestination } from './sender-acts.ts'
import { emptyState, type State } from './state.ts'
import { renew } from './subscriptions.ts'

type StandInOptions = {
  /** What an earlier stand-in knew; it goes on where that one stopped. */
  state?: State
  startAt?: Date
  seed?: number
  /** How webhooks leave: by default as requests over the network. */
  send?: Send
  /** Called after everything that may have changed the state. */
  onChange?: () => void
  /** Sends what is due after every request, without waiting for it; else only `deliver` and `advance` send. */
  embeddedDeliveries?: boolean
  /** None unless said: with a clock that stands still, buckets never fill again. */
  rateLimits?: RateLimits
  tick?: Tick
  /** Where hosted pages are reached; by default where the API was called. */
  origin?: string
  destinations?: { url: string; secrets: string[]; payload?: 'snapshot' | 'thin'; from?: string[]; events?: string[] }[]
  /** How many requests the log keeps. */
  requestsKept?: number
}

export type StandIn = {
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  now(): Date
  advance(seconds: number): Promise<void>
  /** Sends all webhooks that are due, and waits until those under way have arrived. */
  deliver(): Promise<void>
  /** Plain JSON at any time: save it, and give it to the next stand-in. */
  state: State
}

/** A small stateful Stripe: its API, its hosted pages, its dashboard and its webhooks, on a clock of its own. */
export function createStandIn(options: StandInOptions = {}): StandIn {
  const tick = options.tick ?? 'manual'
  const fresh = emptyState(options.startAt ?? new Date('2026-01-05T09:00:00Z'), options.seed ?? 1)
  const state = options.state ? withWhatIsNew(options.state, fresh) : fresh
  if (!options.state && options.startAt && tick !== 'manual') state.aheadMs = options.startAt.getTime() - tick.wall()
  const send = options.send ?? ((request) => fetch(request))
  const changed = () => options.onChange?.()
  const pipeline: Pipeline = {
    state,
    inFlight: new Set(),
    rateLimits: options.rateLimits,
    origin: options.origin,
    requestsKept: options.requestsKept ?? 500,
  }
  for (const each of options.destinations ?? []) {
    registerDestination(state, { name: undefined, payload: undefined, from: undefined, events: undefined, ...each })
  }

  const runners: Runners = { ...effects, land_late: (_, ref) => landLate(app, state, ref) }
  const clock = createClockwork({ state, tick, send, runners, changed })
  const app = createApp(pipeline, clock)

  const answer = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    await clock.catchUp()
    try {
      return await app.fetch(new Request(input, init))
    } finally {
      await clock.sendEarly()
      changed()
      if (options.embeddedDeliveries) void clock.deliver()
    }
  }
  return { fetch: answer, now: clock.now, advance: clock.advance, deliver: clock.deliver, state }
}

/** A state that an earlier version saved has no place yet for what came since. */
const withWhatIsNew = (saved: State, fresh: State): State => ({
  ...fresh,
  ...saved,
  settings: { ...fresh.settings, ...saved.settings },
  tables: { ...fresh.tables, ...saved.tables },
})

/** What happens by itself when its time has come. */
const effects: Runners = {
  settle,
  renew,
  bank_payout: payOutAll,
  payout_arrives: arrive,
  session_expires: (state, id) => {
    expireSession(state, id)
  },
}

/** A request whose connection broke arrives after all: nobody is there to read the answer. */
async function landLate(app: Hono, state: State, ref: string): Promise<void> {
  const late = state.late[ref]
  delete state.late[ref]
  if (!late) return
  try {
    await app.fetch(new Request(late.url, { method: late.method, headers: late.headers, ...(late.body ? { body: late.body } : {}) }))
  } catch (problem) {
    if (!(problem instanceof BrokenConnection)) throw problem
  }
}

function createApp(pipeline: Pipeline, clock: Pick<StandIn, 'now' | 'advance'>): Hono {
  const app = new Hono()
  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path, (c) => answerApi(pipeline, c.req.raw, { endpoint, path: c.req.param() }))
  }
  app.all('/v1/*', (c) => answerApi(pipeline, c.req.raw, { endpoint: undefined, path: {} }))
  app.all('/v2/*', (c) => answerApi(pipeline, c.req.raw, { endpoint: undefined, path: {} }))
  app.route('/_', controlRoutes({ state: pipeline.state, origin: pipeline.origin, ...clock }))
  app.route('/setup', onboardingPage(pipeline.state))
  app.route('/b', paymentLinkPage(pipeline.state, pipeline.origin))
  app.route('/c/pay', checkoutPage(pipeline.state))
  app.route('/', dashboard(pipeline.state, clock.now))
  app.onError((problem) => {
    throw problem
  })
  return app
}
