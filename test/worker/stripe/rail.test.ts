import { beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import type { PayoutRail, TransferOrder } from '../../../worker/stripe/port.ts'
import { createStandIn, type StandIn } from '../../stripe/stand-in.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'

const settings = readSettings({ ...testVariables, ...testSecrets })
const partner = { partnerId: 'par_1', name: 'Ada', email: 'ada@p.example', country: 'NL', entityType: 'company' } as const

let standIn: StandIn
let rail: PayoutRail
let order: TransferOrder

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-02T09:00:00Z'), seed: 1 })
  rail = openStripe(settings, standIn.now, standIn.fetch).rail
  const opened = await rail.open(partner, 'acct:par_1:1')
  if (opened.kind !== 'opened') throw new Error(opened.reason)
  await control('account', { id: opened.destination, state: 'complete' })
  await control('fund', { currency: 'usd', amount: 100_000 })
  order = {
    id: 'po_1',
    gen: 0,
    runId: 'run_1',
    partnerId: 'par_1',
    amountMinor: 1_900,
    currency: 'usd',
    destination: opened.destination,
  }
})

const control = async (act: string, body: unknown) => {
  const answer = await standIn.fetch(`http://stripe.test/_/${act}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
}
const spoil = (fault: unknown, when: 'before' | 'after' = 'after', match: object = { path: '/v1/transfers' }, times = 'once') =>
  // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
  control('faults', [{ match: { method: 'POST', ...match }, when, then: fault, times }])
const transfers = () => Object.values(standIn.state.tables.transfers).map(({ object }) => object)

describe('a transfer', () => {
  it('is sent once, with everything that finds its payout again', async () => {
    const outcome = await rail.send(order, 'po:po_1:0')

    expect(outcome).toMatchObject({ kind: 'sent', answer: { http: 200, code: null, requestId: expect.stringMatching(/^req_/) } })
    expect(transfers()).toMatchObject([
      {
        amount: 1_900,
        currency: 'usd',
        destination: order.destination,
        transfer_group: 'po_1',
        metadata: {
          goodword_payout: 'po_1',
          goodword_gen: '0',
          goodword_run: 'run_1',
          goodword_partner: 'par_1',
          goodword_env: 'test',
        },
      },
    ])
  })

  it.each(['drop', 'cut_body', 'half_json', 'html_502'])(
    'whose answer is lost (%s) is a doubt, and the same key brings it back',
    async (fault) => {
      await spoil(fault)

      const outcomes = [await rail.send(order, 'po:po_1:0'), await rail.send(order, 'po:po_1:0')]

      expect(outcomes).toMatchObject([{ kind: 'doubt', answer: { http: null } }, { kind: 'sent' }])
      expect(transfers()).toHaveLength(1)
    },
  )

  it('whose 500 was saved stays a doubt under its key', async () => {
    await spoil({ kind: 'error', name: 'api_error' })

    const outcomes = [await rail.send(order, 'po:po_1:0'), await rail.send(order, 'po:po_1:0')]

    expect(outcomes.map(({ kind }) => kind)).toEqual(['doubt', 'doubt'])
    expect(transfers()).toHaveLength(1)
  })

  it.each([
    ['idempotency_key_in_use', 'wait', 409],
    ['rate_limit', 'wait', 429],
    ['lock_timeout', 'wait', 429],
    ['unauthorized', 'stop', 401],
    ['forbidden', 'stop', 403],
    ['account_invalid', 'refused', 403],
    ['balance_insufficient', 'refused', 400],
    ['insufficient_capabilities_for_transfer', 'refused', 400],
    ['region_not_allowed', 'refused', 400],
    ['idempotency_mismatch', 'unknown', 400],
    ['approval_required', 'kept', 403],
    ['anomalous_money_movement_request', 'kept', 400],
    ['action_blocked', 'kept', 403],
    ['api_error', 'doubt', 500],
  ])('that meets %s is %s', async (name, kind, http) => {
    await spoil({ kind: 'error', name }, 'before')

    expect(await rail.send(order, 'po:po_1:0')).toMatchObject({ kind, answer: { http } })
    expect(transfers()).toEqual([])
  })

  it('asks once: the library retries nothing by itself', async () => {
    await spoil({ kind: 'error', name: 'api_error' }, 'before', { path: '/v1/transfers' }, 'always')

    await rail.send(order, 'po:po_1:0')

    expect(standIn.state.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/transfers')).toHaveLength(1)
  })

  it('under a key that was used for another body is looked up', async () => {
    await rail.send(order, 'po:po_1:0')

    expect((await rail.send({ ...order, amountMinor: 1_901 }, 'po:po_1:0')).kind).toBe('unknown')
    expect(transfers()).toHaveLength(1)
  })
})

describe('the look-up', () => {
  it('finds every transfer that carries the payout, and no other', async () => {
    await rail.send(order, 'po:po_1:0')
    await rail.send({ ...order, gen: 1 }, 'po:po_1:1')
    await rail.send({ ...order, id: 'po_2' }, 'po:po_2:0')

    const found = await rail.find('po_1')

    expect(found.map(({ payoutId, amountMinor, transferGroup }) => [payoutId, amountMinor, transferGroup])).toEqual([
      ['po_1', 1_900, 'po_1'],
      ['po_1', 1_900, 'po_1'],
    ])
    expect(found[0]?.createdAt).toEqual(standIn.now())
  })

  it('throws when the list fails, since that says nothing', async () => {
    await rail.send(order, 'po:po_1:0')
    await spoil('half_json', 'after', { method: 'GET' })

    await expect(rail.find('po_1')).rejects.toThrow()
  })

  it('knows a transfer by id only if it is ours', async () => {
    const sent = await rail.send(order, 'po:po_1:0')
    const other = openStripe({ ...settings, environment: 'elsewhere' }, standIn.now, standIn.fetch).rail
    const id = sent.kind === 'sent' ? sent.transfer : ''

    expect(await rail.transfer(id)).toMatchObject({ id, payoutId: 'po_1', destination: order.destination })
    expect(await other.transfer(id)).toBeUndefined()
    expect(await rail.transfer('tr_missing')).toBeUndefined()
  })
})

describe('an account', () => {
  it('is opened once under its key', async () => {
    const again = await rail.open(partner, 'acct:par_1:1')

    expect(again).toEqual({ kind: 'opened', destination: order.destination })
  })

  it('is refused with Stripe’s own sentence while the platform waits for its approval', async () => {
    await control('settings', { approvedForTransfersOnly: false })

    const opened = await rail.open(partner, 'acct:par_1:2')

    expect(opened).toMatchObject({ kind: 'refused', reason: expect.stringContaining('needs approval') })
  })

  it('asks for card payments too when that is how the platform is set up', async () => {
    await control('settings', { approvedForTransfersOnly: false })
    const stripe = { ...settings.stripe, accountConfiguration: 'recipient+merchant' as const }

    const opened = await openStripe({ ...settings, stripe }, standIn.now, standIn.fetch).rail.open(partner, 'acct:par_1:2')

    expect(opened.kind).toBe('opened')
  })

  it.each([
    ['complete', 'active'],
    ['due', 'restricted'],
    ['pending', 'pending'],
    ['restrict', 'restricted'],
    ['reject', 'rejected'],
    ['close', 'closed'],
  ])('that Stripe sets to %s is %s', async (state, readiness) => {
    await control('account', { id: order.destination, state })

    expect((await rail.readiness(order.destination)).readiness).toBe(readiness)
  })

  it('tells one bank account from another, and the same one from itself', async () => {
    const before = await rail.readiness(order.destination)
    await control('bank-account', { id: order.destination, last4: '6789' })
    const same = await rail.readiness(order.destination)
    await control('bank-account', { id: order.destination, last4: '1111' })
    const other = await rail.readiness(order.destination)

    expect(before.bankAccount).toBeTruthy()
    expect(same.bankAccount).toBe(before.bankAccount)
    expect(other.bankAccount).not.toBe(before.bankAccount)
  })

  it('whose bank account v1 does not tell (yet) is judged all the same', async () => {
    const path = '/v1/accounts/*/external_accounts'
    await spoil({ kind: 'error', status: 404, error: { type: 'invalid_request_error', message: 'No such account' } }, 'before', {
      method: 'GET',
      path,
    })

    expect(await rail.readiness(order.destination)).toMatchObject({ readiness: 'active', bankAccount: null })
  })

  it('nobody has access to counts as closed', async () => {
    expect(await rail.readiness('acct_gone')).toMatchObject({ readiness: 'closed', codes: ['account_invalid'] })
  })

  it('says nothing when Stripe does not answer', async () => {
    await spoil('drop', 'before', { method: 'GET', path: '/v2/core/accounts/*' })

    await expect(rail.readiness(order.destination)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('gets links to its onboarding and its dashboard', async () => {
    const urls = { returnUrl: 'https://portal.test/get-paid/return', refreshUrl: 'https://portal.test/get-paid/again' }

    expect(await rail.onboard(order.destination, urls, 'account_onboarding')).toContain('/setup/')
    expect(await rail.onboard(order.destination, urls, 'account_update')).toContain('/setup/')
    expect(await rail.dashboard(order.destination)).toContain('/express/')
  })
})

it('tells the balance by currency', async () => {
  expect(await rail.balance()).toContainEqual({ currency: 'usd', availableMinor: 100_000 })
})
