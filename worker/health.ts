import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { AppEnv } from './env.ts'
import { allow } from './identity/policy.ts'

/** Well only when D1 answers. */
export const health = new Hono<AppEnv>().get('/', allow('anyone'), async (c) => {
  const { db, settings } = c.var.deps
  try {
    await db.get(sql`select 1`)
    return c.json({ ok: true, environment: settings.environment, version: c.env.VERSION.id })
  } catch {
    return c.json({ ok: false, problem: 'the database does not answer' }, 503)
  }
})
