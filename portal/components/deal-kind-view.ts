import type { Currency } from '../../schema/currency.ts'
import type { ChangeRequest, DealDetails, HourDraw, Measurement } from '../../schema/deal-kinds.ts'
import type { DealStatus } from '../../schema/deals.ts'
import type { DealKind } from '../../schema/terms.ts'
import type { FormState } from './form-state.ts'
import { formatDay } from './format-date.ts'
import { formatMoney } from './format-money.ts'
import type { Option } from './select-field.tsx'

export type PaymentToName = { id: string; paidAt: Date; paidMinor: number }

export type KindView = {
  details: (DealDetails & { left: string; bought: string }) | undefined
  draws: (HourDraw & { hours: string })[]
  changes: ChangeRequest[]
  measurements: Measurement[]
  /** Payments that bought no hours, paid for no change, or for no measurement yet. */
  buysHours: PaymentToName[]
  buysChange: PaymentToName[]
  paysMeasured: PaymentToName[]
}

export type KindProps = {
  deal: { id: string; kind: DealKind; currency: Currency; status: DealStatus; amountMinor: number }
  kind: KindView
  /** Act id of the form that makes something, and today; absent for people who only read. */
  recording: { kindAct: string; today: string } | undefined
  form: FormState | undefined
}

export const paymentOptions = (payments: readonly PaymentToName[], currency: Currency): Option[] =>
  payments.map(({ id, paidAt, paidMinor }) => ({ value: id, label: `${formatDay(paidAt)}: ${formatMoney(paidMinor, currency)}` }))
