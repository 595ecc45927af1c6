import type { PartnerStatus } from '../../schema/people.ts'
import type { TouchKind } from '../../schema/prospects.ts'
import type { Thresholds } from '../../schema/signals.ts'
import { facebookAlone } from '../tracking/rules-paid.ts'
import { sameMailbox } from './rules-mailbox.ts'
import type { Finding } from './rules-signals.ts'

/** An address with its registrable domain, and the same as its company's: null for mail services. */
export type Address = { email: string; domain: string | null; mailDomain: string | null }

/** The partner that has the credit. */
type CreditedSide = {
  domain: string | null
  prospectId: string | null
  status: PartnerStatus
  members: readonly (Address & { id: string })[]
}

/** The prospect, as far as it is known. */
export type ProspectSide = { id: string; domain: string | null; addresses: readonly Address[] }

/** Somebody of the partner is the contact: the same mailbox, however it is spelled. */
export function samePerson({ members }: CreditedSide, { addresses }: ProspectSide): Finding | undefined {
  for (const member of members) {
    for (const { email } of addresses) {
      const match = sameMailbox(member.email, email)
      if (match) return { rule: 'same_person', evidence: { member: member.id, match } }
    }
  }
  return undefined
}

/** The partner and the prospect are one company: the same record, or a company domain in common. */
export function sameCompany(partner: CreditedSide, prospect: ProspectSide): Finding | undefined {
  if (partner.prospectId === prospect.id) return { rule: 'same_company', evidence: { match: 'record' } }
  const theirs = new Set([prospect.domain, ...prospect.addresses.map(({ domain }) => domain)].filter((domain) => domain !== null))
  if (partner.domain !== null && theirs.has(partner.domain)) {
    return { rule: 'same_company', evidence: { match: 'domain' } }
  }
  const member = partner.members.find(({ domain }) => domain !== null && theirs.has(domain))
  return member && { rule: 'same_company', evidence: { match: 'member_domain', member: member.id } }
}

/** The prospect writes from a mailbox that anybody makes for ten minutes. */
export function disposableMail({ addresses }: ProspectSide, isDisposable: (domain: string) => boolean): Finding | undefined {
  const found = addresses.filter(({ mailDomain }) => mailDomain !== null && isDisposable(mailDomain)).length
  return found > 0 ? { rule: 'disposable_mail', evidence: { disposable: found, addresses: addresses.length } } : undefined
}

export const inactivePartner = ({ status }: Pick<CreditedSide, 'status'>): Finding | undefined =>
  status === 'active' ? undefined : { rule: 'inactive_partner', evidence: { status } }

/** A click as it was kept; times in ms. */
type KeptClick = { id: string; clickedAt: number; paidBy: string | null; visitorHash: string | null }

/** On one day a browser of a member's, as the click's hash tells browsers apart. */
export type Visit = { visitorHash: string; memberId: string; firstSeenAt: number; lastSeenAt: number }

const hourMs = 3_600_000
const minuteMs = 60_000

/** The click came from a browser in which a member of the partner had used the portal shortly before. */
export function memberVisit(
  click: KeptClick,
  visits: readonly Visit[],
  { memberVisitHours }: Pick<Thresholds, 'memberVisitHours'>,
): Finding | undefined {
  const visit = visits.find(
    ({ visitorHash, firstSeenAt, lastSeenAt }) =>
      visitorHash === click.visitorHash && firstSeenAt <= click.clickedAt && click.clickedAt - lastSeenAt <= memberVisitHours * hourMs,
  )
  if (!visit) return undefined
  const minutesAfter = Math.max(0, Math.round((click.clickedAt - visit.lastSeenAt) / minuteMs))
  return { rule: 'member_visit', evidence: { member: visit.memberId, click: click.id, minutesAfter } }
}

/** The click was paid for, which a programme allows to whom it knows: exemptions say to whom. */
export function paidTraffic(
  { id, paidBy }: KeptClick,
  { facebookAloneCounts }: Pick<Thresholds, 'facebookAloneCounts'>,
): Finding | undefined {
  if (paidBy === null || (paidBy === facebookAlone && facebookAloneCounts === 0)) return undefined
  return { rule: 'paid_traffic', evidence: { click: id, parameter: paidBy } }
}

/** A touch that stood when the prospect became known; times in ms. */
export type StandingTouch = { id: string; partnerId: string; kind: TouchKind; touchedAt: number }

/** The credit went to a click of minutes before, while an older touch of another partner stood. */
export function lateClick(
  winner: StandingTouch,
  others: readonly StandingTouch[],
  knownAt: number,
  { lateClickMinutes }: Pick<Thresholds, 'lateClickMinutes'>,
): Finding | undefined {
  const lateMs = knownAt - winner.touchedAt
  if (winner.kind !== 'click' || lateMs > lateClickMinutes * minuteMs) return undefined
  const earlier = others.find(({ partnerId, touchedAt }) => partnerId !== winner.partnerId && touchedAt < winner.touchedAt)
  if (!earlier) return undefined
  const secondsBefore = Math.max(0, Math.round(lateMs / 1_000))
  const { id, partnerId, kind } = earlier
  return { rule: 'late_click', evidence: { touch: winner.id, secondsBefore, earlier: id, earlierPartner: partnerId, earlierKind: kind } }
}
