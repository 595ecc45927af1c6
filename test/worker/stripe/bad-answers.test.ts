import { describe, expect, it, vi } from 'vitest'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import { KeyRefused, type TransferOrder } from '../../../worker/stripe/port.ts'
import { LostPlace } from '../../../worker/stripe/port-lists.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'

const settings = readSettings({ ...testVariables, ...testSecrets })
const order: TransferOrder = {
  id: 'po_1',
  gen: 0,
  runId: 'run_1',
  partnerId: 'par_1',
  amountMinor: 1_900,
  currency: 'usd',
  destination: 'acct_1',
}
const transfer = {
  id: 'tr_1',
  object: 'transfer',
  amount: 1_900,
  amount_reversed: 0,
  created: 1_790_000_000,
  currency: 'usd',
  destination: 'acct_1',
  livemode: false,
  metadata: { goodword_payout: 'po_1', goodword_gen: '0', goodword_env: 'test' },
  transfer_group: 'po_1',
}
const without = (field: keyof typeof transfer) => Object.fromEntries(Object.entries(transfer).filter(([name]) => name !== field))
const list = (data: unknown, hasMore: unknown = false) => ({ object: 'list', url: '/v1/transfers', data, has_more: hasMore })

/** Stripe, or whatever stands in its place, with one answer for every question. */
function answering(body: unknown, init?: ResponseInit) {
  const asked: RequestInit[] = []
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const ports = openStripe(
    settings,
    () => new Date(0),
    async (_, request = {}) => {
      asked.push(request)
      return new Response(text, init)
    },
  )
  return { ...ports, asked }
}
const send = (body: unknown, init?: ResponseInit) => answering(body, init).rail.send(order, 'po:po_1:0')

describe('an answer to a transfer that Stripe did not write', () => {
  it.each(['"ok"', '1', 'true', 'null', '[]', '', '<html>', '{"id": tr_1}'])('%s is a doubt, and an end', async (body) => {
    expect(await send(body)).toMatchObject({ kind: 'doubt', answer: { http: null } })
  })

  it.each([
    [400, 'doubt'],
    [404, 'doubt'],
    [401, 'stop'],
    [409, 'wait'],
    [429, 'wait'],
    [503, 'doubt'],
    [307, 'doubt'],
  ])('a gateway’s %i in words of its own is what its status says: %s', async (status, kind) => {
    expect(await send({ message: 'no healthy upstream' }, { status })).toMatchObject({ kind, answer: { http: status, code: null } })
  })

  it.each([true, 'server_error', 7, []])('an error that is %j has no type and proves nothing', async (error) => {
    expect(await send({ error }, { status: 400 })).toMatchObject({ kind: 'doubt', answer: { http: 400, code: null } })
  })

  it('is never followed elsewhere: our key would go along', async () => {
    const { rail, asked } = answering('', { status: 307, headers: { location: 'https://elsewhere.example/' } })

    expect((await rail.send(order, 'po:po_1:0')).kind).toBe('doubt')
    expect(asked.map(({ redirect }) => redirect)).toEqual(['manual'])
  })

  it('is kept no longer than a sentence, as texts alone, and without a key', async () => {
    const message = `Invalid API Key provided: ${testSecrets.STRIPE_SECRET_KEY} ${'m'.repeat(3_000_000)}`
    const outcome = await send({ error: { type: 'invalid_request_error', code: { a: 1 }, message } }, { status: 400 })

    expect(outcome).toMatchObject({ kind: 'refused', answer: { http: 400, code: null } })
    expect(JSON.stringify(outcome).length).toBeLessThan(1_000)
    expect(JSON.stringify(outcome)).toContain('sk_…')
    expect(JSON.stringify(outcome)).not.toContain('goodwordtestkey')
  })
})

describe('a transfer that is answered', () => {
  it('is sent as it was ordered', async () => {
    expect(await send(transfer)).toMatchObject({ kind: 'sent', transfer: 'tr_1' })
  })

  it.each([
    ['of the other mode', { ...transfer, livemode: true }],
    ['without an id', without('id')],
    ['with a number for an id', { ...transfer, id: 12 }],
    ['with its amount as a text', { ...transfer, amount: '1900' }],
    ['without metadata', without('metadata')],
    ['inside of something else', { data: transfer }],
  ])('%s is looked up', async (_what, body) => {
    expect((await send(body)).kind).toBe('unknown')
  })
})

