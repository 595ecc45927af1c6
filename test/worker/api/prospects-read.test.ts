import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { contacts } from '../../../schema/prospects.ts'
import { havePartner, haveProspect } from '../../support/fixtures.ts'
import { rowsReadBy } from '../../support/rows-read.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { haveKey, type IdentifiedAnswer, postJson, problemOf } from './fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let key: Awaited<ReturnType<typeof haveKey>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
  key = await haveKey(world, ['prospects:read', 'prospects:write'])
})

const referral = async () => haveClickId(world, await haveLink(world, partner.id))
const identify = async (body: unknown) => {
  const answer = await postJson(world, key, body)
  return { status: answer.status, body: await answer.json<IdentifiedAnswer>() }
}
const get = (path: string, as = key) => world.ask(`/api/v1/prospects${path}`, { headers: as.headers })

const idsOf = async (answer: Response) => (await answer.json<{ data: { id: string }[]; has_more: boolean }>()).data.map(({ id }) => id)

describe('GET /api/v1/prospects', () => {
  it('lists the newest first, by pages that rows arriving meanwhile neither repeat nor hide', async () => {
    const made: string[] = []
    for (let n = 0; n < 5; n += 1) {
      made.unshift((await haveProspect(world, partner.id)).id)
      await world.travel({ seconds: 1 })
    }
    const first = await idsOf(await get('?limit=2'))
    made.unshift((await haveProspect(world, partner.id)).id)
    const second = await idsOf(await get(`?limit=2&starting_after=${first.at(-1)}`))
    const before = await idsOf(await get(`?limit=2&ending_before=${second[0]}`))
    const all = await (await get('')).json<{ has_more: boolean }>()

    expect([...first, ...second]).toEqual(made.slice(1, 5))
    expect(before).toEqual(first)
    expect(all.has_more).toBe(false)
    expect((await (await get('?limit=2')).json<{ has_more: boolean }>()).has_more).toBe(true)
  })

  it('takes a span of time and a stage', async () => {
    const early = await haveProspect(world, partner.id)
    await world.travel({ days: 1 })
    const at = world.now().toISOString()
    const late = await haveProspect(world)

    expect(await idsOf(await get(`?created_at[gte]=${at}`))).toEqual([late.id])
    expect(await idsOf(await get(`?created_at[gt]=${at}`))).toEqual([])
    expect(await idsOf(await get(`?created_at[lt]=${at}`))).toEqual([early.id])
    expect(await idsOf(await get(`?created_at[lte]=${at}&stage=new`))).toEqual([late.id, early.id])
    expect(await idsOf(await get('?stage=lost'))).toEqual([])
  })

  it.each([
    ['limit=0', '?limit'],
    ['limit=101', '?limit'],
    ['limit=ten', '?limit'],
    ['limit=1&limit=2', '?limit'],
    ['starting_after=nonsense', '?starting_after'],
    ['starting_after=pro_nobody', '?starting_after'],
    ['ending_before=pro_nobody', '?ending_before'],
    ['starting_after=pro_1&ending_before=pro_2', '?ending_before'],
    ['created_at[gte]=yesterday', '?created_at[gte]'],
    ['created_at[gte]=2026-02-30T00:00:00Z', '?created_at[gte]'],
    ['created_at=2026', '?created_at'],
    ['stage=gone', '?stage'],
    ['page=2', '?page'],
    ['__proto__=2', '?__proto__'],
  ])('declines ?%s', async (query, pointer) => {
    const answer = await get(`?${query}`)
    const problem = await problemOf(answer)

    expect([problem.status, problem.errors?.map((each) => each.pointer)]).toEqual([422, [pointer]])
  })

  it('shows one with its people and what it is called elsewhere', async () => {
    const said = { email: 'max@quillworks.example', name: 'Max', external_reference: 'user-17', stripe_customer: 'cus_1' }
    const made = await identify({ ...said, referral: await referral() })

    const shown = await (await get(`/${made.body.id}`)).json()

    expect(shown).toMatchObject({
      id: made.body.id,
      domain: 'quillworks.example',
      stage: 'new',
      created_at: world.now().toISOString(),
      contacts: [{ name: 'Max', email: 'max@quillworks.example' }],
      stripe_customers: ['cus_1'],
      external_references: ['user-17'],
      attribution: { partner: partner.id },
    })
  })
})

