import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { apiRequests } from '../../../schema/api.ts'
import { prospects, touches } from '../../../schema/prospects.ts'
import { answerRequest, beginRequest, pruneApiRequests, takeOver } from '../../../worker/api-requests.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { openDatabase } from '../../../worker/database.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { haveKey, type IdentifiedAnswer, type Problem, postJson } from './fixtures.ts'

/** What happens to the next acts: the isolate dies `before` or `after` they were written, or the port writes them `twice`. */
let accidents: ('before' | 'after' | 'twice')[] = []
const isAct = (statements: D1PreparedStatement[]) => statements.length > 3
const binding = {
  prepare: (query: string) => env.DB.prepare(query),
  batch: async (statements: D1PreparedStatement[]) => {
    const accident = isAct(statements) ? accidents.shift() : undefined
    if (accident === 'before') throw new Error('the isolate died')
    const results = await env.DB.batch(statements)
    if (accident === 'twice') return env.DB.batch(statements)
    if (accident === 'after') throw new Error('the isolate died')
    return results
  },
} as unknown as D1Database // what the port calls

let world: World
let key: Awaited<ReturnType<typeof haveKey>>
let said: { email: string; referral: string }
beforeEach(async () => {
  accidents = []
  world = await createWorld({ db: openDatabase(binding, { sleep: () => new Promise(() => {}), chance: () => 0.5 }) })
  key = await haveKey(world, ['prospects:write'])
  const partner = await havePartner(world)
  said = { email: 'max@quillworks.example', referral: haveClickId(world, await haveLink(world, partner.id)) }
})

const send = (body: unknown, idempotencyKey: string, as = key) => postJson(world, as, body, { 'idempotency-key': idempotencyKey })
const rows = async () => ({
  prospects: (await world.deps.db.select().from(prospects)).length,
  touches: (await world.deps.db.select().from(touches)).length,
})
const codeOf = async (answer: Response) => [answer.status, (await answer.json<Problem>()).code]

describe('a POST under its Idempotency-Key', () => {
  it('gets its first answer again, and does nothing again', async () => {
    const first = await send(said, 'k1')
    const again = await send(said, 'k1')

    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(await again.json()).toEqual(await first.json())
    expect(await rows()).toEqual({ prospects: 1, touches: 1 })
  })

  it('is refused with another body, and knows the keys of others by nothing', async () => {
    await send(said, 'k1')
    const other = await haveKey(world, ['prospects:write'])

    expect(await codeOf(await send({ ...said, name: 'Max' }, 'k1'))).toEqual([422, 'key_reused'])
    expect((await send(said, 'k1', other)).status).toBe(200)
  })

  it('stores no address and no name for it', async () => {
    await send({ ...said, name: 'Max Quill', company: 'Quillworks' }, 'max@quillworks.example')

    const stored = JSON.stringify(await world.deps.db.select().from(apiRequests))
    expect(stored).toContain('pro_')
    for (const text of ['quillworks', 'Quill', 'max@']) expect(stored).not.toContain(text)
  })

  it('runs once when it comes twice at the same moment', async () => {
    const answers = await Promise.all([send(said, 'k1'), send(said, 'k1')])

    const statuses = answers.map(({ status }) => status).toSorted()
    expect([
      [201, 409],
      [201, 201],
    ]).toContainEqual(statuses)
    const refused = answers.find(({ status }) => status === 409)
    if (refused) expect([await codeOf(refused), Number(refused.headers.get('retry-after')) > 0]).toEqual([[409, 'running'], true])
    expect(await rows()).toEqual({ prospects: 1, touches: 1 })
  })

  it('may be tried again after a fault before anything was written', async () => {
    accidents = ['before']
    const failed = await send(said, 'k1')

    expect([await codeOf(failed), await rows()]).toEqual([[500, 'failed'], { prospects: 0, touches: 0 }])
    expect((await send(said, 'k1')).status).toBe(201)
    expect(await rows()).toEqual({ prospects: 1, touches: 1 })
  })

  it('makes no second prospect after a death behind the act: act and answer are one batch', async () => {
    accidents = ['after']
    const lost = await send(said, 'k1')
    const again = await send(said, 'k1')

    expect(lost.status).toBe(500)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect((await again.json<IdentifiedAnswer>()).outcome).toBe('new')
    expect(await rows()).toEqual({ prospects: 1, touches: 1 })
  })

  it('is answered with what it did when its batch arrives twice', async () => {
    accidents = ['twice']
    const answer = await send(said, 'k1')

    expect([answer.status, (await answer.json<IdentifiedAnswer>()).outcome]).toEqual([201, 'new'])
    expect(await rows()).toEqual({ prospects: 1, touches: 1 })
  })

  it('is answered by another try once the first has been silent for a minute, and not before', async () => {
    const [begun] = await beginAndDie()
    expect(begun?.answeredAt).toBeNull()

    const early = await send(said, 'k1')
    expect([await codeOf(early), early.headers.get('retry-after')]).toEqual([[409, 'running'], '60'])
    await world.travel({ seconds: 60 })
    expect((await send(said, 'k1')).status).toBe(201)
    expect(await rows()).toEqual({ prospects: 1, touches: 1 })
  })

  it('lets a try that was thought dead write nothing once another has taken over', async () => {
    const { db, now } = world.deps
    const late = { apiKeyId: key.id, keyHash: 'k', requestHash: 'r', tryId: 'req_late', startedAt: now() }
    const next = { ...late, tryId: 'req_next' }
    await beginRequest(db, late)
    expect(await takeOver(db, next, late.tryId)).toBe(true)

    const answer = { status: 201, body: {} }
    await expect(inOneBatch(db, answerRequest(db, late, answer, now()))).rejects.toThrow()
    await inOneBatch(db, answerRequest(db, next, answer, now()))
    expect(await db.select().from(apiRequests)).toMatchObject([{ tryId: 'req_next', status: 201 }])
  })

  /** The first try wrote that it began, and nothing more ever came of it. */
  async function beginAndDie() {
    await send(said, 'k1')
    const [done] = await world.deps.db.select().from(apiRequests)
    await env.DB.exec('delete from api_requests')
    for (const table of ['touches', 'attributions', 'contacts', 'prospects'])
      await env.DB.exec(`drop trigger if exists ${table}_never_go; delete from ${table}`)
    if (!done) throw new Error('it was answered')
    await world.deps.db.insert(apiRequests).values({ ...done, tryId: 'req_died', answeredAt: null, status: null, answer: null })
    return world.deps.db.select().from(apiRequests)
  }

  it('is forgotten after thirty days', async () => {
    await send(said, 'k1')
    await world.travel({ days: 29 })
    await pruneApiRequests(world.deps)
    expect((await send(said, 'k1')).headers.get('idempotency-replayed')).toBe('true')
    await world.travel({ days: 2 })
    await pruneApiRequests(world.deps)
    const late = await send(said, 'k1')
    expect([late.status, late.headers.get('idempotency-replayed')]).toEqual([200, null])
  })
})
