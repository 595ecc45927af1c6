import { describe, expect, it } from 'vitest'
import type { TransferOrder } from '../../../worker/stripe/port.ts'
import { invoiceBase, invoicePaid, outcomeOf, outcomeOfTransfer, referralOf } from '../../../worker/stripe/rules.ts'
import { type AccountView, readinessOf } from '../../../worker/stripe/rules-readiness.ts'

const invalid = 'invalid_request_error'

describe('what a failed call means for the money', () => {
  const table: [row: string, statusCode: number | null, code: string | null, rawType: string | null, kind: string][] = [
    ['a: our balance is too low', 400, 'balance_insufficient', invalid, 'refused'],
    ['b: the partner is not enabled', 400, 'insufficient_capabilities_for_transfer', invalid, 'refused'],
    ['c: no such destination', 400, 'resource_missing', invalid, 'refused'],
    ['d: no access to the account', 403, 'account_invalid', invalid, 'refused'],
    ['e: region not allowed', 400, null, invalid, 'refused'],
    ['f: a bad amount', 400, 'parameter_invalid_integer', invalid, 'refused'],
    ['f: an unknown parameter', 400, 'parameter_unknown', invalid, 'refused'],
    ['g: same key, other parameters', 400, null, 'idempotency_error', 'unknown'],
    ['h: same key in flight', 409, 'idempotency_key_in_use', 'idempotency_error', 'wait'],
    ['i: object locked', 429, 'lock_timeout', invalid, 'wait'],
    ['j: too many requests', 429, 'rate_limit', invalid, 'wait'],
    ['j: too many requests, as v2 says it', 429, null, 'rate_limit', 'wait'],
    ['j: too many requests, as it once was said', 400, 'rate_limit', invalid, 'wait'],
    ['k: a fault of Stripe under a status of its own', 400, 'sorry', 'api_error', 'doubt'],
    ['k: something that Stripe needs has failed', 424, null, invalid, 'doubt'],
    ['k: Stripe failed', 500, null, 'api_error', 'doubt'],
    ['k: Stripe failed at its edge', 503, null, null, 'doubt'],
    ['l: wrong API key', 401, null, invalid, 'stop'],
    ['l: any other 403', 403, null, invalid, 'stop'],
    ['l: a key without the permission', 403, 'secret_key_required', invalid, 'stop'],
    ['m: held for approval', 403, 'approval_required', invalid, 'kept'],
    ['m: held for approval, under another status', 400, 'approval_required', invalid, 'kept'],
    ['m: held as an anomaly', 400, 'anomalous_money_movement_request', invalid, 'kept'],
    ['m: blocked by a rule', 403, 'action_blocked', invalid, 'kept'],
    ['m: the request blocked', 403, 'request_blocked', invalid, 'kept'],
    ['a card error by its status', 402, null, 'card_error', 'refused'],
    ['reset, refused, timed out', null, null, null, 'doubt'],
    ['HTML from a proxy, which stripe-node gives no status', null, null, null, 'doubt'],
    ['a request timeout told by something between', 408, null, null, 'doubt'],
    ['a 4xx in which Stripe cannot be recognised', 400, null, null, 'doubt'],
    ['a success that could not be read', 200, null, null, 'doubt'],
    ['a redirect', 302, null, null, 'doubt'],
    ['a saved 500 whose code sounds final', 500, 'balance_insufficient', 'api_error', 'doubt'],
  ]

  it.each(table)('%s', (_row, statusCode, code, rawType, kind) => {
    const outcome = outcomeOf({ statusCode, code, rawType, requestId: 'req_1', message: 'as Stripe says it' })

    expect(outcome).toEqual({ kind, reason: 'as Stripe says it', answer: { http: statusCode, code, requestId: 'req_1' } })
  })
})

describe('a 200', () => {
  const order: TransferOrder = {
    id: 'po_1',
    gen: 0,
    runId: 'run_1',
    partnerId: 'par_1',
    amountMinor: 1_900,
    currency: 'usd',
    destination: 'acct_1',
  }
  const transfer = { id: 'tr_1', amountMinor: 1_900, currency: 'usd', destination: 'acct_1', transferGroup: 'po_1', payoutId: 'po_1' }
  const answer = { http: 200, code: null, requestId: 'req_1' }

  it('is sent when it is what was ordered', () => {
    expect(outcomeOfTransfer(order, transfer, answer)).toEqual({ kind: 'sent', transfer: 'tr_1', answer })
  })

  it.each([
    ['id', { id: '' }],
    ['amount', { amountMinor: 1_901 }],
    ['currency', { currency: 'eur' }],
    ['destination', { destination: 'acct_2' }],
    ['destination', { destination: null }],
    ['group', { transferGroup: null }],
    ['payout', { payoutId: 'po_2' }],
    ['mode', { isOfOtherMode: true }],
  ])('is looked up when it differs in %s', (name, difference) => {
    expect(outcomeOfTransfer(order, { ...transfer, ...difference }, answer)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining(name),
    })
  })
})

