import type { BatchItem } from 'drizzle-orm/batch'
import type { Attribution, Touch } from '../../schema/prospects.ts'
import type { Deps } from '../deps.ts'
import { companyDomainOf } from '../prospects/company-domain.ts'
import { decide, modelOf } from './rules.ts'
import { selfReferralReason } from './rules-self-referral.ts'
import {
  findAttribution,
  listPartnerSides,
  listSourcesOfOthers,
  listTouchesOfProspect,
  type PartnerSide,
  storeAttribution,
  storeTouch,
} from './store.ts'

/** Evidence as it arrives; its id, prospect and time of storing are given here. */
export type NewTouch = Pick<Touch, 'kind' | 'partnerId' | 'touchedAt' | 'linkId' | 'clickId' | 'introductionId' | 'source'>

/** The prospect whose credit is in question, as far as it is known. */
export type Subject = { id: string; isNew: boolean; isCustomer: boolean; domain: string | null; emails: readonly string[] }

export type Binding = {
  /** In force once the statements have run. */
  attribution: Attribution | null
  /** Whether these statements bind the prospect. */
  binds: boolean
  statements: BatchItem<'sqlite'>[]
  added: Touch[]
}

/**
 * Stores evidence about a prospect and binds it if it was not: bound once, it stays, and a later touch is kept for the record alone.
 * A company that was a customer before its first touch is bound to nobody.
 */
export async function bindProspect(deps: Deps, subject: Subject, evidence: readonly NewTouch[], at: Date): Promise<Binding> {
  const { db } = deps
  const inForce = subject.isNew ? undefined : await findAttribution(db, subject.id)
  const stored = subject.isNew ? [] : await listTouchesOfProspect(db, subject.id)
  const added = (await withOwnSources(deps, subject.id, evidence))
    .filter(({ source }) => !stored.some((touch) => touch.source === source))
    .map((each): Touch => ({ ...each, id: deps.newId('tch'), prospectId: subject.id, createdAt: deps.now() }))
  const statements: BatchItem<'sqlite'>[] = added.map((touch) => storeTouch(db, touch))

  const touches = [...stored, ...added]
  if (inForce || subject.isCustomer || touches.length === 0) return { attribution: inForce ?? null, binds: false, statements, added }
  const attribution = await decideFor(deps, subject, touches, at)
  return { attribution, binds: true, statements: [...statements, storeAttribution(db, attribution)], added }
}

/** People pass on addresses with a click id in them: evidence that another prospect brought first is stored under a name of its own. */
async function withOwnSources(deps: Deps, prospectId: string, evidence: readonly NewTouch[]): Promise<NewTouch[]> {
  const taken = await listSourcesOfOthers(
    deps.db,
    prospectId,
    evidence.map(({ source }) => source),
  )
  return evidence.map((each) => (taken.has(each.source) ? { ...each, source: `${each.source}/${prospectId}` } : each))
}

/** A touch whose partner is gone decides nothing; its group's window and model are the partner's own. */
async function decideFor(deps: Deps, subject: Subject, touches: readonly Touch[], at: Date): Promise<Attribution> {
  const sides = new Map(
    (await listPartnerSides(deps.db, [...new Set(touches.map(({ partnerId }) => partnerId))])).map((side) => [side.id, side]),
  )
  const known = touches.flatMap((touch) => {
    const side = sides.get(touch.partnerId)
    return side ? [{ ...touch, windowDays: side.windowDays }] : []
  })
  const model = modelOf([...sides.values()].map((side) => side.model))
  const { winner, verdicts, reason } = decide(known, model, 0, at)
  const side = winner ? sides.get(winner.partnerId) : undefined
  return {
    id: deps.newId('att'),
    prospectId: subject.id,
    n: 1,
    partnerId: winner?.partnerId ?? null,
    touchId: winner?.id ?? null,
    decidedBy: 'rule',
    reason,
    explanation: verdicts,
    heldReason: side ? await heldReasonOf(side, subject) : null,
    decidedAt: at,
  }
}

async function heldReasonOf(side: PartnerSide, { id, domain, emails }: Subject): Promise<string | null> {
  const memberDomains = await companyDomainsOf(side.memberEmails)
  const selfReferral = selfReferralReason({ ...side, memberDomains }, { id, domain, emails, emailDomains: await companyDomainsOf(emails) })
  return selfReferral ?? (side.status === 'active' ? null : 'The partner was not active when the prospect became known.')
}

const companyDomainsOf = async (emails: readonly string[]): Promise<string[]> =>
  (await Promise.all(emails.map(companyDomainOf))).filter((domain) => domain !== undefined)
