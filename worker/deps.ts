import { type Db, openDatabase } from './database.ts'
import { bindingMailer } from './notices/mailer.ts'
import type { Mailer } from './notices/port.ts'
import { readSettings, type Settings } from './settings.ts'
import { openStripe } from './stripe/client.ts'
import type { StripePorts } from './stripe/port.ts'
import type { ClickMessage } from './tracking/message.ts'

/** "Look at this now." D1 is the queue of record: a hint that is lost costs time, never money. */
export type Hint = { kind: 'run' | 'payout' | 'inbox' | 'outbox'; id: string }

export type HintQueue = { send(hints: Hint[], options?: { delaySeconds: number }): Promise<void> }
export type ClickQueue = { send(message: ClickMessage): Promise<void> }

/** Prefixes of `domain.md` B5; a payout's id is a function of its plan and is not made here. */
export type IdPrefix =
  | 'par'
  | 'mem'
  | 'stf'
  | 'ses'
  | 'sgn'
  | 'lnk'
  | 'clk'
  | 'pro'
  | 'con'
  | 'int'
  | 'reg'
  | 'tch'
  | 'att'
  | 'clm'
  | 'deal'
  | 'pmt'
  | 'grp'
  | 'trm'
  | 'com'
  | 'lease'
  | 'act'
  | 'ntc'
  | 'req'

/** Everything the rules cannot know by themselves: storage, Stripe, queues, mail, time, chance. */
export type Deps = StripePorts & {
  db: Db
  hints: HintQueue
  clickQueue: ClickQueue
  mailer: Mailer
  now: () => Date
  newId: (prefix: IdPrefix) => string
  settings: Settings
}

export type MakeDeps = (env: Bindings) => Deps

/** The deployed dependencies; built once per request, message or cron run. */
export const makeDeps: MakeDeps = (env) => {
  const settings = settingsOf(env)
  const now = () => new Date()

  return {
    db: openDatabase(env.DB),
    ...openStripe(settings, now),
    ...queuesOf(env),
    mailer: bindingMailer(env.MAIL, settings.mailFrom),
    now,
    newId,
    settings,
  }
}

/** Checked once per isolate: the redirect pays for dependencies on every click. */
const settingsByEnv = new WeakMap<Bindings, Settings>()

function settingsOf(env: Bindings): Settings {
  const known = settingsByEnv.get(env)
  if (known) return known
  const settings = readSettings(env)
  settingsByEnv.set(env, settings)
  return settings
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

/** 96 random bits in hex behind the prefix. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`
