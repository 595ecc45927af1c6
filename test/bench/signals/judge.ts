import type { MarkKind, SignalRule } from '../../../schema/signals.ts'
import { isDisposable } from '../../../worker/attribution/disposable-mail.ts'
import { decide } from '../../../worker/attribution/rules.ts'
import { mailboxOf } from '../../../worker/attribution/rules-mailbox.ts'
import {
  type Address,
  disposableMail,
  lateClick,
  memberVisit,
  paidTraffic,
  sameCompany,
  samePerson,
} from '../../../worker/attribution/rules-signals-credit.ts'
import { clickFlood } from '../../../worker/attribution/rules-signals-flood.ts'
import { refundFarming, sharedMarks } from '../../../worker/attribution/rules-signals-partner.ts'
import { defaultThresholds } from '../../../worker/attribution/rules-signals-thresholds.ts'
import { companyDomainOf, mailDomainOf } from '../../../worker/prospects/company-domain.ts'
import { paidByOf } from '../../../worker/tracking/rules-paid.ts'
import { visitorHashOf } from '../../../worker/tracking/visitor.ts'
import type { Browser, Journey, Party } from './journey.ts'

const signingKey = { id: 'k1', key: 'a key of this bench alone, long enough' }
const dayMs = 86_400_000
const hourMs = 3_600_000

const hashOf = ({ ip, userAgent }: Browser, at: number): string => visitorHashOf(signingKey, `${ip}\n${userAgent}`, at)
const addressOf = async (email: string): Promise<Address> => ({
  email: email.toLowerCase(),
  domain: (await companyDomainOf(email)) ?? null,
  mailDomain: (await mailDomainOf(email)) ?? null,
})

/** Which of the product's pure rules find something in a journey, told as the product would see it. */
export async function rulesFinding(journey: Journey): Promise<Set<SignalRule>> {
  const { partner, customer, knownAt, elder, payments } = journey
  const thresholds = defaultThresholds
  const members = await Promise.all(partner.members.map(async (email, n) => ({ id: `mem_${n}`, ...(await addressOf(email)) })))
  const side = {
    domain: partner.domain && ((await companyDomainOf(partner.domain)) ?? null),
    prospectId: null,
    status: 'active' as const,
    members,
  }
  const addresses = await Promise.all(customer.emails.map(addressOf))
  const prospect = { id: 'pro_1', domain: addresses.find(({ domain }) => domain)?.domain ?? null, addresses }
  const winner = winnerOf(journey)
  const found = [
    samePerson(side, prospect) ?? sameCompany(side, prospect),
    disposableMail(prospect, (domain) => isDisposable(domain)),
    ...(winner ? aboutClick(journey, winner) : []),
    refundFarming({ payments: payments.length, returned: payments.filter((part) => part >= 0.5).length }, thresholds),
    ...sharedMarks({ id: 'par_2', createdAt: knownAt - dayMs }, [
      { partnerId: 'par_1', createdAt: knownAt - 90 * dayMs, kinds: await marksInCommon(partner, elder) },
    ]),
  ]
  return new Set(found.flatMap((finding) => finding?.rule ?? []))
}

/** The click that gets the credit, by the product's own decision. */
function winnerOf({ clicks, lastTouch, knownAt }: Journey) {
  const touches = clicks.map((click, n) => ({
    id: `tch_${n}`,
    partnerId: click.of,
    kind: 'click' as const,
    touchedAt: new Date(click.at),
    click,
  }))
  const { winner } = decide(touches, lastTouch ? 'last_touch' : 'first_touch', 60, new Date(knownAt))
  return winner?.partnerId === 'partner' ? { winner, touches } : undefined
}

function aboutClick(journey: Journey, { winner, touches }: NonNullable<ReturnType<typeof winnerOf>>) {
  const { knownAt, portalUse, crowd, clicksOfTwoDays, usualPerDay, prospects } = journey
  const { click } = winner
  const visitorHash = hashOf(click, click.at)
  const kept = { id: 'clk_1', clickedAt: click.at, paidBy: paidByOf(click.query), visitorHash }
  // A visit of the portal is kept under the hashes of its day and the next.
  const visits = portalUse.flatMap((use) =>
    [0, dayMs].map((later) => ({
      visitorHash: hashOf(use, use.at + later),
      memberId: `mem_${use.member}`,
      firstSeenAt: use.at,
      lastSeenAt: use.at,
    })),
  )
  const recent = [...crowd, click].filter(({ at }) => at <= click.at && click.at - at <= hourMs)
  const sample = recent.slice(-300).map((each) => ({
    visitorHash: hashOf(each, each.at),
    country: each.country,
    device: null,
    referrerHost: each.referrer,
  }))
  const standing = touches.map(({ id, partnerId, kind, touchedAt }) => ({ id, partnerId, kind, touchedAt: touchedAt.getTime() }))
  const own = { id: winner.id, partnerId: winner.partnerId, kind: winner.kind, touchedAt: winner.touchedAt.getTime() }
  return [
    memberVisit(kept, visits, defaultThresholds),
    paidTraffic(kept, defaultThresholds),
    clickFlood({ linkId: 'lnk_1', sample, recentClicks: clicksOfTwoDays, usualPerDay, recentProspects: prospects }, defaultThresholds),
    lateClick(own, standing, knownAt, defaultThresholds),
  ]
}

async function marksInCommon(left: Party, right: Party): Promise<MarkKind[]> {
  const domains = await Promise.all([left, right].map(({ domain }) => (domain ? companyDomainOf(domain) : undefined)))
  const mailboxes = new Set(right.members.map(mailboxOf))
  const plain = (taxId: string) => taxId.replace(/[\s.-]/g, '').toUpperCase()
  return [
    ...(domains[0] && domains[0] === domains[1] ? ['domain' as const] : []),
    ...(left.members.some((email) => mailboxes.has(mailboxOf(email))) ? ['mailbox' as const] : []),
    ...(left.bank === right.bank ? ['bank' as const] : []),
    ...(plain(left.taxId) === plain(right.taxId) ? ['tax_id' as const] : []),
  ]
}
