import { openDatabase } from '../../worker/database.ts'
import { type Deps, type MakeDeps, queuesOf } from '../../worker/deps.ts'
import { createHandlers } from '../../worker/handlers.ts'
import { newId } from '../../worker/new-id.ts'
import type { Mailer } from '../../worker/notices/port.ts'
import { readSettings } from '../../worker/settings.ts'
import { openStripe } from '../../worker/stripe/client.ts'
import { readPage } from '../../worker/tracking/read-page.ts'
import { crowdDoor } from './crowd.ts'
import { storyDoor } from './story/door.ts'

/** What the local world adds to the bindings: where it is, and the time it says, read once per request, batch or cron run. */
type LocalBindings = Bindings & { LOCAL_WORLD: string; NOW: Date }

const depsAt = (env: LocalBindings): Deps => {
  const settings = readSettings(env)
  const now = () => new Date(env.NOW)
  return {
    db: openDatabase(env.DB),
    ...openStripe(settings, now),
    ...queuesOf(env),
    mailer: mailboxMailer(env.LOCAL_WORLD),
    pages: { read: readPage },
    now,
    newId,
    settings,
  }
}

const mailboxMailer = (world: string): Mailer => ({
  async send(mail) {
    const answer = await fetch(`${world}/mailbox`, { method: 'POST', body: JSON.stringify(mail) })
    await answer.body?.cancel()
    if (!answer.ok) throw new Error(`The mailbox answered ${answer.status}`)
  },
})

/** The stand-in's clock, so that holds, keys and webhooks age together. */
async function atLocalTime(env: LocalBindings): Promise<LocalBindings> {
  const answer = await fetch(`${env.LOCAL_WORLD}/_/clock`)
  const { now } = await answer.json<{ now: string }>()
  return { ...env, NOW: new Date(now) }
}

// Every handler below hands it the bindings with the time in them.
const handlers = createHandlers(depsAt as MakeDeps)

/** The deployed app on the local world's clock, with its mailbox for mail and two doors more: for the demo story, and for a crowd. */
export default {
  async fetch(request, env, context) {
    const local = await atLocalTime(env)
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/_local/story/')) return storyDoor(request, depsAt(local))
    if (pathname.startsWith('/_local/crowd/')) return crowdDoor(request, depsAt(local))
    return handlers.fetch(request, local, context)
  },
  queue: async (batch, env) => handlers.queue(batch, await atLocalTime(env)),
  scheduled: async (event, env) => handlers.scheduled(event, await atLocalTime(env)),
} satisfies ExportedHandler<LocalBindings>
