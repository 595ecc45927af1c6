import { ts } from '@ts-morph/common'
import type { Schema } from './schema.ts'

export type Side = 'asked' | 'answered'
type Walked = { definitions: Record<string, Schema>; objects: Record<string, string> }

const { TypeFlags } = ts

/**
 * Walks the checker's types into JSON Schema. What is optional is not required, and nothing else may be there. An id that Stripe
 * can expand stays an id: the object in its place is checked by its own type, by `expandsTo`, when an answer has it. Without
 * that cut a transfer would reach most of Stripe.
 */
export class Walk {
  readonly walked: Walked = { definitions: {}, objects: {} }
  private readonly checker: ts.TypeChecker
  private readonly side: Side
  private readonly names = new Map<ts.Type, string>()

  constructor(checker: ts.TypeChecker, side: Side) {
    this.checker = checker
    this.side = side
  }

  schemaOf(type: ts.Type): Schema {
    if (nameOf(type) === 'Decimal') return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
    if (type.isUnion()) return this.unionOf(type)
    if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] }
    if (type.flags & TypeFlags.BooleanLiteral) return { enum: [this.checker.typeToString(type) === 'true'] }
    if (isText(type)) return { type: 'string' }
    if (type.flags & TypeFlags.Number) return { type: 'number' }
    if (type.flags & TypeFlags.Null) return { type: 'null' }
    if (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) return {}
    if (this.checker.isArrayType(type)) return { type: 'array', items: this.argumentOf(type) }
    if (nameOf(type) === 'ApiList') return listOf(this.argumentOf(type))
    if (isEvent(type)) return { event: objectWordOf(this.checker, type) ?? '' }
    if (type.flags & TypeFlags.Object) return this.objectOf(type)
    throw new Error(`No schema for ${this.checker.typeToString(type)}`)
  }

  /** A named type is written once and referred to. */
  private objectOf(type: ts.Type): Schema {
    const symbol = type.getSymbol()
    if (!symbol || symbol.name === '__type' || this.typeArgumentsOf(type).length > 0) return this.propertiesOf(type)
    const known = this.names.get(type)
    if (known) return { $ref: `#/$defs/${known}` }
    const name = this.freeName(qualifiedName(this.checker, symbol))
    this.names.set(type, name)
    this.walked.definitions[name] = {}
    const word = objectWordOf(this.checker, type)
    if (word) this.walked.objects[word] ??= name
    this.walked.definitions[name] = this.propertiesOf(type)
    return { $ref: `#/$defs/${name}` }
  }

  propertiesOf(type: ts.Type): Schema {
    const index = type.getStringIndexType()
    const properties: Record<string, Schema> = {}
    const required: string[] = []
    for (const property of type.getProperties()) {
      const valueType = this.checker.getTypeOfSymbol(property)
      if (isNothing(valueType) || valueType.getCallSignatures().length > 0) continue
      properties[property.name] = this.schemaOf(valueType)
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name)
    }
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: index ? this.schemaOf(index) : false,
    }
  }

  private unionOf(union: ts.UnionType): Schema {
    const members = union.types.filter((each) => !isNothing(each))
    const isNullable = members.some((each) => each.flags & TypeFlags.Null)
    const rest = members.filter((each) => !(each.flags & TypeFlags.Null))
    if (rest.length > 100 && rest.every(isEvent)) return { event: objectWordOf(this.checker, rest[0]) ?? '' }
    const literals = rest.flatMap((each) => (each.isStringLiteral() || each.isNumberLiteral() ? [each.value] : []))
    const booleans = rest.filter((each) => each.flags & TypeFlags.BooleanLiteral)
    const others = rest.filter((each) => !each.isLiteral() && !(each.flags & TypeFlags.BooleanLiteral) && !isText(each))
    const choices: Schema[] = []
    if (booleans.length === 2) choices.push({ type: 'boolean' })
    else for (const each of booleans) choices.push(this.schemaOf(each))
    if (rest.some(isText)) return this.textOr(others, literals, isNullable, choices)
    if (literals.length > 0) choices.push({ enum: literals })
    for (const each of others) choices.push(this.schemaOf(each))
    return oneOf(choices, isNullable)
  }

  /** A text beside objects that Stripe names by `object` is an id that may be expanded; one beside literals is an open list of words. */
  private textOr(others: ts.Type[], literals: (string | number)[], isNullable: boolean, choices: Schema[]): Schema {
    const words = others.map((each) => objectWordOf(this.checker, each))
    const isExpandable = this.side === 'answered' && others.length > 0 && words.every((word) => word !== undefined)
    if (isExpandable) return { expandsTo: [...new Set(words), ...(isNullable ? [null] : [])] }
    const text: Schema = literals.length > 0 ? { type: 'string', known: literals } : { type: 'string' }
    return oneOf([...choices, text, ...others.map((each) => this.schemaOf(each))], isNullable)
  }

  private argumentOf(type: ts.Type): Schema {
    const [argument] = this.typeArgumentsOf(type)
    if (!argument) throw new Error(`A list of nothing: ${this.checker.typeToString(type)}`)
    return this.schemaOf(argument)
  }

  private typeArgumentsOf(type: ts.Type): readonly ts.Type[] {
    const isReference = type.flags & TypeFlags.Object && (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference
    return isReference ? this.checker.getTypeArguments(type as ts.TypeReference) : [] // the flag says that it is one
  }

  private freeName(wanted: string): string {
    let name = wanted
    for (let count = 2; this.walked.definitions[name]; count += 1) name = `${wanted}${count}`
    return name
  }
}

