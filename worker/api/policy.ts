import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiKey, ApiScope } from '../../schema/api.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { findKey, noteUse } from '../identity/api-key-store.ts'
import { digestOf } from '../identity/keys.ts'
import { declare } from '../identity/policy.ts'
import { windowOf } from '../identity/rules.ts'
import { countTry } from '../identity/store.ts'

/** Requests of one key in a minute. */
const requestsPerKey = { what: 'api/key', times: 600, windowMs: 60_000 }

/**
 * Lets a request with a key of that scope pass, up to so many in a minute; stands right after the path.
 *
 * @throws Refusal key_required, too_many, forbidden
 */
export const allowKey = (scope: ApiScope): MiddlewareHandler<AppEnv> =>
  declare(
    createMiddleware<AppEnv>(async (c, next) => {
      c.header('cache-control', 'no-store')
      const key = await keyOf(c)
      await countRequest(c, key)
      if (!key.scopes.includes(scope)) throw new Refusal('forbidden', `This key lacks the scope ${scope}.`)
      c.set('key', key)
      await next()
    }),
    ['api key'],
  )

const bearer = /^Bearer (gwk_[\w-]{43})$/i

async function keyOf(c: AppContext): Promise<ApiKey> {
  const { db, now } = c.var.deps
  const secret = bearer.exec(c.req.header('authorization') ?? '')?.[1]
  const key = secret && (await findKey(db, await digestOf(secret)))
  if (!key)
    throw new Refusal('key_required', 'Send a key that works as “Authorization: Bearer gwk_…”. An administrator makes one in the portal.')
  await noteUse(db, key, now())
  return key
}

async function countRequest(c: AppContext, key: ApiKey): Promise<void> {
  const { db, now } = c.var.deps
  const { times, windowMs } = requestsPerKey
  const at = now()
  const made = await countTry(db, requestsPerKey, key.id, at)
  const seconds = Math.ceil((windowOf(requestsPerKey, at).getTime() + windowMs - at.getTime()) / 1_000)
  c.header('ratelimit-policy', `"key";q=${times};w=${windowMs / 1_000}`)
  c.header('ratelimit', `"key";r=${Math.max(times - made, 0)};t=${seconds}`)
  if (made <= times) return
  c.header('retry-after', String(seconds))
  throw new Refusal('too_many', `This key may ask ${times} times a minute. Go on in ${seconds} seconds.`)
}
