import * as v from 'valibot'
import { type ApiScope, apiScopes } from '../../schema/api.ts'
import { actShape, incomplete, nameShape } from '../form-shapes.ts'

const box = v.optional(v.literal('yes', 'Tick the box or leave it empty.'))

/** A box per scope, by its name. */
const scopeBoxes = {
  'links:write': box,
  'prospects:read': box,
  'prospects:write': box,
  'introductions:write': box,
  'registrations:write': box,
  'deals:write': box,
  'commissions:read': box,
  'payouts:read': box,
  'runs:prepare': box,
  'references:read': box,
  'webhooks:write': box,
  'audit:read': box,
} satisfies Record<ApiScope, unknown>

export const newKeyShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      name: nameShape('Give a name.'),
      partner: v.pipe(v.optional(v.string(), ''), v.regex(/^(par_\w{1,40})?$/, 'Choose a partner that is active, or the company itself.')),
      ...scopeBoxes,
    },
    incomplete,
  ),
  v.transform(({ act, name, partner, ...boxes }) => ({ act, name, partner, scopes: apiScopes.filter((scope) => boxes[scope] === 'yes') })),
  v.check(({ scopes }) => scopes.length > 0, 'Tick at least one thing that the key may do.'),
)
