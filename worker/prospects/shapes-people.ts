import * as v from 'valibot'
import { buyingRoleNames, confidences } from '../../schema/customers.ts'
import { contactSides } from '../../schema/prospects.ts'
import { timeUses } from '../../schema/reports.ts'
import { reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, incomplete, lineShape, optionalLine } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'

const orNothing = <Shape extends v.GenericSchema<string, unknown>>(shape: Shape) => v.optional(v.union([v.literal(''), shape]), '')
const idOf = (prefix: string, message: string) => v.pipe(v.string(message), v.regex(new RegExp(`^${prefix}_[\\w-]{1,80}$`), message))
const side = v.optional(v.picklist(['', ...contactSides], 'A side is technical or business.'), '')
const ticked = v.optional(v.picklist(['', 'yes'], incomplete), '')

export const contactShape = v.strictObject(
  {
    act: actShape,
    contact_name: lineShape('Give a name.', 100),
    contact_email: orNothing(emailShape),
    contact_title: optionalLine(100),
    contact_side: side,
  },
  incomplete,
)
export type NewContact = v.InferOutput<typeof contactShape>

export const roleShape = v.pipe(
  v.strictObject(
    {
      contact: idOf('con', 'Choose who it is.'),
      role: v.picklist(buyingRoleNames, 'Choose what this person has to say.'),
      veto: ticked,
      confidence: v.picklist(confidences, 'Say whether you know it or guess it.'),
      side,
      deal: orNothing(idOf('deal', 'Choose a deal of the list, or none.')),
      influences: orNothing(idOf('con', 'Choose somebody of the list, or nobody.')),
      budget_confirmed: ticked,
      decision_on: orNothing(dayShape()),
    },
    incomplete,
  ),
  reading((typed, issue) => {
    if (typed.budget_confirmed && typed.role !== 'economic_buyer')
      issue('Only who holds the budget can confirm it. Choose that role, or leave it out.', 'budget_confirmed')
    if (typed.influences === typed.contact) issue('Nobody sways only themselves. Choose somebody else.', 'influences')
    return typed
  }),
)
export type RoleForm = v.InferOutput<typeof roleShape>

const noHours = 'Give the hours, such as 2 or 1.5.'

/** Typed in hours, kept in minutes. */
export const hoursShape = v.strictObject(
  {
    act: actShape,
    time_with: idOf('con', 'Choose who it was spent with.'),
    spent_on: v.picklist(timeUses, 'Choose what it was spent on.'),
    hours: v.pipe(
      v.string(noHours),
      v.regex(/^\d{1,3}([.,]\d{1,2})?$/, noHours),
      v.transform((typed) => Math.round(Number(typed.replace(',', '.')) * 60)),
      v.minValue(1, noHours),
      v.maxValue(6000, 'That is more than 100 hours. Record them day by day.'),
    ),
    spent_day: dayShape(),
  },
  incomplete,
)
export type HoursForm = v.InferOutput<typeof hoursShape>

export const handoffShape = v.strictObject(
  {
    act: actShape,
    to: idOf('stf', 'Choose who takes it over.'),
    what: lineShape('Say what is to be done.', 300),
    due_on: dayShape(),
  },
  incomplete,
)
export type NewHandoff = v.InferOutput<typeof handoffShape>
