import { type Db, openDatabase } from './database.ts'
import { type IdPrefix, newId } from './new-id.ts'
import { bindingMailer } from './notices/mailer.ts'
import type { Mailer } from './notices/port.ts'
import { readSettings, type Settings } from './settings.ts'
import { openStripe } from './stripe/client.ts'
import { paceRail } from './stripe/paced-rail.ts'
import type { StripePorts } from './stripe/port.ts'
import type { ClickMessage } from './tracking/message.ts'
import { type ReadPage, readPage } from './tracking/read-page.ts'

/** "Look at this now." D1 is the queue of record: a hint that is lost costs time, never money. */
export type Hint = { kind: 'run' | 'payout' | 'inbox' | 'outbox'; id: string }

export type HintQueue = { send(hints: Hint[], options?: { delaySeconds: number }): Promise<void> }
export type ClickQueue = { send(message: ClickMessage): Promise<void> }

/** Everything the rules cannot know by themselves: storage, Stripe, queues, mail, time, chance. */
export type Deps = StripePorts & {
  db: Db
  hints: HintQueue
  clickQueue: ClickQueue
  mailer: Mailer
  /** Pages of the company's own site. */
  pages: { read: ReadPage }
  now: () => Date
  newId: (prefix: IdPrefix) => string
  settings: Settings
}

export type MakeDeps = (env: Bindings) => Deps

/** The deployed dependencies; made per request, message or cron run, each when it is first asked for: a redirect opens no Stripe client. */
export const makeDeps: MakeDeps = (env) => {
  const settings = settingsOf(env)
  const now = () => new Date()
  const stripe = once(() => openStripe(settings, now))
  const rail = once(() => paceRail(stripe().rail, now, (ms) => new Promise((wake) => setTimeout(wake, ms))))
  const db = once(() => openDatabase(env.DB))

  return {
    get db() {
      return db()
    },
    get rail() {
      return rail()
    },
    get revenue() {
      return stripe().revenue
    },
    get lists() {
      return stripe().lists
    },
    get verifyWebhook() {
      return stripe().verifyWebhook
    },
    ...queuesOf(env),
    mailer: bindingMailer(env.MAIL, settings.mailFrom),
    pages: { read: readPage },
    now,
    newId,
    settings,
  }
}

/** Reading the configuration costs more than a redirect may; the same bindings say the same. */
const settingsByBindings = new WeakMap<Bindings, Settings>()

function settingsOf(env: Bindings): Settings {
  const known = settingsByBindings.get(env)
  if (known) return known
  const settings = readSettings(env)
  settingsByBindings.set(env, settings)
  return settings
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

export const queuesOf = (env: Pick<Bindings, 'HINTS' | 'CLICKS'>): { hints: HintQueue; clickQueue: ClickQueue } => ({
  hints: {
    async send(hints, options) {
      if (hints.length > 0) await env.HINTS.sendBatch(hints.map((body) => ({ body, ...options })))
    },
  },
  clickQueue: {
    async send(message) {
      await env.CLICKS.send(message)
    },
  },
})