const nameOf = (type: ts.Type): string | undefined => (type.aliasSymbol ?? type.getSymbol())?.name

/** `string`, or the open end of a list of words: `string & Record<never, never>`. */
const isText = (type: ts.Type): boolean =>
  (type.flags & TypeFlags.String) !== 0 || (type.isIntersection() && type.types.some((each) => each.flags & TypeFlags.String))

/** `deleted?: void` says that only another type has this property. */
const isNothing = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.every(isNothing) : (type.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0

/** Events are checked by hand: their type decides what they carry. */
const isEvent = (type: ts.Type): boolean => /Event$/.test(nameOf(type) ?? '') && type.getProperty('livemode') !== undefined

export function objectWordOf(checker: ts.TypeChecker, type: ts.Type | undefined): string | undefined {
  const property = type?.getProperty('object')
  const value = property && checker.getTypeOfSymbol(property)
  return value?.isStringLiteral() ? value.value : undefined
}

/** `Checkout.Session.CustomText` from the place of the declaration; v1 and v2 have types of the same name. */
function qualifiedName(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const whole = checker.getFullyQualifiedName(symbol)
  const [, path = '', name = ''] = /^"(.*)"\.(.*)$/.exec(whole) ?? []
  const folder = /\/resources\/(.*)\/[^/]+$/.exec(path)?.[1]?.replaceAll('/', '.')
  const own = name || whole
  return folder && !own.startsWith(folder) ? `${folder}.${own}` : own
}

/** Lists inside objects carry their count, which Stripe's types do not mention. */
const listOf = (items: Schema): Schema => ({
  type: 'object',
  properties: {
    object: { enum: ['list'] },
    data: { type: 'array', items },
    has_more: { type: 'boolean' },
    total_count: { type: 'number' },
    url: { type: 'string' },
  },
  required: ['object', 'data', 'has_more', 'url'],
  additionalProperties: false,
})

function oneOf(choices: Schema[], isNullable: boolean): Schema {
  const [only, ...more] = choices
  if (!only) return { type: 'null' }
  if (!isNullable) return more.length > 0 ? { anyOf: choices } : only
  if (more.length > 0) return { anyOf: [...choices, { type: 'null' }] }
  if (only.enum) return { enum: [...only.enum, null] }
  if (typeof only.type === 'string' && only.type !== 'object') return { ...only, type: [only.type, 'null'] }
  return { anyOf: [only, { type: 'null' }] }
}
