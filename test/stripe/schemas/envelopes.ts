import { apiVersion } from '../events.ts'
import type { Schema } from './schema.ts'

const text: Schema = { type: 'string' }
const record = (properties: Record<string, Schema>, optional: string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
})

/** A refusal: `{ error }` and nothing beside it. */
export const errorEnvelope = record({
  error: record(
    {
      type: { enum: ['api_error', 'card_error', 'idempotency_error', 'invalid_request_error', 'rate_limit'] },
      message: text,
      code: text,
      param: text,
      doc_url: text,
      request_log_url: text,
    },
    ['code', 'param', 'doc_url', 'request_log_url'],
  ),
})

/** A v1 event without what it is about: that is checked by its own type. */
export const eventEnvelope = record(
  {
    id: { type: 'string', pattern: '^evt_' },
    object: { enum: ['event'] },
    account: text,
    api_version: { enum: [apiVersion] },
    created: { type: 'number' },
    data: record({ object: { type: 'object' }, previous_attributes: { type: 'object' } }, ['previous_attributes']),
    livemode: { type: 'boolean' },
    pending_webhooks: { type: 'number' },
    request: record({ id: { type: ['string', 'null'] }, idempotency_key: { type: ['string', 'null'] } }),
    type: text,
  },
  ['account'],
)
