import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { inbox } from '../../../schema/records.ts'
import { signatureHeader } from '../../stripe/signature.ts'
import { testSecrets } from '../../support/bindings.ts'
import { createWorld, type World } from '../../support/world.ts'

const paths = { platform: '/webhooks/stripe', connect: '/webhooks/stripe/connect', accounts: '/webhooks/stripe/accounts' } as const
type Source = keyof typeof paths
const secrets = {
  platform: testSecrets.STRIPE_WEBHOOK_SECRET,
  connect: testSecrets.STRIPE_CONNECT_WEBHOOK_SECRET,
  accounts: testSecrets.STRIPE_ACCOUNTS_WEBHOOK_SECRET,
}
const snapshot = {
  id: 'evt_1',
  object: 'event',
  type: 'invoice.paid',
  api_version: '2026-10-28.endive',
  created: 1,
  livemode: false,
  data: { object: { id: 'in_1' } },
}
const thin = {
  id: 'evt_2',
  object: 'v2.core.event',
  type: 'v2.core.account[requirements].updated',
  created: '2026-11-02T09:00:00Z',
  livemode: false,
  context: 'acct_1',
  related_object: { id: 'acct_1', type: 'v2.core.account', url: '/v2/core/accounts/acct_1' },
}

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const stored = () => world.deps.db.select().from(inbox)
const seconds = () => Math.floor(world.now().getTime() / 1000)

async function post(source: Source, event: object | string, { at = seconds(), signedWith = [secrets[source]], headers = {} } = {}) {
  const body = typeof event === 'string' ? event : JSON.stringify(event, null, 2)
  return world.ask(paths[source], { body, headers: { 'stripe-signature': await signatureHeader(signedWith, body, at), ...headers } })
}

describe('an event', () => {
  it('is stored by its id, acknowledged and hinted at', async () => {
    const answer = await post('platform', snapshot)

    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(await stored()).toMatchObject([
      { id: 'evt_1', source: 'platform', type: 'invoice.paid', object: 'in_1', account: null, status: 'new', tries: 0 },
    ])
    expect(world.hints).toEqual([{ kind: 'inbox', id: 'evt_1' }])
  })

  it('about an account keeps whose it is', async () => {
    await post('connect', { ...snapshot, type: 'account.updated', account: 'acct_1' })
    await post('accounts', thin)

    expect((await stored()).map(({ source, object, account }) => [source, object, account])).toEqual([
      ['connect', 'in_1', 'acct_1'],
      ['accounts', 'acct_1', 'acct_1'],
    ])
  })

  it('that comes twice, or twice at once, is one', async () => {
    await Promise.all([post('platform', snapshot), post('platform', snapshot), post('platform', snapshot)])
    await post('platform', snapshot, { at: seconds() - 60 })

    expect(await stored()).toHaveLength(1)
    expect(world.hints).toHaveLength(1)
  })

  it('of the other mode is kept and never applied', async () => {
    expect((await post('platform', { ...snapshot, livemode: true })).status).toBe(200)

    expect(await stored()).toMatchObject([{ status: 'ignored', error: 'An event of live mode.' }])
    expect(world.hints).toEqual([])
  })

  it('of another api version is taken, since it is only a pointer', async () => {
    await post('platform', { ...snapshot, api_version: '2025-03-31.basil' })

    expect(await stored()).toMatchObject([{ status: 'new', apiVersion: '2025-03-31.basil' }])
  })

  it.each([
    ['an account that is an object', { account: { id: 'acct_1' } }],
    ['numbers and lists for names', { account: 7, api_version: ['2026'] }],
    ['an object whose id is none', { data: { object: { id: { a: 1 } } } }],
    ['an object that is a text', { data: { object: 'in_1' } }],
    ['no data', { data: null }],
    ['an account without end', { account: 'a'.repeat(5_000) }],
  ])('with %s is taken as far as it can be read', async (_what, odd) => {
    const answer = await post('platform', { ...snapshot, ...odd })

    expect(answer.status).toBe(200)
    expect(await stored()).toMatchObject([{ account: null }])
  })

  it.each(['null', '7', '[]', '"evt_1"', '{"id": 7, "type": {}}'])('that is none (%s) is answered, and nothing is kept', async (body) => {
    for (const source of ['platform', 'connect', 'accounts'] as const) expect((await post(source, body)).status).toBe(200)
    expect(await stored()).toEqual([])
  })

  it('without an object that has an id is taken', async () => {
    await post('platform', { ...snapshot, type: 'balance.available', data: { object: { object: 'balance' } } })

    expect(await stored()).toMatchObject([{ status: 'new', object: null }])
  })
})

