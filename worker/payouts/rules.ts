import { type Currency, isTransferable } from '../../schema/currency.ts'
import type { Readiness } from '../../schema/payout-destinations.ts'
import type { PartnerStatus } from '../../schema/people.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
export const minuteMs = minute

/** A key may be used this long after its first send: Stripe forgets it after 24 h, and then it is a new request (money.md 7). */
export const keyWallMs = 23 * hour
/** How long after the last send a look-up may be believed when it finds nothing. */
export const quietMs = hour
/** Longer than a consumer may run, so a lease that is over belongs to nobody who still works. */
export const leaseMs = 20 * minute
/** The doubt that sends a payout to the look-up. */
export const doubtsAtMost = 6
/** A slot this far ahead is waited for; a later one is asked for again. */
export const slotAheadMs = 2 * second
/** Without a 429 for this long, the pace rises by one. */
export const calmMs = 10 * second
/** A stored answer of Stripe that is older than this is no answer: the daily sweep did not reach the partner. */
const readinessAgeMs = 26 * hour

/** Requests a second: 25 are allowed on an endpoint, in a sandbox on everything together (stripe.md 3). */
export const paceOf = (live: boolean): number => (live ? 24 : 20)

/** 30 s × 2^n, at most two hours; `tries` counts the one that just failed. */
export const backoffMs = (tries: number): number => Math.min(30 * second * 2 ** Math.max(0, tries - 1), 2 * hour)

export const keyOf = (payoutId: string, gen: number): string => `po:${payoutId}:${gen}`

export const hourOf = (at: Date): number => Math.floor(at.getTime() / hour) * hour

/** `2026-11`, UTC. */
export const periodOf = (at: Date): string => at.toISOString().slice(0, 7)

/** The n-th run of a period; the id is the key that makes preparing twice one run. */
export const runIdOf = (period: string, n: number): string => `run_${period}_${n}`

/** Why a partner is not paid in a currency now; each is named to finance and, in other words, to the partner. */
const blockers = [
  'excluded',
  'partner_not_active',
  'currency_not_transferable',
  'no_destination',
  'destination_rejected',
  'destination_closed',
  'restricted',
  'requirements_due',
  'stripe_not_reachable',
  'destination_hold',
  'bank_refused',
  'open_payout',
  'negative_balance',
  'open_hold',
  'balance_differs',
  'below_minimum',
  'platform_balance_short',
] as const
export type Blocker = (typeof blockers)[number]

/** A partner's payable sum in one currency, with all that decides whether it can be paid. */
export type Candidate = {
  partnerId: string
  partner: string
  partnerStatus: PartnerStatus
  currency: Currency
  /** Sum of the approved commissions, corrections included. */
  amountMinor: number
  /** The balance `avail`, which must say the same. */
  availMinor: number
  /** Sum of what is on hold. */
  heldMinor: number
  minimumMinor: number
  destination: string | null
  destinationVersion: number | null
  readiness: Readiness | null
  readinessCodes: string[]
  /** What Stripe asks for that restricts payouts. */
  due: string[]
  askedAt: Date | null
  holdUntil: Date | null
  openPayout: string | null
  /** Its bank sent money back that still waits in its Stripe balance. */
  isReturned: boolean
  /** Stripe was asked just now and said nothing. */
  isSilent?: boolean
}

export type Blocked = { blocker: Blocker; detail: string | null }

const readinessBlocker: Record<Exclude<Readiness, 'active'>, Blocker> = {
  pending: 'requirements_due',
  restricted: 'restricted',
  rejected: 'destination_rejected',
  unsupported: 'destination_rejected',
  closed: 'destination_closed',
  unknown: 'stripe_not_reachable',
}

/** The first thing that keeps a partner from being paid in this currency, or nothing: then it is green. */
export function blockerOf(candidate: Candidate, now: Date): Blocked | undefined {
  const of = (blocker: Blocker, detail: string | null = null): Blocked => ({ blocker, detail })
  const { amountMinor, heldMinor, holdUntil, openPayout } = candidate

  if (candidate.partnerStatus !== 'active') return of('partner_not_active', candidate.partnerStatus)
  if (amountMinor < 0) return of('negative_balance')
  if (amountMinor === 0 && heldMinor !== 0) return of('open_hold')
  if (!isTransferable(candidate.currency)) return of('currency_not_transferable')
  if (!candidate.destination) return of('no_destination')
  if (candidate.readiness !== 'active') return readinessOf(candidate)
  if (candidate.isSilent || !candidate.askedAt || now.getTime() - candidate.askedAt.getTime() > readinessAgeMs)
    return of('stripe_not_reachable')
  if (holdUntil && holdUntil > now) return of('destination_hold', holdUntil.toISOString())
  if (candidate.isReturned) return of('bank_refused')
  if (openPayout) return of('open_payout', openPayout)
  if (candidate.availMinor !== amountMinor) return of('balance_differs', String(candidate.availMinor))
  if (amountMinor < candidate.minimumMinor || amountMinor === 0) return of('below_minimum', String(candidate.minimumMinor))
  return undefined
}

function readinessOf({ readiness, readinessCodes, due }: Candidate): Blocked {
  const blocker = readiness && readiness !== 'active' ? readinessBlocker[readiness] : 'no_destination'
  const asksForSomething = due.length > 0 && (blocker === 'restricted' || blocker === 'requirements_due')
  const detail = (asksForSomething ? due : readinessCodes).join(', ')
  return { blocker: asksForSomething ? 'requirements_due' : blocker, detail: detail || null }
}

/** Pays as many partners as the balance at Stripe reaches for, the smallest first; gives those it does not reach. */
export function shortOf(green: readonly Candidate[], available: ReadonlyMap<string, number>): Set<Candidate> {
  const left = new Map(available)
  const short = new Set<Candidate>()
  for (const each of [...green].sort((a, b) => a.amountMinor - b.amountMinor || a.partnerId.localeCompare(b.partnerId))) {
    const rest = (left.get(each.currency) ?? 0) - each.amountMinor
    if (rest < 0) short.add(each)
    else left.set(each.currency, rest)
  }
  return short
}
