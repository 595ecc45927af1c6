/** The part of JSON Schema that is used here, and three words of our own. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: (string | number | boolean | null)[]
  pattern?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | false
  items?: Schema
  anyOf?: Schema[]
  /** An id that may be replaced by one of these objects (the words of their field `object`), or by null where that is listed. */
  expandsTo?: (string | undefined | null)[]
  /** The documented words of a list that Stripe may make longer at any time. */
  known?: (string | number)[]
  /** An event, checked by its type: the word of its field `object`. */
  event?: string
}

/** What is generated from the types of one version of stripe-node. */
export type Schemas = {
  /** Of the inputs: stripe-node's version and the generator's text. */
  fingerprint: string
  /** By stripe-node's method, `transfers.create`. */
  calls: Record<string, { asked: Schema; answered: Schema }>
  asked: Record<string, Schema>
  answered: Record<string, Schema>
  /** The definition of an answered object by the word of its field `object`. */
  objects: Record<string, string>
  /** Types of events with the words of the objects they may carry. */
  events: Record<string, string[]>
  /** Types of v2 events, whole, with the word of the object they are about. */
  thinEvents: Record<string, { schema: Schema; related?: string }>
}