describe('an event on the wrong path', () => {
  it.each([
    ['a thin one on the platform’s', 'platform', thin, 'evt_2-platform'],
    ['a snapshot on the accounts’', 'accounts', snapshot, 'evt_1-accounts'],
  ] as const)('is kept apart: %s', async (_case, source, event, id) => {
    expect((await post(source, event)).status).toBe(200)

    expect(await stored()).toMatchObject([{ id, status: 'misrouted', error: expect.stringMatching(/You passed/) }])
    expect(world.hints).toEqual([])
  })

  it('does not keep the same event from coming the right way', async () => {
    await post('accounts', snapshot)
    await post('platform', snapshot)

    const [row] = await world.deps.db.select().from(inbox).where(eq(inbox.id, 'evt_1'))
    expect(row?.status).toBe('new')
  })
})

describe('signatures', () => {
  it('may be two, while a secret is being rotated', async () => {
    expect((await post('platform', snapshot, { signedWith: ['whsec_other', secrets.platform] })).status).toBe(200)
  })

  it('of either configured secret count', async () => {
    const { settings } = world.deps
    const webhookSecrets = { ...settings.stripe.webhookSecrets, platform: ['whsec_new_one', secrets.platform] }
    const { openStripe } = await import('../../../worker/stripe/client.ts')
    const { verifyWebhook } = openStripe({ ...settings, stripe: { ...settings.stripe, webhookSecrets } }, world.now)
    const body = JSON.stringify(snapshot)

    for (const secret of webhookSecrets.platform) {
      const verified = await verifyWebhook('platform', body, await signatureHeader([secret], body, seconds()), world.now())
      expect(verified.kind).toBe('event')
    }
  })

  it.each<[string, { at?: number; signedWith?: string[]; headers?: { 'stripe-signature': string } }, RegExp]>([
    ['of another secret', { signedWith: ['whsec_another'] }, /matches none/],
    ['of the other path’s secret', { signedWith: [secrets.connect] }, /matches none/],
    ['that is 301 s old', { at: -301 }, /more than five minutes old/],
    ['that is 301 s in the future', { at: 301 }, /future/],
    ['that is a day in the future', { at: 86_400 }, /future/],
    ['that is not there', { headers: { 'stripe-signature': '' } }, /no Stripe-Signature/],
    ['that is noise', { headers: { 'stripe-signature': 't=now,v1=zz' } }, /matches none/],
    ['without a time', { headers: { 'stripe-signature': `v1=${'0'.repeat(64)}` } }, /matches none/],
  ])('%s are refused with a sentence, and nothing is stored', async (_case, { at = 0, ...options }, sentence) => {
    const answer = await post('platform', snapshot, { ...options, at: seconds() + at })

    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(sentence)])
    expect(await stored()).toEqual([])
  })

  it.each([299, -299])('%i s away from now are taken', async (away) => {
    expect((await post('platform', snapshot, { at: seconds() + away })).status).toBe(200)
  })
})

describe('bad bodies', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an event without an id', JSON.stringify({ ...snapshot, id: undefined })],
    ['an event with an endless id', JSON.stringify({ ...snapshot, id: 'e'.repeat(300) })],
  ])('signed and all, %s is no event and no fault of ours', async (_case, body) => {
    for (const source of ['platform', 'accounts'] as const) {
      expect((await post(source, body)).status).toBeLessThan(500)
    }
    expect(await stored()).toEqual([])
  })

  it('of more than 256 KB are refused before anything is read into them', async () => {
    const answer = await post('platform', { ...snapshot, pad: 'x'.repeat(260 * 1024) })

    expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('256 KB')])
    expect(await stored()).toEqual([])
  })
})
