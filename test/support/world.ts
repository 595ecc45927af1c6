import { env } from 'cloudflare:workers'
import { createApp } from '../../worker/app.tsx'
import { openDatabase } from '../../worker/database.ts'
import type { Deps, Hint } from '../../worker/deps.ts'
import { startSession } from '../../worker/identity/session.ts'
import type { Mail } from '../../worker/notices/port.ts'
import { follow } from '../../worker/queue.ts'
import { readSettings } from '../../worker/settings.ts'
import { openStripe } from '../../worker/stripe/client.ts'
import { forgetClicks } from '../../worker/tracking/click-buffer.ts'
import { ingestClicks } from '../../worker/tracking/ingest.ts'
import { forgetLinks } from '../../worker/tracking/link-cache.ts'
import type { ClickMessage } from '../../worker/tracking/message.ts'
import { forgetSnippet } from '../../worker/tracking/snippet.ts'
import { createStandIn, type StandIn } from '../stripe/stand-in.ts'

type Person = { kind: 'member' | 'staff'; id: string }

/** The real app on a real D1, a clock that only moves by `travel`, counted ids, and a Stripe that remembers. */
export type World = {
  deps: Deps
  standIn: StandIn
  /** Sent mails, oldest first. */
  mails: Mail[]
  /** Hints and clicks that were sent and not yet followed. */
  hints: Hint[]
  clickMessages: ClickMessage[]
  now: () => Date
  /** Moves the one clock, Stripe's included; nothing is swept unless asked. */
  travel: (time: { days?: number; hours?: number; minutes?: number; seconds?: number }) => Promise<void>
  /** Asks the app over HTTP; `as` signs the person in, `form` posts urlencoded from our own origin. */
  ask: (path: string, options?: AskOptions) => Promise<Response>
  /** Finishes what was handed to `waitUntil`, and follows the waiting hints and clicks until none is left. */
  settle: () => Promise<void>
}

export type AskOptions = {
  as?: Person | undefined
  method?: string
  form?: Record<string, string>
  headers?: Record<string, string>
  body?: BodyInit
  /** When the session proved a second factor; `'now'` for a fresh one. */
  secondFactor?: 'now' | Date
}

/** One app for all worlds of an isolate, since to mount it costs more than most tests: each world asks it with bindings of its own. */
const depsOf = new WeakMap<Bindings, Deps>()
const app = createApp((bindings) => {
  const deps = depsOf.get(bindings)
  if (!deps) throw new Error('No world has these bindings')
  return deps
})

const day0 = new Date('2026-11-02T09:00:00Z')

export async function createWorld(overrides: Partial<Deps> = {}): Promise<World> {
  const settings = readSettings(env)
  const standIn = createStandIn({ startAt: day0, seed: 1 })
  const now = () => standIn.now()
  const mails: Mail[] = []
  const hints: Hint[] = []
  const clickMessages: ClickMessage[] = []
  const later: Promise<unknown>[] = []
  let counter = 0
  const deps: Deps = {
    db: openDatabase(env.DB, { sleep: () => new Promise(() => {}), chance: () => 0.5 }),
    ...openStripe(settings, now, (input, init) => standIn.fetch(new Request(input, init))),
    hints: { send: async (sent) => void hints.push(...sent) },
    clickQueue: { send: async (message) => void clickMessages.push(message) },
    mailer: { send: async (mail) => void mails.push(mail) },
    pages: { read: async () => ({ kind: 'silent', reason: 'It did not answer within five seconds.' }) },
    now,
    newId: (prefix) => `${prefix}_${String(++counter).padStart(6, '0')}`,
    settings,
    ...overrides,
  }
  const bindings: Bindings = { ...env }
  depsOf.set(bindings, deps)
  // What an isolate keeps between requests belongs to the world before.
  forgetLinks()
  forgetClicks()
  forgetSnippet()

  const world: World = {
    deps,
    standIn,
    mails,
    hints,
    clickMessages,
    now,
    travel: async ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) =>
      standIn.advance(((days * 24 + hours) * 60 + minutes) * 60 + seconds),
    ask: async (path, options = {}) => app.fetch(await requestOf(deps, path, options), bindings, contextOf(later)),
    settle: async () => {
      while (later.length + hints.length + clickMessages.length > 0) {
        await Promise.all(later.splice(0))
        for (const hint of hints.splice(0)) await follow(deps, hint)
        await ingestClicks(deps, clickMessages.splice(0))
      }
    },
  }
  return world
}

/** Work handed to `waitUntil` goes on by itself; `settle` waits for it. */
const contextOf = (later: Promise<unknown>[]): ExecutionContext =>
  ({
    waitUntil: (work: Promise<unknown>) => void later.push(work),
    passThroughOnException: () => {},
    props: {},
  }) as ExecutionContext // tests reach for nothing else of it

async function requestOf(deps: Deps, path: string, options: AskOptions): Promise<Request> {
  const headers = new Headers({ 'sec-fetch-site': 'same-origin', 'user-agent': 'test', ...options.headers })
  if (options.as) {
    const secondFactorAt = options.secondFactor === 'now' ? deps.now() : options.secondFactor
    const session = await startSession(deps, options.as, { userAgent: 'test', ...(secondFactorAt && { secondFactorAt }) })
    const others = headers.get('cookie')
    headers.set('cookie', others ? `${others}; ${session.cookie}` : session.cookie)
  }
  const body = options.form ? new URLSearchParams(options.form) : options.body
  return new Request(`${deps.settings.portalOrigin}${path}`, {
    method: options.method ?? (body ? 'POST' : 'GET'),
    headers,
    redirect: 'manual',
    ...(body && { body }),
  })
}
