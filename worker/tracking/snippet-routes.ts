import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { refuseFlood } from '../identity/flood.ts'
import { allow } from '../identity/policy.ts'
import { identifyVisitor } from '../prospects/identify-visitor.ts'
import { arrive } from './arrive.ts'
import { isAllowedOrigin } from './rules-origins.ts'
import { arrivalShape, identificationShape } from './shapes-site.ts'
import { snippetOf } from './snippet.ts'

/** The script for the company's own pages. An hour in caches, and a day more while a newer one is fetched. */
export const snippet = new Hono<AppEnv>().get('/', allow('anyone'), async (c) => {
  const { text, etag } = await snippetOf(c.var.deps)
  const headers = {
    'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
    etag,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  }
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304, headers)
  return c.body(text, 200, { ...headers, 'content-type': 'text/javascript; charset=utf-8' })
})

const identificationsPerAddress = { what: 'identify/address', times: 30, windowMs: 3_600_000 }

/** What that script asks, from the company's own pages alone. Requests are simple ones, so that a browser asks nothing beforehand. */
export const beacon = new Hono<AppEnv>()
  .post('/arrivals', allow('anyone'), async (c) => {
    await letIn(c)
    const arrived = await arrive(c.var.deps, await read(c, arrivalShape), c.req.raw, c.executionCtx)
    return arrived ? c.json(arrived) : c.body(null, 204)
  })
  .post('/identifications', allow('anyone'), async (c) => {
    await letIn(c)
    await refuseFlood(c, identificationsPerAddress)
    await identifyVisitor(c.var.deps, await read(c, identificationShape))
    return c.body(null, 204)
  })

/** @throws Refusal forbidden for a page of anybody else's */
async function letIn(c: AppContext): Promise<void> {
  const origin = c.req.header('origin') ?? ''
  c.header('cache-control', 'no-store')
  c.header('vary', 'Origin')
  if (!isAllowedOrigin(origin, (await snippetOf(c.var.deps)).origins)) {
    throw new Refusal(
      'forbidden',
      'This site is not on the programme’s list. An administrator adds it under “Your own site” in the portal.',
    )
  }
  c.header('access-control-allow-origin', origin)
}

/** Counts what comes, for a body need not say how long it is. */
const capped = bodyLimit({
  maxSize: 4_096,
  onError: () => {
    throw new Refusal('too_large', 'That is more than this address takes.')
  },
})

/** @throws Refusal too_large, invalid */
async function read<Shape extends v.GenericSchema<unknown, unknown>>(c: AppContext, shape: Shape): Promise<v.InferOutput<Shape>> {
  await capped(c, async () => {})
  const parsed = v.safeParse(shape, jsonOf(await c.req.text()))
  if (!parsed.success) throw new Refusal('invalid', parsed.issues[0].message)
  return parsed.output
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
