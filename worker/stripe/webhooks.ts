import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { InboxSource } from '../../schema/records.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { forLog } from '../log.ts'
import { stripeApiVersion } from './client.ts'
import { putEvent } from './inbox.ts'

const maxBodyBytes = 256 * 1024

const capped = bodyLimit({
  maxSize: maxBodyBytes,
  onError: (c) => c.text('That is larger than an event of Stripe: 256 KB at most.', 413),
})

/** Stripe's three endpoints: each event is verified on its raw text, stored by its id and acknowledged; all else happens later, from D1. */
export const webhooks = new Hono<AppEnv>()
  .post('/stripe', allow('anyone'), capped, (c) => receive(c, 'platform'))
  .post('/stripe/connect', allow('anyone'), capped, (c) => receive(c, 'connect'))
  .post('/stripe/accounts', allow('anyone'), capped, (c) => receive(c, 'accounts'))

async function receive(c: AppContext, source: InboxSource): Promise<Response> {
  const { deps } = c.var
  const rawBody = await c.req.text()
  const verification = await deps.verifyWebhook(source, rawBody, c.req.header('stripe-signature') ?? null, deps.now())
  switch (verification.kind) {
    case 'refused':
      return c.text(verification.reason, 400)
    case 'misrouted': {
      log('misrouted', source, verification.reason, verification.event?.id)
      const { event } = verification
      // Under an id of its own: the same event may still come the right way.
      if (event) await putEvent(deps, source, { ...event, id: `${event.id}-${source}` }, { misrouted: verification.reason })
      return c.body(null, 200)
    }
    case 'event': {
      const { event } = verification
      if (event.apiVersion && event.apiVersion !== stripeApiVersion) log('another api version', source, event.apiVersion, event.id)
      const isNew = await putEvent(deps, source, event)
      if (isNew) c.executionCtx.waitUntil(deps.hints.send([{ kind: 'inbox', id: event.id }]).catch(hintLost))
      return c.body(null, 200)
    }
  }
}

const log = (what: string, source: InboxSource, reason: string, event?: string) =>
  console.warn(JSON.stringify({ level: 'warn', webhook: source, what, reason, event }))

/** The sweep finds the event all the same. */
const hintLost = (error: unknown) => console.warn(JSON.stringify({ level: 'warn', hint: 'inbox', message: forLog(error) }))
