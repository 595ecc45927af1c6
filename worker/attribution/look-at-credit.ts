import type { Attribution, Touch } from '../../schema/prospects.ts'
import type { Thresholds } from '../../schema/signals.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { findOddities } from './find-odd.ts'
import { keepFindings } from './keep-findings.ts'
import { refreshMarks } from './marks.ts'
import type { Finding } from './rules-signals.ts'
import { lateClick, memberVisit, paidTraffic, type StandingTouch } from './rules-signals-credit.ts'
import { clickFlood } from './rules-signals-flood.ts'
import { sameDestination } from './rules-signals-partner.ts'
import { findAttribution, listPartnerSides, listTouchesOfProspect } from './store.ts'
import { findClick, findProspectSide, listVisitsOf, readLinkFigures } from './store-credit.ts'
import { listSharedMarks } from './store-marks.ts'
import { findCreditedPartner, listExemptRules, readRuleSettings } from './store-signals.ts'

/**
 * Looks at a prospect's credit with every rule, once its click had time to land. What a person decided about the credit is past doubting;
 * what was found before, whatever became of it, is not found again.
 */
export async function lookAtCredit(deps: Deps, prospectId: string): Promise<void> {
  const { db, now } = deps
  const attribution = await findAttribution(db, prospectId)
  if (!attribution?.partnerId || attribution.decidedBy !== 'rule') return
  const [prospect, partner] = await Promise.all([findProspectSide(db, prospectId), findCreditedPartner(db, attribution.partnerId)])
  if (!prospect || !partner) return

  const at = now()
  await refreshMarks(db, partner)
  const [{ thresholds }, exempt, ...found] = await Promise.all([
    readRuleSettings(db),
    listExemptRules(db, partner.id, at),
    // How the partner stands today says nothing about the day when it got the credit.
    findOddities(db, { ...partner, status: 'active' }, prospect, at),
    aboutDestination(db, partner.id, prospectId),
  ])
  const findings = [...found.flat(), ...(await aboutTouches(db, attribution, thresholds))].filter(({ rule }) => !exempt.has(rule))
  await keepFindings(deps, { kind: 'prospect', id: prospectId, partnerId: partner.id, prospectId }, findings)
}

/** Whether the prospect is a partner, too, that is paid where the credited one is paid. */
async function aboutDestination(db: Db, partnerId: string, prospectId: string): Promise<Finding[]> {
  const others = (await listSharedMarks(db, partnerId)).filter((other) => other.prospectId === prospectId)
  return others.flatMap((other) => sameDestination(other.partnerId, other.kinds) ?? [])
}

async function aboutTouches(db: Db, attribution: Attribution, thresholds: Thresholds): Promise<Finding[]> {
  const touches = await listTouchesOfProspect(db, attribution.prospectId)
  const winner = touches.find(({ id }) => id === attribution.touchId)
  if (!winner) return []
  const standing = await standingOnes(db, touches, attribution.decidedAt)
  const late = lateClick(standingTouch(winner), standing, attribution.decidedAt.getTime(), thresholds)
  return [
    ...(late ? [late] : []),
    ...(winner.kind === 'click' && winner.clickId ? await aboutClick(db, winner.clickId, winner.partnerId, thresholds) : []),
  ]
}

const dayMs = 86_400_000

/** The touches that counted when the prospect became known: clicks inside the window of their partner's group, and all others. */
async function standingOnes(db: Db, touches: readonly Touch[], knownAt: Date): Promise<StandingTouch[]> {
  const sides = await listPartnerSides(db, [...new Set(touches.map(({ partnerId }) => partnerId))])
  return touches
    .filter(({ kind, partnerId, touchedAt }) => {
      const windowDays = sides.find(({ id }) => id === partnerId)?.windowDays ?? 0
      return kind !== 'click' || knownAt.getTime() - touchedAt.getTime() <= windowDays * dayMs
    })
    .map(standingTouch)
}

const standingTouch = ({ id, partnerId, kind, touchedAt }: Touch): StandingTouch => ({
  id,
  partnerId,
  kind,
  touchedAt: touchedAt.getTime(),
})

async function aboutClick(db: Db, clickId: string, partnerId: string, thresholds: Thresholds): Promise<Finding[]> {
  const click = await findClick(db, clickId)
  if (!click) return []
  const [visits, figures] = await Promise.all([
    click.visitorHash ? listVisitsOf(db, partnerId, click.visitorHash) : [],
    readLinkFigures(db, click, partnerId),
  ])
  return [memberVisit(click, visits, thresholds), paidTraffic(click, thresholds), clickFlood(figures, thresholds)].filter(
    (finding) => finding !== undefined,
  )
}
