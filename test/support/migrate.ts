import { env } from 'cloudflare:workers'
import { beforeEach } from 'vitest'
import { openTestDatabase, restoreDatabase } from './d1/database.ts'

/** Outlives a test file: those of one isolate run this module again and again. */
const kept = globalThis as { database?: D1Database; ofMiniflare?: D1Database }
kept.ofMiniflare ??= env.DB
kept.database ??= openTestDatabase()
env.DB = kept.database

beforeEach(restoreDatabase)