describe('a key of one partner', () => {
  it('sees the prospects of its partner, and what the partner reads in the portal', async () => {
    const other = await havePartner(world)
    const own = await haveProspect(world, partner.id, { company: 'Ownwerk', domain: 'own.example' })
    const theirs = await haveProspect(world, other.id)
    const ofPartner = await haveKey(world, ['prospects:read'], partner.id)

    const list = await (await get('', ofPartner)).json<{ data: unknown[] }>()
    const one = await (await get(`/${own.id}`, ofPartner)).json()

    const shown = { id: own.id, company: 'Ownwerk', stage: 'new', attribution: { credited: true, held: false } }
    expect(list.data).toMatchObject([shown])
    expect(one).toMatchObject({ ...shown, contacts: [] })
    expect(JSON.stringify([list, one])).not.toContain(other.id)
    expect(JSON.stringify([list, one])).not.toContain('own.example')
    for (const id of [theirs.id, 'pro_nobody']) {
      const answer = await get(`/${id}`, ofPartner)
      expect(await problemOf(answer)).toMatchObject({
        status: 404,
        code: 'not_found',
        detail: 'There is no such page or record, or it is not yours to see.',
      })
      expect((await get(`?starting_after=${id}`, ofPartner)).status).toBe(422)
    }
  })

  it('lists each prospect once, where it first became known to the partner', async () => {
    const made: string[] = []
    for (let n = 0; n < 4; n += 1) {
      made.unshift((await haveProspect(world, partner.id)).id)
      await world.travel({ seconds: 1 })
    }
    const ofPartner = await haveKey(world, ['prospects:read'], partner.id)
    const first = await (await get('?limit=2', ofPartner)).json<{ data: { id: string }[] }>()
    // A further touch of the oldest moves it nowhere.
    const link = await haveLink(world, partner.id)
    await world.deps.db.insert(contacts).values({
      id: 'con_x',
      prospectId: made[3] ?? '',
      name: 'Max',
      email: 'max@old.example',
      title: null,
      namedBy: partner.id,
      createdAt: world.now(),
    })
    await identify({ email: 'max@old.example', referral: haveClickId(world, link) })
    const second = await (await get(`?limit=2&starting_after=${first.data[1]?.id}`, ofPartner)).json<{
      data: { id: string }[]
      has_more: boolean
    }>()

    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made)
    expect(await idsOf(await get('', ofPartner))).toEqual(made)
    expect(second.has_more).toBe(false)
  })
})

it('a page of a list reads the same, however long the list is', { timeout: 60_000 }, async () => {
  const ofPartner = await haveKey(world, ['prospects:read'], partner.id)
  const fill = (from: number, to: number) =>
    env.DB.batch([
      env.DB.prepare(
        `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to}) insert into prospects (id, company, stage, created_at, version)
         select printf('pro_%06d', i), 'Company', 'new', i, 1 from n`,
      ),
      env.DB.prepare(
        `insert into touches (id, prospect_id, partner_id, kind, touched_at, source, created_at)
         select 'tch_' || id, id, ?, 'introduction', created_at, 'fixture/' || id, created_at from prospects where created_at >= ?`,
      ).bind(partner.id, from),
    ])
  const read = async (as: typeof key) =>
    (await rowsReadBy(world, '/api/v1/prospects?starting_after=pro_000050&limit=25', { headers: as.headers })).rows

  await fill(1, 60)
  const few = [await read(key), await read(ofPartner)]
  await fill(61, 2_000)
  const many = [await read(key), await read(ofPartner)]

  // The first request of a minute counts anew.
  expect(many.map((rows, index) => Math.abs(rows - (few[index] ?? 0)) <= 2)).toEqual([true, true])
  expect(Math.max(...many)).toBeLessThan(300)
})
