import type { Schema } from './schema.ts'

/** The same parameters as a form or a query carries them: everything is text there, and nothing is an empty one. */
export function asText(schema: Schema): Schema {
  if (schema.enum) return { enum: schema.enum.map((each) => (each === null ? '' : String(each))) }
  if (Array.isArray(schema.type)) return { anyOf: schema.type.map((type) => asText({ ...schema, type })) }
  if (schema.type === 'number') return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
  if (schema.type === 'boolean') return { enum: ['true', 'false'] }
  if (schema.type === 'null') return { enum: [''] }
  return {
    ...schema,
    ...(schema.properties ? { properties: eachAsText(schema.properties) } : {}),
    ...(schema.additionalProperties ? { additionalProperties: asText(schema.additionalProperties) } : {}),
    ...(schema.items ? { items: asText(schema.items) } : {}),
    ...(schema.anyOf ? { anyOf: schema.anyOf.map(asText) } : {}),
  }
}

export const eachAsText = (schemas: Record<string, Schema>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, asText(schema)]))
