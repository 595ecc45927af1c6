import * as v from 'valibot'
import { currencyCodes } from '../../schema/currency.ts'
import { vendorFeeStatuses } from '../../schema/deal-kinds.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, incomplete, lineShape, optionalLine, versionShape } from '../form-shapes.ts'

const written = v.string('Give an amount.')
const currency = v.picklist(currencyCodes, 'Choose a currency from the list.')

export const newFeeShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      vendor: lineShape('Say who pays us.', 120),
      rule: lineShape('Say by which rule it pays.', 300),
      domain: v.pipe(
        v.string('Give the customer’s domain.'),
        v.toLowerCase(),
        v.regex(/^(?=.{3,120}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Give the customer’s domain, like oak.example.'),
      ),
      expected: written,
      currency,
      due_on: dayShape('Say when it is due.'),
    },
    incomplete,
  ),
  reading(({ act, vendor, rule, domain, expected, currency: code, due_on: dueOn }, issue) => ({
    act,
    vendor,
    rule,
    domain,
    dueOn,
    currency: code,
    expectedMinor: amountIn({ name: 'expected', text: expected }, code, issue),
  })),
)

const changing = { act: actShape, version: versionShape }

export const disclosureShape = v.strictObject(
  {
    ...changing,
    disclosed_on: dayShape('Say when the customer was told.'),
    disclosed_how: lineShape('Say how the customer was told.', 300),
  },
  incomplete,
)

export const arrivalShape = v.pipe(
  v.strictObject(
    {
      ...changing,
      currency,
      received: written,
      bank_reference: lineShape('Give the bank’s reference: without it nobody can find the money again.', 140),
      received_on: dayShape('Say when it came.'),
      note: optionalLine(300),
    },
    incomplete,
  ),
  reading(({ act, version, currency: code, received, bank_reference: bankReference, received_on: on, note }, issue) => ({
    act,
    version,
    currency: code,
    bankReference,
    on,
    note,
    receivedMinor: amountIn({ name: 'received', text: received }, code, issue),
  })),
)

export const writeOffShape = v.strictObject(
  { ...changing, write_off_reason: lineShape('Say why nothing more will come.', 300) },
  incomplete,
)

export const isFeeStatus = (text: string | undefined) => vendorFeeStatuses.find((each) => each === text)
