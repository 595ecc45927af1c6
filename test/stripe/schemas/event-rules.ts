import type { Schemas } from './schema.ts'

export type Fields = { [name: string]: unknown }
export type Check = (reference: string, value: unknown, at: string) => string[]

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

/** JSON pointers do not like the brackets in `v2.core.account[requirements].updated`. */
export const thinName = (type: string): string => type.replace(/\W/g, '_')

/** What is wrong with an event: its type decides what it carries, so a misspelt type is found as well. */
export function problemsOfEvent(schemas: Schemas, value: unknown, check: Check): string[] {
  const event = fieldsOf(value)
  const type = String(event?.type)
  if (event?.object === 'v2.core.event') return problemsOfThin(schemas, event, type, check)
  const words = schemas.events[type]
  if (!words) return [`${type} is no event of Stripe`]
  const data = fieldsOf(event?.data)
  const object = fieldsOf(data?.object)
  const word = String(object?.object)
  const name = schemas.objects[word]
  const problems = check('answered#/event', event, '')
  if (!words.includes(word) || !name) return [...problems, `${type} carries ${words.join(' or ')}, not ${word}`]
  const known = schemas.answered[name]?.properties ?? {}
  const strangers = Object.keys(fieldsOf(data?.previous_attributes) ?? {}).filter((each) => !known[each])
  return [
    ...problems,
    ...check(`answered#/$defs/${name}`, object, '/data/object'),
    ...strangers.map((each) => `/data/previous_attributes/${each} is unknown to Stripe`),
  ]
}

function problemsOfThin(schemas: Schemas, event: Fields, type: string, check: Check): string[] {
  const known = schemas.thinEvents[type]
  if (!known) return [`${type} is no event of Stripe`]
  const related = fieldsOf(event.related_object)?.type
  const isRelated = related === known.related
  const problems = check(`answered#/thin/${thinName(type)}`, event, '')
  return isRelated ? problems : [...problems, `${type} is about ${known.related ?? 'nothing'}, not ${String(related)}`]
}

/** What is sent of a v2 event leaves out what only fetching it gives. */
export function problemsOfNotification(schemas: Schemas, value: unknown, check: Check): string[] {
  const event = fieldsOf(value)
  if (event?.object !== 'v2.core.event') return ['a thin destination gets v2 events']
  const kept = ['data', 'changes'].filter((name) => name in event)
  const problems = problemsOfEvent(schemas, event, check).filter((problem) => problem !== '/data is missing')
  return [...problems, ...kept.map((name) => `/${name} is not sent, only fetched`)]
}
