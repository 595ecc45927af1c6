import { Ajv } from 'ajv'
import { errorEnvelope, eventEnvelope } from './envelopes.ts'
import { type Check, fieldsOf, problemsOfEvent, problemsOfNotification, thinName } from './event-rules.ts'
import type { Schemas } from './schema.ts'
import { sentencesOf } from './sentences.ts'
import { eachAsText } from './text.ts'

/** A part of an answer that a schema of its own is about. */
type Part = { path: string; value: unknown; words: (string | null)[] | 'event' }
export type Validator = ReturnType<typeof createValidator>

/** Says in sentences what is wrong with a request, an answer or an event, by stripe-node's types; no sentence is no problem. */
export function createValidator(schemas: Schemas) {
  let parts: Part[] = []
  const ajv = createAjv((part) => parts.push(part))
  const calls = (side: 'asked' | 'answered') =>
    Object.fromEntries(Object.entries(schemas.calls).map(([name, schema]) => [name, schema[side]]))
  const thin = Object.fromEntries(Object.entries(schemas.thinEvents).map(([type, { schema }]) => [thinName(type), schema]))
  ajv.addSchema({ $id: 'answered', $defs: schemas.answered, calls: calls('answered'), thin, event: eventEnvelope, error: errorEnvelope })
  ajv.addSchema({ $id: 'json', $defs: schemas.asked, calls: calls('asked') })
  ajv.addSchema({ $id: 'text', $defs: eachAsText(schemas.asked), calls: eachAsText(calls('asked')) })

  /** Checks a value and everything in it; `expanded` gathers the paths at which an object stood in place of an id. */
  const check = (reference: string, value: unknown, at: string, expanded: string[] = []): string[] => {
    const validate = ajv.getSchema(reference)
    if (!validate) return [`nothing is known of ${reference}`]
    parts = []
    const problems = validate(value) ? [] : sentencesOf(validate.errors ?? [])
    const deeper = [...new Map(parts.map((part) => [part.path, part])).values()]
    return [...problems.map((problem) => at + problem), ...deeper.flatMap((part) => checkPart(part, at, expanded))]
  }
  const checkPart = ({ path, value, words }: Part, at: string, expanded: string[]): string[] => {
    const place = at + path
    if (words === 'event')
      return problemsOfEvent(schemas, value, plainCheck).map((problem) =>
        problem.startsWith('/') ? place + problem : `${place} ${problem}`,
      )
    expanded.push(place)
    const word = String(fieldsOf(value)?.object)
    const name = words.includes(word) ? schemas.objects[word] : undefined
    return name ? check(`answered#/$defs/${name}`, value, place, expanded) : [`${place} must not be expanded to ${word}`]
  }
  const plainCheck: Check = (reference, value, at) => check(reference, value, at)

  return {
    asked: (name: string, params: unknown, as: 'json' | 'text') => check(`${as}#/calls/${name}`, params, ''),
    answered: (name: string, answer: unknown, expanded: string[]) => check(`answered#/calls/${name}`, answer, '', expanded),
    refused: (answer: unknown) => check('answered#/error', answer, ''),
    event: (value: unknown) => problemsOfEvent(schemas, value, plainCheck),
    notification: (value: unknown) => problemsOfNotification(schemas, value, plainCheck),
  }
}

/** ajv with the three words that are ours. */
function createAjv(found: (part: Part) => void): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, inlineRefs: false })
  type At = { instancePath: string } | undefined
  ajv.addKeyword({ keyword: 'known', validate: (words: string[], value: unknown) => typeof value !== 'string' || words.includes(value) })
  ajv.addKeyword({
    keyword: 'expandsTo',
    validate: (words: (string | null)[], value: unknown, _: unknown, at: At) => {
      if (value === null || typeof value !== 'object') return typeof value === 'string' || (value === null && words.includes(null))
      found({ path: at?.instancePath ?? '', value, words })
      return true
    },
  })
  ajv.addKeyword({
    keyword: 'event',
    validate: (_: string, value: unknown, __: unknown, at: At) => {
      found({ path: at?.instancePath ?? '', value, words: 'event' })
      return true
    },
  })
  return ajv
}
