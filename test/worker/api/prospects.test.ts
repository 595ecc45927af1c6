import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { contacts, prospectExternalReferences, prospectStripeCustomers, prospects } from '../../../schema/prospects.ts'
import { audit } from '../../../schema/records.ts'
import { havePartner, haveProspect } from '../../support/fixtures.ts'
import { rowsReadBy } from '../../support/rows-read.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { haveKey, type IdentifiedAnswer, type Problem, postJson } from './fixtures.ts'

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
const problemOf = async (answer: Response) => ({ sent: answer.headers.get('content-type'), ...(await answer.json<Problem>()) })
const get = (path: string, as = key) => world.ask(`/api/v1/prospects${path}`, { headers: as.headers })

const idsOf = async (answer: Response) => (await answer.json<{ data: { id: string }[]; has_more: boolean }>()).data.map(({ id }) => id)

describe('POST /api/v1/prospects', () => {
  it('makes a prospect of who signed up with a referral, and knows it again', async () => {
    const said = { email: 'Max@Quillworks.example', name: 'Max Quill', company: 'Quillworks', external_reference: 'user-17' }
    const made = await identify({ ...said, referral: await referral() })
    const again = await identify({ ...said, stripe_customer: 'cus_123' })

    expect(made).toMatchObject({
      status: 201,
      body: {
        outcome: 'new',
        referral: 'accepted',
        attribution: { partner: partner.id, decided_by: 'rule', reason: 'First click inside the window of 60 days.' },
      },
    })
    expect(again).toMatchObject({ status: 200, body: { id: made.body.id, outcome: 'known', attribution: { partner: partner.id } } })
    expect(await world.deps.db.select().from(prospects)).toMatchObject([{ company: 'Quillworks', domain: 'quillworks.example' }])
    expect(await world.deps.db.select().from(contacts)).toMatchObject([
      { email: 'max@quillworks.example', name: 'Max Quill', namedBy: 'staff' },
    ])
    expect(await world.deps.db.select().from(prospectExternalReferences)).toMatchObject([{ externalReference: 'user-17' }])
    expect(await world.deps.db.select().from(prospectStripeCustomers)).toMatchObject([{ stripeCustomer: 'cus_123' }])
    expect(await world.deps.db.select().from(audit).where(eq(audit.act, 'prospect.identified'))).toMatchObject([{ actor: key.id }])
  })

  it.each([
    ['the reference', { external_reference: 'user-17' }],
    ['the Stripe customer', { stripe_customer: 'cus_1' }],
    ['the mail address', { email: 'max@quillworks.example' }],
    ['the domain', { domain: 'https://app.quillworks.example/start' }],
  ])('knows somebody by %s alone', async (_what, by) => {
    const said = { email: 'max@quillworks.example', external_reference: 'user-17', stripe_customer: 'cus_1' }
    const made = await identify({ ...said, referral: await referral() })

    expect(await identify(by)).toMatchObject({ status: 200, body: { id: made.body.id, outcome: 'known' } })
  })

  it.each([null, '', 'forged'])('stores nobody whom nothing ties to a partner (referral %j)', async (bad) => {
    const answer = await identify({ email: 'eve@elsewhere.example', referral: bad })

    const verdict = bad === 'forged' ? 'malformed' : null
    expect(answer).toEqual({
      status: 200,
      body: { id: null, outcome: 'nobody', referral: verdict, promotion_code: null, attribution: null },
    })
    expect(await world.deps.db.select().from(prospects)).toEqual([])
  })

  it('leaves two that fit to a person', async () => {
    const one = await identify({ email: 'a@one.example', external_reference: 'user-1', referral: await referral() })
    const two = await identify({ email: 'b@two.example', stripe_customer: 'cus_2', referral: await referral() })

    const both = await identify({ external_reference: 'user-1', stripe_customer: 'cus_2' })

    expect(both).toMatchObject({ status: 200, body: { id: null, outcome: 'ambiguous', attribution: null } })
    expect(both.body.candidates?.toSorted()).toEqual([one.body.id, two.body.id])
  })

  it('makes one prospect of two sign-ups at the same moment', async () => {
    const said = { email: 'max@quillworks.example', referral: await referral() }

    const answers = await Promise.all([identify(said), identify(said)])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await world.deps.db.select().from(prospects)).toHaveLength(1)
  })
})

