import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { apiKeys, apiScopes, companyScopes } from '../../../schema/api.ts'
import { partners } from '../../../schema/people.ts'
import { endKey } from '../../../worker/identity/api-keys.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveKey, type Problem, postJson } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const list = (headers: Record<string, string>) => world.ask('/api/v1/prospects', { headers })
const codeOf = async (answer: Response) => [answer.status, (await answer.json<Problem>()).code]

describe('a key of the API', () => {
  it.each([
    ['no key', {}],
    ['an empty one', { authorization: '' }],
    ['a password', { authorization: 'Basic YTpi' }],
    ['one nobody made', { authorization: `Bearer gwk_${'a'.repeat(43)}` }],
    ['a huge one', { authorization: `Bearer gwk_${'a'.repeat(20_000)}` }],
    ['one with SQL in it', { authorization: `Bearer gwk_' or 1=1 --` }],
    ['a session of the portal', { cookie: '__Host-session=x' }],
  ])('opens nothing as %s', async (_what, headers) => {
    const answer = await list(headers as Record<string, string>)

    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Goodword"')
    expect([answer.headers.get('content-type'), await codeOf(answer)]).toEqual(['application/problem+json', [401, 'key_required']])
  })

  it('needs neither session nor same origin, and does only what its scopes say', async () => {
    const key = await haveKey(world, ['prospects:read'])
    const elsewhere = { ...key.headers, 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }

    expect((await list(elsewhere)).status).toBe(200)
    expect(await codeOf(await postJson(world, key, { email: 'a@b.example' }))).toEqual([403, 'forbidden'])
  })

  it('says when it was last used, and works no more once revoked', async () => {
    const admin = await haveStaff(world, 'admin')
    const key = await haveKey(world, ['prospects:read'])
    await list(key.headers)
    const [used] = await world.deps.db.select().from(apiKeys)
    await endKey(world.deps, admin, key.id)

    expect(used?.lastUsedAt).toEqual(world.now())
    expect(await codeOf(await list(key.headers))).toEqual([401, 'key_required'])
  })

  it('of a partner ends with the partner', async () => {
    const partner = await havePartner(world)
    const key = await haveKey(world, ['prospects:read'], partner.id)
    expect((await list(key.headers)).status).toBe(200)
    await world.deps.db.update(partners).set({ status: 'left' }).where(eq(partners.id, partner.id))

    expect((await list(key.headers)).status).toBe(401)
  })

  it('may ask so many times a minute, and is told how many are left', async () => {
    const key = await haveKey(world, ['prospects:read'])
    const first = await list(key.headers)
    await env.DB.prepare('update rate_counts set n = 600').run()
    const late = await list(key.headers)

    expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual(['"key";q=600;w=60', '"key";r=599;t=60'])
    expect([await codeOf(late), late.headers.get('ratelimit'), late.headers.get('retry-after')]).toEqual([
      [429, 'too_many'],
      '"key";r=0;t=60',
      '60',
    ])
    await world.travel({ seconds: 60 })
    expect((await list(key.headers)).status).toBe(200)
  })

  it('is answered in JSON, whatever it asks for', async () => {
    const key = await haveKey(world, ['prospects:read'])
    for (const path of ['/api/v1', '/api/v1/nothing', '/api/v2/prospects', '/api']) {
      const answer = await world.ask(path, { headers: key.headers })
      expect([path, answer.headers.get('content-type'), await codeOf(answer)]).toEqual([
        path,
        'application/problem+json',
        [404, 'not_found'],
      ])
    }
    expect((await world.ask('/api/v1/prospects', { method: 'DELETE', headers: key.headers })).status).toBe(404)
  })

  it.each([...companyScopes])('of a partner never holds %s, not even by SQL', async (scope) => {
    const partner = await havePartner(world)

    await expect(haveKey(world, [scope], partner.id)).rejects.toThrow()
    await expect(haveKey(world, [scope])).resolves.toMatchObject({ id: expect.any(String) })
  })

  it('keeps what it may do, by SQL too', async () => {
    await haveKey(world, [...apiScopes])
    for (const change of [
      `update api_keys set scopes = '["audit:read"]'`,
      "update api_keys set partner_id = 'par_1'",
      `update api_keys set secret_hash = '${'0'.repeat(64)}'`,
      'delete from api_keys',
    ]) {
      await expect(env.DB.prepare(change).run()).rejects.toThrow(/api_keys:/)
    }
    await env.DB.exec("update api_keys set revoked_at = 1, revoked_by = 'stf_1'")
    await expect(env.DB.prepare('update api_keys set revoked_at = null, revoked_by = null').run()).rejects.toThrow(/api_keys:/)
    await expect(haveKey(world, ['audit:read', 'audit:read'])).rejects.toThrow()
  })
})
