import type { ts } from '@ts-morph/common'
import type { Schema, Schemas } from './schema.ts'
import type { StripeTypes } from './stripe-types.ts'
import { objectWordOf, type Walk } from './walk.ts'

export const eventUnions = ['Stripe.Event', 'Stripe.V2.Core.Event']

/** Which events Stripe has, and what each may carry: v1 by the word of its object, v2 (those about accounts) by a schema of its own. */
export function schemasOfEvents(types: StripeTypes, answered: Walk): Pick<Schemas, 'events' | 'thinEvents'> {
  const { checker } = types
  const typeOf = (type: ts.Type | undefined, name: string) => {
    const property = type?.getProperty(name)
    return property && checker.getTypeOfSymbol(property)
  }
  const members = (name: string) => {
    const union = types.named(name)
    const each = union.isUnion() ? union.types : [union]
    return each.flatMap((member) => {
      const type = typeOf(member, 'type')
      return type?.isStringLiteral() ? [{ member, name: type.value }] : []
    })
  }
  const wordsOf = (type: ts.Type | undefined) => {
    const each = type?.isUnion() ? type.types : [type]
    return each.flatMap((one) => objectWordOf(checker, one) ?? [])
  }
  const relatedOf = (member: ts.Type): string | undefined => {
    const related = typeOf(member, 'fetchRelatedObject')?.getCallSignatures()[0]?.getReturnType()
    return related && objectWordOf(checker, checker.getAwaitedType(related))
  }
  const thin = members('Stripe.V2.Core.Event').filter(({ name }) => name.startsWith('v2.core.'))
  return {
    events: Object.fromEntries(
      members('Stripe.Event').map(({ member, name }) => [name, wordsOf(typeOf(typeOf(member, 'data'), 'object'))]),
    ),
    thinEvents: Object.fromEntries(
      thin.map(({ member, name }): [string, { schema: Schema; related?: string }] => {
        const related = relatedOf(member)
        return [name, { schema: answered.propertiesOf(member), ...(related ? { related } : {}) }]
      }),
    ),
  }
}