describe('when a partner is payable', () => {
  const account: AccountView = { closed: false, transfers: { status: 'active', codes: [] }, entries: [], soonest: undefined }
  const entry: AccountView['entries'][number] = { description: 'identity.address', deadline: 'past_due', awaits: 'user', restricts: [] }

  it.each([
    ['active', 'active'],
    ['pending', 'pending'],
    ['restricted', 'restricted'],
    ['rejected', 'rejected'],
    ['unsupported', 'unsupported'],
    ['a status of next year', 'unknown'],
  ])('%s reads as %s', (status, readiness) => {
    expect(readinessOf({ ...account, transfers: { status, codes: ['c'] } })).toMatchObject({ readiness, codes: ['c'] })
  })

  it('is not asked when the configuration is not in the answer', () => {
    expect(readinessOf({ ...account, transfers: undefined }).readiness).toBe('unknown')
  })

  it('is never a closed account, whatever its capability says', () => {
    expect(readinessOf({ ...account, closed: true, entries: [entry] })).toEqual({
      readiness: 'closed',
      codes: ['account_closed'],
      requirements: [],
    })
  })

  it('names what the partner must give, not what Stripe is checking', () => {
    const entries = [
      { ...entry, restricts: ['stripe_balance.stripe_transfers'] },
      { ...entry, awaits: 'stripe' as const },
    ]

    expect(readinessOf({ ...account, entries }).requirements).toEqual([
      { description: 'identity.address', deadline: 'past_due', restricts: true },
    ])
  })

  it('dates only the requirements that fall due first', () => {
    const entries = [entry, { ...entry, description: 'identity.phone', deadline: 'eventually_due' as const }]
    const soonest = { deadline: 'past_due', at: '2026-11-05T00:00:00Z' } as const

    expect(readinessOf({ ...account, entries, soonest }).requirements.map(({ by }) => by)).toEqual(['2026-11-05T00:00:00Z', undefined])
  })
})

describe('the base of an invoice', () => {
  it.each([
    ['no tax', 10_000, 10_000, 10_000, 10_000],
    ['tax not reckoned', 10_000, 10_000, null, 10_000],
    ['21 % included', 12_100, 12_100, 10_000, 10_000],
    ['paid in part, floored', 5_000, 12_100, 10_000, 4_132],
    ['the smallest amount', 1, 121, 100, 0],
    ['a total of nothing', 0, 0, 0, 0],
    ['a credit, which is no payment', 0, -500, -500, 0],
    ['nothing paid yet', 0, 12_100, 10_000, 0],
    ['never more than was paid', 9_000, 9_000, 10_000, 9_000],
    ['beyond what a double multiplies exactly', 9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_990, 9_007_199_254_740_990],
  ])('%s', (_case, paidMinor, totalMinor, totalExcludingTaxMinor, base) => {
    expect(invoiceBase({ paidMinor, totalMinor, totalExcludingTaxMinor })).toBe(base)
  })
})

describe('what was paid for an invoice', () => {
  it.each([
    ['by card', 1000, 0, 1000, 1000],
    ['outside of Stripe, counted among what was paid', 1000, 1000, 1000, 1000],
    ['outside of Stripe, told beside it', 400, 600, 1000, 1000],
    ['outside of Stripe, and more than was due', 400, 900, 1000, 1000],
    ['in part, and the rest forgiven', 400, 0, 1000, 400],
    ['more than was due', 1200, 0, 1000, 1200],
  ])('%s', (_, paidMinor, offStripeMinor, dueMinor, expected) => {
    expect(invoicePaid({ paidMinor, offStripeMinor, dueMinor })).toBe(expected)
  })
})

describe('the click id of a checkout', () => {
  it.each([
    ['the reference', 'click-1', {}, 'click-1'],
    ['the metadata, since the reference is then the merchant’s own', 'order-7', { goodword_referral: 'click-1' }, 'click-1'],
    ['nothing', null, null, null],
    ['nothing that holds a dot, which no click id does', 'a.b', {}, null],
    ['nothing that is empty', '', { goodword_referral: '' }, null],
  ])('is %s', (_case, reference, metadata, referral) => {
    expect(referralOf(reference, metadata)).toBe(referral)
  })
})
