import { describe, expect, it } from 'vitest'
import { loadSchemas } from './load.ts'
import { createValidator } from './validate.ts'

const validator = createValidator(loadSchemas())
const transfer = {
  id: 'tr_1',
  object: 'transfer',
  amount: 1_900,
  amount_reversed: 0,
  balance_transaction: 'txn_1',
  created: 1_793_523_600,
  currency: 'usd',
  description: null,
  destination: 'acct_1',
  destination_payment: 'py_1',
  livemode: false,
  metadata: { goodword_payout: 'po_1' },
  reversals: { object: 'list', data: [], has_more: false, total_count: 0, url: '/v1/transfers/tr_1/reversals' },
  reversed: false,
  source_transaction: null,
  source_type: 'card',
  transfer_group: 'po_1',
}
const answered = (more: object) => validator.answered('transfers.create', { ...transfer, ...more }, [])

describe('an answer', () => {
  it('is as Stripe declares it', () => {
    expect(answered({})).toEqual([])
  })

  it('may leave out what is optional, and nothing else', () => {
    const { destination_payment: _payment, transfer_group: _group, ...rest } = transfer

    expect(validator.answered('transfers.create', rest, [])).toEqual(['/transfer_group is missing'])
  })

  it('has no other fields', () => {
    expect(answered({ status: 'paid' })).toEqual(['/status is unknown to Stripe'])
  })

  it.each([
    ['amount', '1900', '/amount must be number ("1900")'],
    ['object', 'payout', '/object must be one of ["transfer"]'],
    ['metadata', { retries: 3 }, '/metadata/retries must be string (3)'],
    ['destination', 7, '/destination must be an id'],
    ['destination', { object: 'customer' }, '/destination must not be expanded to customer'],
  ])('has the declared kind of value: %s', (name, value, problem) => {
    expect(answered({ [name]: value })).toEqual([problem])
  })

  it('is checked inside what was expanded', () => {
    const balance_transaction = { object: 'balance_transaction' }

    expect(answered({ balance_transaction })).toContain('/balance_transaction/amount is missing')
  })

  it('uses the words of an open list that Stripe documents', () => {
    const refund = validator.answered('refunds.retrieve', { object: 'refund', status: 'arrived', pending_reason: 'proccessing' }, [])

    expect(refund).toContainEqual(expect.stringContaining('/pending_reason is none of the words that Stripe documents'))
  })
})

describe('a request', () => {
  const account = { configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } } }

  it('may be what Stripe takes', () => {
    expect(validator.asked('v2.core.accounts.create', account, 'json')).toEqual([])
    expect(validator.asked('transfers.create', { amount: '1', currency: 'usd', destination: 'acct_1' }, 'text')).toEqual([])
  })

  it('must spell the path to a capability', () => {
    const misspelt = { configuration: { recipient: { capabilities: { stripe_balance: { transfers: { requested: true } } } } } }

    expect(validator.asked('v2.core.accounts.create', misspelt, 'json')).toEqual([
      '/configuration/recipient/capabilities/stripe_balance/transfers is unknown to Stripe',
    ])
  })

  it('must not carry `configurations`, which an onboarding link lost with endive', () => {
    const account_onboarding = { configurations: ['recipient'], refresh_url: 'https://portal.test/refresh' }
    const link = { account: 'acct_1', use_case: { type: 'account_onboarding', account_onboarding } }

    expect(validator.asked('v2.core.accountLinks.create', link, 'json')).toEqual([
      '/use_case/account_onboarding/configurations is unknown to Stripe',
    ])
  })

  it('must carry what is required, with numbers where a form has numbers', () => {
    expect(validator.asked('transfers.create', { amount: 'ten', currency: 'usd' }, 'text')).toEqual([
      '/destination is missing',
      '/amount must match pattern "^-?\\d+(\\.\\d+)?$" ("ten")',
    ])
  })
})

describe('an event', () => {
  const event = {
    id: 'evt_1',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_793_523_600,
    data: { object: transfer },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: 'transfer.created',
  }

  it('carries the object its type says', () => {
    expect(validator.event(event)).toEqual([])
    expect(validator.event({ ...event, type: 'transfer.paid' })).toEqual(['transfer.paid is no event of Stripe'])
    expect(validator.event({ ...event, type: 'payout.paid' })).toEqual(['payout.paid carries payout, not transfer'])
  })

  it('names only fields that changed', () => {
    const data = { object: transfer, previous_attributes: { amount_reversd: 0 } }

    expect(validator.event({ ...event, data })).toEqual(['/data/previous_attributes/amount_reversd is unknown to Stripe'])
  })

  it('is thin where it is sent thin', () => {
    const thin = {
      id: 'evt_test_1',
      object: 'v2.core.event',
      type: 'v2.core.account_link.returned',
      created: '2026-11-01T09:00:00.000Z',
      livemode: false,
      context: 'acct_1',
    }

    expect(validator.notification(thin)).toEqual([])
    expect(validator.notification({ ...thin, data: { account_id: 'acct_1', configurations: [], use_case: 'account_onboarding' } })).toEqual(
      ['/data is not sent, only fetched'],
    )
    expect(validator.event(thin)).toEqual(['/data is missing'])
  })
})
