import type { Shape } from '../params.ts'
import type { Schema, Schemas } from './schema.ts'

/** The parameters of a shape, at every depth, that the request's type does not have. */
export function strangersIn(schemas: Schemas, shape: Shape, schema: Schema, at = ''): string[] {
  const known = membersOf(schemas, schema)
  if (known.isOpen) return []
  return Object.entries(shape).flatMap(([name, { fields }]) => {
    const path = at ? `${at}.${name}` : name
    const members = known.properties.get(name)
    if (!members) return [path]
    return fields ? strangersIn(schemas, fields, { anyOf: members }, path) : []
  })
}

type Members = { properties: Map<string, Schema[]>; isOpen: boolean }

/** What a hash, or each hash of a list or of a choice, may contain. */
function membersOf(schemas: Schemas, schema: Schema, into: Members = { properties: new Map(), isOpen: false }): Members {
  const referred = schema.$ref && schemas.asked[schema.$ref.replace('#/$defs/', '')]
  for (const each of [referred, schema.items, ...(schema.anyOf ?? [])]) if (each) membersOf(schemas, each, into)
  for (const [name, each] of Object.entries(schema.properties ?? {}))
    into.properties.set(name, [...(into.properties.get(name) ?? []), each])
  if (schema.additionalProperties) into.isOpen = true
  return into
}
