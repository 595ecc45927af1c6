import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { contacts, prospectExternalReferences, prospectStripeCustomers, prospects } from '../../../schema/prospects.ts'
import { audit } from '../../../schema/records.ts'
import { havePartner } from '../../support/fixtures.ts'
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
