import { minuteMs } from './rules.ts'

/** While a run sends, Stripe is held against the books this often (money.md 7). */
export const isCheckDue = (checkedAt: Date | null, now: Date): boolean =>
  checkedAt === null || Math.abs(now.getTime() - checkedAt.getTime()) >= minuteMs

/** So old that the database may be another one since: nobody sends before having looked. */
export const isCheckOld = (checkedAt: Date | null, now: Date): boolean =>
  checkedAt === null || Math.abs(now.getTime() - checkedAt.getTime()) >= 2 * minuteMs

/** What of a run is still to leave, and does not: the balance at Stripe of these currencies does not reach. */
export const shortCurrencies = <Code extends string>(
  reserved: readonly { currency: Code; amountMinor: number }[],
  available: readonly { currency: string; availableMinor: number }[],
): { currency: Code; amountMinor: number; availableMinor: number }[] =>
  reserved.flatMap(({ currency, amountMinor }) => {
    const availableMinor = available.find((each) => each.currency === currency)?.availableMinor ?? 0
    return amountMinor > availableMinor ? [{ currency, amountMinor, availableMinor }] : []
  })
