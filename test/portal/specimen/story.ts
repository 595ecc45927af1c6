import { formatMoney, formatMoneyShort } from '../../../portal/components/format-money.ts'

export const day = (text: string) => new Date(`${text}T09:30:00Z`)
export const usd = (value: number) => formatMoney(value, 'usd')
export const usdShort = (value: number) => formatMoneyShort(value, 'usd')

const months = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(2026, index, 1)))
export const earned = [12_000, 18_500, 18_000, 42_000, 39_000, 61_500, 58_000, 90_250, 84_000, 112_000, 131_500, 124_050]
export const waiting = [4_000, 9_500, 22_000, 18_000, 31_000, 38_500, 52_000, 48_250, 62_000, 71_000, 60_500, 66_000]
export const asPoints = (values: number[]) => months.map((at, index) => ({ at, value: values[index] ?? 0 }))

export const payouts = [
  { at: day('2026-11-03'), id: 'pay_01hq8w3zk9v2m4', state: 'Being sent', tone: 'wait', amountMinor: 124_050 },
  { at: day('2026-10-03'), id: 'pay_01hp2c7rt1x8n6', state: 'Sent to your Stripe account', tone: 'good', amountMinor: 131_500 },
  {
    at: day('2026-09-03'),
    id: 'pay_01hm5d1ys6b4k2',
    state: 'Not sent because the account was restricted, back in your balance',
    tone: 'bad',
    amountMinor: 112_000,
  },
  {
    at: day('2026-08-03'),
    id: 'pay_01hk9f4wq2p7j5',
    state: 'Being checked with Stripe, it will be sent only once',
    tone: 'warn',
    amountMinor: 84_000,
  },
] as const
