import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach } from 'vitest'

const isEmpty = async () => (await env.DB.prepare("select 1 from sqlite_master where name = 'd1_migrations'").first()) === null

beforeEach(async () => {
  // Under load a reset is now and then lost, and the test would find the rows of the one before.
  do await reset()
  while (!(await isEmpty()))
  await applyD1Migrations(env.DB, env.MIGRATIONS)
})
