import { createApp } from '../../../worker/app.tsx'
import { openDatabase } from '../../../worker/database.ts'
import type { Deps } from '../../../worker/deps.ts'
import { newId } from '../../../worker/new-id.ts'
import { consume } from '../../../worker/queue.ts'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import { paceRail } from '../../../worker/stripe/paced-rail.ts'
import { Clock } from './clock.ts'
import { type Invocation, invocation, Meter } from './meter.ts'
import { HintsQueue, type QueueLimits } from './queue.ts'

/** The bindings of one request, with what it depends on in them: the app is made once, as in a deployed isolate. */
type OwnBindings = Bindings & { DEPS: Deps }
const app = createApp((env) => (env as OwnBindings).DEPS) // `ask` alone calls it

export type Latencies = { stripeMs: number; d1Ms: number; mailMs: number }
/** Where the run stands: what the isolate knows and loses when it is killed. */
export type Progress = { sent: number; mails: number; webhooks: number; refusedWebhooks: number }

type Options = { nowMs: number; isReal: boolean; stripe: string; latencies: Latencies; queue: QueueLimits }

/** The deployed product in this isolate, on the clock: its database measured, its Stripe a request to the stand-in, its queue on the clock. */
export class Isolate {
  readonly clock: Clock
  readonly meter: Meter
  readonly queue: HintsQueue
  readonly progress: Progress = { sent: 0, mails: 0, webhooks: 0, refusedWebhooks: 0 }
  /** The invocation that asked most of D1, by name. */
  readonly heaviest = new Map<string, Invocation>()
  readonly env: Bindings
  readonly #options: Options
  #chance = 1

  constructor(env: Bindings, options: Options) {
    const { d1Ms } = options.latencies
    this.env = env
    this.#options = options
    this.clock = new Clock(options.nowMs, options.isReal)
    this.meter = new Meter(this.clock, ({ written }) => (options.isReal ? 0 : d1Ms + written * 0.01))
    this.queue = new HintsQueue(this.clock, options.queue, (batch) => this.invoke('queue', (deps) => consume(deps, batch)))
  }

  /** Lets the clock go on until the work is done. */
  async onTheClock<Result>(work: () => Promise<Result>): Promise<Result> {
    let isDone = false
    const working = work().finally(() => {
      isDone = true
    })
    await Promise.all([working, this.clock.runUntil(() => isDone)])
    return working
  }

  /** One request, batch or cron run: dependencies of its own, and its queries counted. */
  async invoke<Result>(name: string, work: (deps: Deps) => Promise<Result>): Promise<Result> {
    const into = invocation(name)
    try {
      return await work(this.#depsOf(into))
    } finally {
      const most = this.heaviest.get(name)
      if (!most || most.statements < into.statements) this.heaviest.set(name, into)
    }
  }

  /** Asks the product over HTTP; what it hands to `waitUntil` goes on by itself. */
  ask(name: string, request: Request): Promise<Response> {
    return this.invoke(name, async (deps) => {
      const later: Promise<unknown>[] = []
      const context = { waitUntil: (work: Promise<unknown>) => void later.push(work), passThroughOnException: () => {}, props: {} }
      const bindings: OwnBindings = { ...this.env, DEPS: deps }
      const answer = await app.fetch(request, bindings, context as ExecutionContext) // all of it that is used
      const body = await answer.arrayBuffer()
      await Promise.all(later)
      return new Response(answer.status === 304 ? null : body, answer)
    })
  }

  /** A request to the process around this one, which learns the time from it. */
  outside(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('x-bench-ms', String(Math.floor(this.clock.ms)))
    return this.clock.during(async () => {
      const answer = await fetch(path.startsWith('http') ? path : `${this.#options.stripe}${path}`, { ...init, headers, signal: null })
      return whole(answer)
    })
  }

  #depsOf(into: Invocation): Deps {
    const { clock } = this
    const settings = readSettings(this.env)
    // The stand-in takes test keys alone; the limits that are held here are those of live keys (money.md 7).
    const live = { ...settings, stripe: { ...settings.stripe, live: true } }
    const stripe = openStripe(live, clock.now, (input, init) => this.#stripe(new Request(input, init)))
    const rail = paceRail(stripe.rail, clock.now, clock.sleep)
    return {
      db: openDatabase(this.meter.bindingOf(this.env.DB, into), { sleep: () => new Promise(() => {}), chance: () => 0.5 }),
      ...stripe,
      rail: { ...rail, send: (order, key) => rail.send(order, key).then((outcome) => this.#seen(outcome)) },
      hints: this.queue,
      clickQueue: { send: async () => {} },
      mailer: { send: () => this.#mail() },
      pages: { read: async () => ({ kind: 'silent', reason: 'Nobody asks here.' }) },
      now: clock.now,
      newId,
      settings: live,
    }
  }

  #seen<Outcome extends { kind: string }>(outcome: Outcome): Outcome {
    if (outcome.kind === 'sent') this.progress.sent += 1
    return outcome
  }

  async #mail(): Promise<void> {
    this.progress.mails += 1
    await this.clock.sleep(this.#options.latencies.mailMs)
  }

  /** Half of the time before Stripe has it, half before we have the answer; somewhere between the half and one and a half of `stripeMs`. */
  async #stripe(request: Request): Promise<Response> {
    const { isReal, latencies } = this.#options
    const ms = isReal ? 0 : latencies.stripeMs * (0.5 + this.#random())
    const body = request.method === 'GET' ? null : await this.clock.during(() => request.arrayBuffer())
    await this.clock.sleep(ms / 2)
    const answer = await this.outside(request.url, { method: request.method, headers: request.headers, body })
    await this.clock.sleep(ms / 2)
    if (answer.headers.has('x-bench-times-out')) {
      await this.clock.sleep(20_000)
      throw new TypeError('Stripe did not answer within 20 s')
    }
    return answer
  }

  /** The same numbers in each run (Numerical Recipes' generator). */
  #random(): number {
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) >>> 0
    return this.#chance / 2 ** 32
  }
}

/** Read to its end while the clock waits; one that breaks inside its body breaks for its reader, too. */
async function whole(answer: Response): Promise<Response> {
  const { status, headers } = answer
  try {
    const body = await answer.arrayBuffer()
    return new Response(status === 204 ? null : body, { status, headers })
  } catch (broken) {
    return new Response(new ReadableStream({ start: (controller) => controller.error(broken) }), { status, headers })
  }
}
