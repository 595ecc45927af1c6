import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Stripe from 'stripe'
import { calls } from './calls.ts'
import { eventUnions, schemasOfEvents } from './event-types.ts'
import type { Schemas } from './schema.ts'
import { openStripeTypes } from './stripe-types.ts'
import { Walk } from './walk.ts'

/** Objects that events carry and no call answers with. */
const onlyInEvents = ['Stripe.Capability', 'Stripe.Card']

export function generateSchemas(): Schemas {
  const types = openStripeTypes([...onlyInEvents, ...eventUnions])
  const asked = new Walk(types.checker, 'asked')
  const answered = new Walk(types.checker, 'answered')
  const byCall = calls.map(({ name }) => {
    const { params, answer } = types.signatureOf(name)
    return [
      name,
      {
        asked: params ? asked.schemaOf(params) : { type: 'object', additionalProperties: false as const },
        answered: answered.schemaOf(answer),
      },
    ] as const
  })
  for (const name of onlyInEvents) answered.schemaOf(types.named(name))
  const events = schemasOfEvents(types, answered)
  return {
    fingerprint: fingerprint(),
    calls: Object.fromEntries(byCall),
    asked: asked.walked.definitions,
    answered: answered.walked.definitions,
    objects: answered.walked.objects,
    ...events,
  }
}

const sources = ['calls.ts', 'event-types.ts', 'generate.ts', 'schema.ts', 'stripe-types.ts', 'walk.ts']

/** Changes with the types that are read and with the code that reads them. */
export function fingerprint(): string {
  const hash = createHash('sha256').update(Stripe.PACKAGE_VERSION)
  for (const name of sources) hash.update(readFileSync(join(import.meta.dirname, name)))
  return hash.digest('hex').slice(0, 16)
}
