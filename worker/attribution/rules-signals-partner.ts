import type { MarkKind, Thresholds } from '../../schema/signals.ts'
import type { Finding } from './rules-signals.ts'

/** What another partner's record has in common with this one's. */
type SharedMarks = { partnerId: string; createdAt: number; kinds: readonly MarkKind[] }

/** A finding about a partner, and what it is about beside it. */
type PartnerFinding = Finding & { partnerId: string; about: string }

const isDestination = (kind: MarkKind): boolean => kind === 'account' || kind === 'bank'

/**
 * Two records of what seems to be one partner: money that ends in one place, or else a domain, mailbox or tax id in common. The younger
 * record is the one in question.
 */
export function sharedMarks(partner: { id: string; createdAt: number }, others: readonly SharedMarks[]): PartnerFinding[] {
  return others
    .filter(({ kinds }) => kinds.length > 0)
    .map(({ partnerId: other, createdAt, kinds }) => {
      const isYounger = partner.createdAt > createdAt || (partner.createdAt === createdAt && partner.id > other)
      const [younger, elder] = isYounger ? [partner.id, other] : [other, partner.id]
      const rule = kinds.some(isDestination) ? ('same_destination' as const) : ('duplicate_partner' as const)
      return { rule, partnerId: younger, about: elder, evidence: { partner: elder, shares: [...kinds].sort() } }
    })
}

/** The credited partner is paid where the prospect, which is a partner, too, is paid. */
export const sameDestination = (prospectsPartner: string, kinds: readonly MarkKind[]): Finding | undefined =>
  kinds.some(isDestination) ? { rule: 'same_destination', evidence: { partner: prospectsPartner, shares: [...kinds].sort() } } : undefined

/** The partner's payments of the last months, and those of which at least half went back to the customer. */
export type Returns = { payments: number; returned: number }

/** Too large a share of the payments that a partner earned by was returned. */
export function refundFarming(
  { payments, returned }: Returns,
  { refundLeast, refundSharePercent, refundDays }: Pick<Thresholds, 'refundLeast' | 'refundSharePercent' | 'refundDays'>,
): Finding | undefined {
  if (returned < refundLeast || returned * 100 < refundSharePercent * payments) return undefined
  return { rule: 'refund_farming', evidence: { payments, returned, days: refundDays } }
}

/** A finding that comes back each quarter is told once in it. */
export const quarterOf = (at: Date): string => `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`
