import * as v from 'valibot'
import { currencyCodes } from '../../schema/currency.ts'
import { dealKinds } from '../../schema/terms.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { dayShape, startOf } from '../day-shape.ts'
import { actShape, idShape, incomplete, lineShape } from '../form-shapes.ts'
import { detailFields, detailsOf } from './read-details.ts'

const currencyShape = v.picklist(currencyCodes, 'Choose a currency from the list.')
const written = v.string('Give an amount.')

/** A day that exists, as its beginning in UTC. */
const beginningOfDay = v.pipe(dayShape(), v.transform(startOf))

export const newDealShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      prospect: idShape(),
      name: lineShape('Give the deal a name.', 120),
      kind: v.picklist(dealKinds, 'Choose what kind of deal it is.'),
      amount: written,
      currency: currencyShape,
      source: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^((sub|cs)_\w{1,120})?$/, 'An id of Stripe begins with sub_ or cs_. Leave it empty if Stripe does not bill this deal.'),
        ),
        '',
      ),
      ...detailFields,
    },
    incomplete,
  ),
  reading(({ act, name, kind, currency, amount, source, prospect, ...own }, issue) => ({
    act,
    name,
    kind,
    currency,
    prospectId: prospect,
    source: source || null,
    amountMinor: amountIn({ name: 'amount', text: amount, allowZero: true }, currency, issue),
    details: detailsOf(kind, own, currency, issue),
  })),
)

export const closureShape = v.strictObject(
  {
    to: v.picklist(['won', 'lost', 'ended', 'open'], 'Choose what became of the deal.'),
    reason: v.optional(v.pipe(v.string(), v.maxLength(300, 'That is longer than 300 characters. Please shorten it.')), ''),
  },
  incomplete,
)

const paysForShape = v.optional(v.pipe(v.string(), v.regex(/^[\w-]{0,80}$/, 'Choose a measurement of the list.')), '')

export const paymentShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      paid: written,
      tax: v.optional(v.string(), ''),
      currency: currencyShape,
      paid_on: beginningOfDay,
      pays_for: paysForShape,
    },
    incomplete,
  ),
  reading(({ act, paid, tax, currency, paid_on: paidAt, pays_for: measurementId }, issue) => ({
    act,
    currency,
    paidAt,
    measurementId: measurementId || undefined,
    paidMinor: amountIn({ name: 'paid', text: paid }, currency, issue),
    taxMinor: amountIn({ name: 'tax', text: tax, allowZero: true }, currency, issue),
  })),
)

export const returnShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      payment: v.pipe(v.string(incomplete), v.regex(/^[\w-]{1,120}$/, 'Choose which payment it is of.')),
      returned: written,
      currency: currencyShape,
      returned_on: beginningOfDay,
    },
    incomplete,
  ),
  reading(({ act, payment, returned, currency, returned_on: returnedAt }, issue) => ({
    act,
    payment,
    currency,
    returnedAt,
    amountMinor: amountIn({ name: 'returned', text: returned }, currency, issue),
  })),
)