describe('a body that is not as it should be', () => {
  const long = 'x'.repeat(5_000)
  it.each([
    [{ email: 'nobody' }, '/email', 'invalid'],
    [{ email: 7 }, '/email', 'invalid'],
    [{ email: 'a@b.example', plan: 'pro' }, '/plan', 'unknown_field'],
    ['{"email":"a@b.example","__proto__":{"admin":true}}', '/__proto__', 'unknown_field'],
    ['{"email":"a@b.example","constructor":{}}', '/constructor', 'unknown_field'],
    [{ email: 'a@b.example', 'a/b~c': 1 }, '/a~1b~0c', 'unknown_field'],
    [{ domain: 'gmail.com' }, '/domain', 'invalid'],
    [{ domain: '192.168.0.1' }, '/domain', 'invalid'],
    [{ domain: 'a\u0000.example' }, '/domain', 'invalid'],
    [{ email: 'a@b.example', name: 'two\nlines' }, '/name', 'invalid'],
    [{ email: 'a@b.example', name: '<script>alert(1)</script>' }, '/name', 'invalid'],
    [{ email: 'a@b.example', name: '\ud800' }, '/name', 'invalid'],
    [{ email: 'a@b.example', company: long }, '/company', 'invalid'],
    [{ email: 'a@b.example', referral: 'a.b.c' }, '/referral', 'invalid'],
    [{ email: 'a@b.example', referral: ['x'] }, '/referral', 'invalid'],
    [{ stripe_customer: 'sub_1' }, '/stripe_customer', 'invalid'],
    [{ email: 'a@b.example', promotion_code: 'a' }, '/promotion_code', 'invalid'],
    [{ email: 'a@b.example', promotion_code: 'TOM 10' }, '/promotion_code', 'invalid'],
    [{ email: 'a@b.example', promotion_code: 'code/x' }, '/promotion_code', 'invalid'],
    [{ email: 'a@b.example', promotion_code: 10 }, '/promotion_code', 'invalid'],
    [{ promotion_code: 'TOM10' }, '', 'invalid'],
    [{ email: 'a@b.example', external_reference: '' }, '/external_reference', 'invalid'],
    [{ name: 'Max' }, '', 'invalid'],
    [{}, '', 'invalid'],
    ['[]', '', 'invalid'],
    ['null', '', 'invalid'],
    ['7', '', 'invalid'],
  ])('%j is declined at %j with %s', async (body, pointer, code) => {
    const answer = await postJson(world, key, body)
    const problem = await problemOf(answer)

    expect(problem).toMatchObject({ sent: 'application/problem+json', status: 422, code: 'invalid' })
    expect(problem.errors).toEqual([{ pointer, code, detail: expect.stringMatching(/^[A-Z].{5,}\.$/) }])
    expect(problem.request_id).toBe(answer.headers.get('x-request-id'))
  })

  it.each([
    ['half of it', '{"email":', {}, 400, 'bad_request'],
    ['nothing', '', {}, 400, 'bad_request'],
    ['a form', 'email=a@b.example', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_type'],
    ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415, 'unsupported_type'],
    ['too much of it', `{"email":"${'x'.repeat(70_000)}"}`, {}, 413, 'too_large'],
    ['no Idempotency-Key', '{"email":"a@b.example"}', { 'idempotency-key': '' }, 400, 'missing_key'],
    ['a huge Idempotency-Key', '{"email":"a@b.example"}', { 'idempotency-key': 'x'.repeat(256) }, 400, 'missing_key'],
    ['an Idempotency-Key with a space', '{"email":"a@b.example"}', { 'idempotency-key': 'a b' }, 400, 'missing_key'],
  ])('%s is declined', async (_what, body, headers, status, code) => {
    const answer = await postJson(world, key, body, headers as Record<string, string>)

    expect(await problemOf(answer)).toMatchObject({ sent: 'application/problem+json', status, code })
  })

  it('is declined when it is no UTF-8, and taken with its charset said', async () => {
    const broken = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k', ...key.headers }
    const answer = await world.ask('/api/v1/prospects', { method: 'POST', body: broken, headers })

    expect(answer.status).toBe(400)
    const said = await postJson(world, key, { email: 'a@b.example' }, { 'content-type': 'application/json; charset=UTF-8' })
    expect(said.status).toBe(200)
  })
})

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
    await identify({ email: 'max@old.example', referral: await haveClickId(world, link) })
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
