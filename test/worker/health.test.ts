import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../worker/app.tsx'
import { openDatabase } from '../../worker/database.ts'
import { makeDeps } from '../../worker/deps.ts'

describe('GET /up', () => {
  it('says ok when D1 answers', async () => {
    const answer = await createApp(makeDeps).fetch(new Request('http://localhost/up'), env)

    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ ok: true, environment: 'test' })
  })

  it('says what is wrong when D1 does not', async () => {
    const silent = {
      prepare: () => {
        throw new Error('gone')
      },
      batch: () => {
        throw new Error('gone')
      },
    }
    const deps = () => ({ ...makeDeps(env), db: openDatabase(silent as unknown as D1Database) }) // only what the port calls

    const answer = await createApp(deps).fetch(new Request('http://localhost/up'), env)

    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ ok: false, problem: 'the database does not answer' })
  })
})
