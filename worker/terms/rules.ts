import { type Currency, payableUnit } from '../../schema/currency.ts'
import type { Amounts, DealKind, Rate, TermsVersion } from '../../schema/terms.ts'
import { amountInWords, dayOf, dealsOfKind, monthsInWords, workingInWords } from './words.ts'

/**
 * A partner's share of a payment, floored to what its currency can pay: the remainder stays with the company.
 *
 * @param rateBps - basis points, 0 to 10_000; 1900 at 1550 bps is 294 in usd and 200 in isk
 */
export const shareOf = (baseMinor: number, rateBps: number, currency: Currency): number =>
  floored(BigInt(baseMinor) * BigInt(rateBps), 10_000n, currency)

/**
 * What remains of a commission when part of its payment came back; all of it returned leaves exactly zero, in any order and any
 * split, since nothing but the sum of the returns counts (money.md 9).
 */
export const keepOf = (dueMinor: number, paidMinor: number, returnedMinor: number, currency: Currency): number =>
  floored(BigInt(dueMinor) * BigInt(paidMinor - returnedMinor), BigInt(paidMinor), currency)

/** The one rounding: down to a payable unit of the currency. */
const floored = (product: bigint, divisor: bigint, currency: Currency): number => {
  const unit = BigInt(payableUnit(currency))
  return Number((product / (divisor * unit)) * unit)
}

/** What a payment gives under its deal's terms, or why it gives nothing; the reason is shown to the partner. */
export type Earning =
  | {
      kind: 'earns'
      amountMinor: number
      baseMinor: number
      /** The one share of the whole base; null for a flat amount, and where tiers split it. */
      rateBps: number | null
      /** How it was counted, in words, where it is more than base × rate. */
      working: string | null
    }
  | { kind: 'nothing'; reason: string }

export type PaidBase = { currency: Currency; baseMinor: number; paidAt: Date }

/** Where a payment stands among its deal's and its partner's, by time paid and id, never by arrival. */
export type Rank = {
  place: number
  firstPaidAt: Date
  /** What the payments before it gave: of its deal, and of the calendar year by deals of this kind. */
  dealDueMinor: number
  yearDueMinor: number
  /** The partner's revenue of the calendar year before it, by all kinds of deals. */
  yearBaseMinor: number
}

/** A flat amount never exceeds what was paid either. What a tier or a cap looks at is counted before returns. */
export function commissionFor(terms: Pick<TermsVersion, 'rates'>, dealKind: DealKind, payment: PaidBase, rank: Rank): Earning {
  const rate = terms.rates[dealKind]
  const reason = whyNothing(rate, dealKind, payment, rank)
  if (!rate || reason) return { kind: 'nothing', reason: reason ?? '' }

  const { baseMinor, currency } = payment
  const parts = rate.rateBps === undefined ? [] : partsOf(rate, rate.rateBps, payment, rank.yearBaseMinor)
  const uncappedMinor = rate.rateBps === undefined ? flatOf(rate, payment) : shareOfParts(parts, currency)
  if (uncappedMinor === 0) {
    return { kind: 'nothing', reason: `The share is less than the smallest amount that ${currency.toUpperCase()} can be paid in.` }
  }
  const cap = tightestCap(rate, currency, rank)
  const amountMinor = cap && cap.leftMinor < uncappedMinor ? floored(BigInt(cap.leftMinor), 1n, currency) : uncappedMinor
  if (cap && amountMinor === 0) return { kind: 'nothing', reason: `These terms pay at most ${cap.words}; that is reached.` }

  const [only, ...others] = parts
  const cappedBy = amountMinor < uncappedMinor ? cap?.words : undefined
  return {
    kind: 'earns',
    amountMinor,
    baseMinor,
    rateBps: only && others.length === 0 ? only.rateBps : null,
    working: others.length > 0 || cappedBy ? workingInWords(parts, uncappedMinor, cappedBy, currency) : null,
  }
}

const flatOf = (rate: Rate, { baseMinor, currency }: PaidBase): number =>
  floored(BigInt(Math.min(rate.flatMinor?.[currency] ?? 0, baseMinor)), 1n, currency)

/** The share of a payment that tiers cut into parts: rounded once. */
const shareOfParts = (parts: readonly Part[], currency: Currency): number =>
  floored(
    parts.reduce((sum, { baseMinor, rateBps }) => sum + BigInt(baseMinor) * BigInt(rateBps), 0n),
    10_000n,
    currency,
  )

/** A part of a payment's base, and the share it earns. */
export type Part = { baseMinor: number; rateBps: number }

/** Cuts a base where the year's revenue crosses from one tier into the next; a revenue of exactly the threshold is below it. */
function partsOf(rate: Rate, rateBps: number, { baseMinor, currency }: PaidBase, yearBaseMinor: number): Part[] {
  const steps = [{ aboveMinor: 0, rateBps }, ...(rate.tiers?.[currency] ?? [])]
  const endMinor = yearBaseMinor + baseMinor
  const reached = steps.filter(({ aboveMinor }, index) => index === 0 || aboveMinor < endMinor)
  if (rate.tierMode === 'whole') return [{ baseMinor, rateBps: reached.at(-1)?.rateBps ?? rateBps }]
  return reached.flatMap((step, index) => {
    const from = Math.max(step.aboveMinor, yearBaseMinor)
    const to = Math.min(reached[index + 1]?.aboveMinor ?? endMinor, endMinor)
    return to > from ? [{ baseMinor: to - from, rateBps: step.rateBps }] : []
  })
}

/** The cap with the least room, if any; what is left of one never falls below zero. */
function tightestCap(rate: Rate, currency: Currency, { dealDueMinor, yearDueMinor }: Rank) {
  const left = (amounts: Amounts | undefined, dueMinor: number, of: string) => {
    const capMinor = amounts?.[currency]
    return capMinor === undefined
      ? []
      : [{ leftMinor: Math.max(0, capMinor - dueMinor), words: `${amountInWords(capMinor, currency)} ${of}` }]
  }
  const caps = [...left(rate.dealCapMinor, dealDueMinor, 'a deal'), ...left(rate.yearCapMinor, yearDueMinor, 'a year')]
  return caps.sort((a, b) => a.leftMinor - b.leftMinor)[0]
}

function whyNothing(rate: Rate | undefined, dealKind: DealKind, { currency, baseMinor, paidAt }: PaidBase, rank: Rank): string | undefined {
  if (!rate) return `These terms pay nothing for ${dealsOfKind(dealKind)}.`
  if (baseMinor === 0) return 'Nothing of this payment counts: all of it is tax, discount or credit.'
  if (rate.rateBps === undefined && !rate.flatMinor?.[currency]) return `These terms name no amount in ${currency.toUpperCase()}.`
  switch (rate.duration) {
    case 'first_payment':
      return rank.place > 1 ? `These terms pay for the first payment of a deal only; this is payment ${rank.place}.` : undefined
    case 'months': {
      const end = addMonths(rank.firstPaidAt, rate.months ?? 0)
      return paidAt < end ? undefined : `These terms pay for ${monthsInWords(rate)} from the first payment, which ended on ${dayOf(end)}.`
    }
    case 'life':
      return undefined
  }
}

/** The same day and time some calendar months on, in UTC; the last day of a month that has no such day. */
export function addMonths(at: Date, months: number): Date {
  const end = new Date(at)
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(at.getUTCDate(), lastDay))
  return end
}

/** When the hold of a commission ends: days of 86,400 s from the moment the customer paid. */
export const maturesAt = (paidAt: Date, holdDays: number): Date => new Date(paidAt.getTime() + holdDays * 86_400_000)
