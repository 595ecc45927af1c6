import { env } from 'cloudflare:workers'
import { asc } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { prospects } from '../../../schema/prospects.ts'
import { seals } from '../../../schema/seals.ts'
import { checkChain } from '../../../worker/audit/chain.ts'
import { eraseWords } from '../../../worker/audit/erase-words.ts'
import { nothingBefore } from '../../../worker/audit/rules-seals.ts'
import { sealLogs } from '../../../worker/audit/seal.ts'
import { trail } from '../../../worker/audit/store.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { runCron } from '../../../worker/cron.ts'
import { passed } from '../../migrations/illegal.ts'
import { createWorld, type World } from '../../support/world.ts'

describe('sealLogs', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld()
  })

  const listSeals = () => world.deps.db.select().from(seals).orderBy(asc(seals.n))
  const happen = async (times: number) => {
    const { db } = world.deps
    const at = world.now()
    const [first, ...rest] = Array.from({ length: times }, () => trail(db, { at, actor: 'system', act: 'test.happened', subject: 'x' }))
    if (first) await db.batch([first, ...rest])
  }

  it('seals what is new, each seal behind the one before', async () => {
    await happen(2)
    await runCron(world.deps, '*/5 * * * *')
    await sealLogs(world.deps)
    await happen(3)
    await sealLogs(world.deps)

    const [first, second, ...others] = await listSeals()
    expect(first).toMatchObject({ n: 1, previous: nothingBefore, form: 2, upto: { audit: 2, epochs: 1 } })
    expect(second).toMatchObject({ n: 2, previous: first?.hash, rows: 3, upto: { audit: 5, epochs: 1 } })
    expect(others).toEqual([])
    expect(await checkChain(world.deps.db, 0)).toEqual({ reached: 2, broken: [] })
    expect(await checkChain(world.deps.db, 2)).toEqual({ reached: undefined, broken: [] })
  })

  it('goes on until nothing is left, in seals of some hundred rows', async () => {
    for (let n = 0; n < 6; n += 1) await happen(90)
    await sealLogs(world.deps)
    expect((await listSeals()).map(({ rows, upto }) => [rows > 500, upto.audit])).toEqual([
      [true, 500],
      [false, 540],
    ])
    expect((await checkChain(world.deps.db, 0)).broken).toEqual([])
  })

  it('seals each row once when two sweeps overlap', async () => {
    await happen(4)
    await Promise.all([sealLogs(world.deps), sealLogs(world.deps), sealLogs(world.deps)])
    expect((await listSeals()).map(({ n, upto }) => [n, upto.audit])).toEqual([[1, 4]])
    expect((await checkChain(world.deps.db, 0)).broken).toEqual([])
  })

  it('repeats a batch whose answer was lost', async () => {
    await happen(1)
    let lost = 0
    const db = new Proxy(world.deps.db, {
      get: (target, name) => {
        if (name !== 'batch') return Reflect.get(target, name)
        return async (statements: Parameters<typeof target.batch>[0]) => {
          const answer = await target.batch(statements)
          if (statements.length > 2 || lost++ > 0) return answer
          // As the port repeats it: the second time meets the key of the first.
          return target.batch(statements)
        }
      },
    })
    await sealLogs({ ...world.deps, db })
    expect(lost).toBe(1)
    expect((await listSeals()).map(({ n, upto }) => [n, upto.audit])).toEqual([[1, 1]])
  })

  it('lets words about an erased prospect go, once, and the chain still holds', async () => {
    const { db } = world.deps
    await db.insert(prospects).values({ id: 'pro_1', company: 'Canary', stage: 'new', createdAt: world.now(), version: 1 })
    await trail(db, { at: world.now(), actor: 'stf_1', act: 'prospect.stage_changed', subject: 'pro_1', detail: { reason: 'canary' } })
    await trail(db, { at: world.now(), actor: 'stf_1', act: 'payment.recorded', subject: 'pmt_1', detail: { paidMinor: 1 } })
    await sealLogs(world.deps)
    const erase = `update audit set detail = '{"erased":true}'`
    const shred = "update seal_salts set salt = null, digest = 'd', erased_with = 'pro_1'"
    expect(
      await passed([
        [`${erase} where seq = 1`, 'never changes'],
        [shred, 'with an erased prospect'],
      ]),
    ).toEqual([])

    await db.update(prospects).set({ erasedAt: world.now() })
    await inOneBatch(db, await eraseWords(world.deps, 'pro_1', ['pro_1']))

    expect(await env.DB.prepare('select detail from audit order by seq').all()).toMatchObject({
      results: [{ detail: '{"erased":true}' }, { detail: '{"paidMinor":1}' }],
    })
    expect((await checkChain(db, 0)).broken).toEqual([])
    expect(
      await passed([
        [`${erase} where seq = 1`, 'never changes'],
        [`${erase} where seq = 2`, 'never changes'],
        [`update audit set detail = '{"reason":"other"}' where seq = 1`, 'never changes'],
        [shred, 'a salt goes once'],
        ['delete from seal_salts', 'never deleted'],
        ["insert into seal_salts values ('audit', 2, 's', null, null)", 'made with the seal'],
      ]),
    ).toEqual([])
    await sealLogs(world.deps)
    expect((await checkChain(db, 0)).broken).toEqual([])
  })

  it('leaves no way to edit a seal, or to write behind it', async () => {
    await happen(3)
    await sealLogs(world.deps)
    const [seal] = await listSeals()
    const values = (n: number, previous: string, upto: string) =>
      `insert into seals values (${n}, '${previous}', '${'a'.repeat(64)}', 1, 1, 1, '${upto}')`
    expect(
      await passed([
        ['update seals set rows = 1', 'never changes'],
        ["update seals set hash = '1'", 'never changes'],
        ['delete from seals', 'never deleted'],
        [`insert or replace into seals select n, previous, '${'b'.repeat(64)}', sealed_at, form, rows, upto from seals`, 'follows'],
        [values(1, nothingBefore, '{}'), 'follows'],
        [values(3, seal?.hash ?? '', '{"audit":9}'), 'follows'],
        [values(2, nothingBefore, '{"audit":9,"epochs":9}'), 'follows'],
        [values(2, seal?.hash ?? '', '{"audit":2,"epochs":1}'), 'follows'],
        [values(2, seal?.hash ?? '', '{"audit":9}'), 'follows'],
        [`insert into seals values (2, '${seal?.hash}', 'xyz', 1, 1, 1, '{"audit":9,"epochs":1}')`, 'seals_hash'],
        ["insert into audit values (0, 1, 'system', 'x', 'y', null, '{}')", 'grows at its end'],
        ["insert into epochs values (-1, 1, 'x')", 'grows at its end'],
      ]),
    ).toEqual([])
    expect((await env.DB.prepare('select count(*) n from seals').first<{ n: number }>())?.n).toBe(1)
  })
})