describe('the look-up', () => {
  const find = (body: unknown) => answering(body).rail.find('po_1')

  it('counts a transfer once that a list repeats', async () => {
    expect(await find(list([transfer, transfer]))).toHaveLength(1)
  })

  it.each([
    ['goes on with nothing', list([], true)],
    ['goes on behind itself', list([transfer], true)],
    ['does not say whether it goes on', list([transfer], null)],
    ['says so as a text', list([], 'false')],
    ['has no rows', list(null)],
    ['has rows that are none', list([null])],
    ['has rows without ids', list([without('id')])],
    ['does not say what was taken back', list([without('amount_reversed')])],
    ['does not say how much', list([without('amount')])],
  ])('says nothing where the list %s', async (_what, body) => {
    await expect(find(body)).rejects.toThrow(/Stripe/)
  })

  it('takes a transfer of the other mode for none of ours, which is not nothing', async () => {
    expect(await find(list([{ ...transfer, livemode: true }]))).toMatchObject([{ id: 'tr_1', payoutId: '' }])
    expect(await answering({ ...transfer, livemode: true }).rail.transfer('tr_1')).toBeUndefined()
  })

  it('reads reversals whole or not at all', async () => {
    const { rail } = answering(list([], true))
    await expect(rail.reversals('tr_1')).rejects.toThrow('goes on, but not where')
  })
})

describe('a page of a list', () => {
  const asked = { since: new Date(0) }

  it('passes over transfers that others made, whatever they lack', async () => {
    const { lists } = answering(list([{ id: 'tr_2' }, transfer]))
    expect((await lists.transfers(asked)).rows.map(({ id }) => id)).toEqual(['tr_1'])
  })

  it('has a row once that it repeats', async () => {
    expect((await answering(list([transfer, transfer])).lists.transfers(asked)).rows).toHaveLength(1)
  })

  it('is no end where the list goes on with nothing', async () => {
    await expect(answering(list([], true)).lists.events(asked)).rejects.toThrow('goes on, but not where')
  })

  it('is no next one where it begins where it should end', async () => {
    await expect(answering(list([transfer], true)).lists.transfers({ ...asked, behind: 'tr_1' })).rejects.toThrow('goes on, but not where')
  })

  it('says that its place is lost, if there was one', async () => {
    const error = { type: 'invalid_request_error', code: 'resource_missing', message: "No such event: 'evt_1'", param: 'starting_after' }
    const { lists } = answering({ error }, { status: 400 })

    await expect(lists.events({ ...asked, behind: 'evt_1' })).rejects.toThrow(LostPlace)
    await expect(lists.events(asked)).rejects.not.toThrow(LostPlace)
  })

  it.each([401, 403])('says with a %i that Stripe refuses us', async (status) => {
    const { lists, rail } = answering(
      { error: { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_***' } },
      { status },
    )

    await expect(lists.transfers(asked)).rejects.toThrow(KeyRefused)
    await expect(rail.balance()).rejects.toThrow(KeyRefused)
  })
})

describe('an account', () => {
  it('that lacks what an older version does not tell is read all the same', async () => {
    const capabilities = { stripe_balance: { stripe_transfers: { status: 'active' } } }
    const account = { id: 'acct_1', configuration: { recipient: { capabilities } }, requirements: { entries: [{ description: 'x' }] } }

    expect(await answering(account).rail.readiness('acct_1')).toMatchObject({ readiness: 'active', codes: [], bankAccount: null })
  })

  it.each([{}, { id: 'acct_2' }, []])('that is not the one asked for (%j) is no answer', async (account) => {
    vi.spyOn(console, 'error').mockReturnValue()
    await expect(answering(account).rail.readiness('acct_1')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it.each([{}, { url: 'no address' }])('whose link is %j sends nobody anywhere', async (link) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const { rail } = answering(link)
    const urls = { returnUrl: 'https://portal.example', refreshUrl: 'https://portal.example' }

    await expect(rail.onboard('acct_1', urls, 'account_onboarding')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(rail.dashboard('acct_1')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('that was opened without an id is opened by the next try under the same key', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const partner = { partnerId: 'par_1', name: 'Ada', email: 'ada@p.example', country: 'NL', entityType: 'company' } as const

    await expect(answering({ object: 'v2.core.account' }).rail.open(partner, 'acct:par_1:1')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('about which Stripe repeats an address or a key: neither is logged', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const message = `Invalid email address: ada@p.example, asked with ${testSecrets.STRIPE_SECRET_KEY}`
    await expect(
      answering({ error: { type: 'invalid_request_error', message } }, { status: 400 }).rail.dashboard('acct_1'),
    ).rejects.toThrow()

    const logged = log.mock.calls.flat().join()
    expect(logged).toContain('Invalid email address')
    expect(logged).not.toMatch(/ada@|goodwordtestkey/)
  })
})
