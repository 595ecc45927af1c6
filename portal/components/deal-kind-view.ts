import type { Currency } from '../../schema/currency.ts'
import type { ChangeRequest, DealDetails, HourDraw, Measurement } from '../../schema/deal-kinds.ts'
import type { DealStatus } from '../../schema/deals.ts'
import type { DealKind } from '../../schema/terms.ts'
import type { FormState } from './form-state.ts'
import { formatDay } from './format-date.ts'
import { formatMoney } from './format-money.ts'
import type { Option } from './select-field.tsx'

type PaymentToName = { id: string; paidAt: Date; paidMinor: number }

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

const isBegun = ({ status }: KindProps['deal']): boolean => status === 'won' || status === 'ended'

/** The field by which each form of the kind is known, of the forms that are drawn now. */
export function fieldsOfKind({ deal, kind, recording }: Omit<KindProps, 'form'>): string[] {
  if (!recording) return []
  const { details, changes, measurements, buysHours, buysChange, paysMeasured } = kind
  const has = (rows: readonly { status: string }[], status: string) => rows.some((each) => each.status === status)
  const forms: [field: string, isDrawn: boolean][] = [
    ['value_note', deal.kind === 'retainer'],
    ['drawn', details?.leftMinutes != null && isBegun(deal)],
    ['topped_up', details?.leftMinutes != null && isBegun(deal) && buysHours.length > 0],
    ['change_text', deal.kind === 'flat_fee' && deal.status !== 'lost'],
    ['approved_by', deal.status !== 'lost' && has(changes, 'asked')],
    ['paid_change', deal.status !== 'lost' && has(changes, 'approved') && buysChange.length > 0],
    ['value', details?.metric != null && isBegun(deal)],
    ['dispute_reason', isBegun(deal) && has(measurements, 'measured')],
    ['settles', isBegun(deal) && measurements.some(isOwed) && paysMeasured.length > 0],
  ]
  return forms.flatMap(([field, isDrawn]) => (isDrawn ? [field] : []))
}

/** Accepted by both sides, and not paid. */
export const isOwed = ({ status, amountMinor }: Pick<Measurement, 'status' | 'amountMinor'>): boolean =>
  status === 'accepted' && amountMinor > 0
