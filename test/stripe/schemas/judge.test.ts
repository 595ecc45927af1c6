import { beforeAll, describe, expect, it } from 'vitest'
import type { Exchange } from './exchanges.ts'
import { problemsOfExchange } from './judge.ts'
import { loadSchemas } from './load.ts'
import { createScene, havePayee } from './story/scene.ts'
import { createValidator } from './validate.ts'

const validator = createValidator(loadSchemas())
let created: Exchange
let expanded: Exchange

beforeAll(async () => {
  const scene = createScene()
  const destination = await havePayee(scene)
  const request = { amount: 100, currency: 'usd', destination, metadata: { goodword_payout: 'po_1' } }
  const { id } = await scene.stripe.transfers.create(request, { idempotencyKey: 'po:po_1:1' })
  await scene.stripe.transfers.list({ limit: 1, expand: ['data.balance_transaction'] })
  await scene.stripe.transfers.retrieve(id)
  const [, first, second] = scene.exchanges
  if (!first || !second) throw new Error('nothing was recorded')
  created = first
  expanded = second
})

/** The same exchange with another answer. */
const answering = (exchange: Exchange, more: object): Exchange => ({ ...exchange, answer: { ...Object(exchange.answer), ...more } })

describe('an exchange', () => {
  it('passes as it was', () => {
    expect(problemsOfExchange(validator, created)).toEqual([])
    expect(problemsOfExchange(validator, expanded)).toEqual([])
  })

  it('fails over a field that the answer forgot', () => {
    expect(problemsOfExchange(validator, answering(created, { reversed: undefined }))).toEqual([
      'POST /v1/transfers answer: /reversed is missing',
    ])
    expect(problemsOfExchange(validator, { ...created, answer: {} })).toContain('POST /v1/transfers answer: /amount is missing')
  })

  it('fails over a misspelt parameter that was granted, and only then', () => {
    const misspelt = { ...created, params: { ...created.params, transfer_gruop: 'po_1' } }
    const refused = {
      ...misspelt,
      status: 400,
      answer: { error: { type: 'invalid_request_error', message: 'Received unknown parameter' } },
    }

    expect(problemsOfExchange(validator, misspelt)).toEqual(['POST /v1/transfers request: /transfer_gruop is unknown to Stripe'])
    expect(problemsOfExchange(validator, refused)).toEqual([])
  })

  it('fails over an object that nobody asked to expand, and over an id that should have been', () => {
    const asked = { ...created, params: { ...created.params, expand: ['destination'] } }

    expect(problemsOfExchange(validator, { ...expanded, params: { limit: '1' } })).toEqual([
      'GET /v1/transfers answer: /data.balance_transaction was expanded unasked',
    ])
    expect(problemsOfExchange(validator, asked)).toEqual(['POST /v1/transfers answer: destination was not expanded'])
  })

  it('fails over headers that Stripe would have sent', () => {
    const headers = { ...created.headers, 'stripe-version': '2026-09-30.endive', 'original-request': '' }

    expect(problemsOfExchange(validator, { ...created, headers })).toEqual([
      "POST /v1/transfers header: stripe-version is '2026-09-30.endive'",
      "POST /v1/transfers header: original-request is ''",
    ])
  })

  it('fails over a refusal of another shape', () => {
    expect(problemsOfExchange(validator, { ...created, status: 400, answer: { message: 'No' } })).toContain(
      'POST /v1/transfers 400: /error is missing',
    )
  })
})
