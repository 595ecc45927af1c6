import type { BatchItem } from 'drizzle-orm/batch'
import type { Attribution, Touch } from '../../schema/prospects.ts'
import type { Signal } from '../../schema/signals.ts'
import type { Deps } from '../deps.ts'
import { listDenied } from '../prospects/declines.ts'
import { findOddities } from './find-odd.ts'
import { decide, modelOf } from './rules.ts'
import { type Finding, heldReasonOf } from './rules-signals.ts'
import {
  findAttribution,
  listHoldersOfSources,
  listPartnerSides,
  listRulesOfTouches,
  listTouchesOfProspect,
  listWindows,
  storeAttribution,
  storeTouch,
  storeTouchRules,
} from './store.ts'
import { signalsOf, storeSignals } from './store-signals.ts'

/** Evidence as it arrives; its id, prospect and time of storing are given here. */
export type NewTouch = Pick<Touch, 'kind' | 'partnerId' | 'touchedAt' | 'linkId' | 'clickId' | 'introductionId' | 'source'> & {
  /** Signed into a click's id: the version of its group's rules that it counts under. Else the one in force. */
  rulesVersion?: number
}

/** The prospect whose credit is in question, as far as it is known. */
export type Subject = { id: string; isNew: boolean; isCustomer: boolean; domain: string | null; emails: readonly string[] }

/** Who of staff gives the credit by the evidence, and why. */
export type Decided = { by: string; reason: string }

export type Binding = {
  /** In force once the statements have run. */
  attribution: Attribution | null
  /** Whether these statements bind the prospect. */
  binds: boolean
  statements: BatchItem<'sqlite'>[]
  added: Touch[]
  /** What is odd about it, found as it was bound: its commissions wait for a person. */
  signals: Signal[]
}

/**
 * Stores evidence about a prospect and binds it if it was not: bound once, it stays, and a later touch is kept for the record alone.
 * A company that was a customer before its first touch is bound to nobody.
 */
export async function bindProspect(
  deps: Deps,
  subject: Subject,
  evidence: readonly NewTouch[],
  at: Date,
  decided?: Decided,
): Promise<Binding> {
  const { db } = deps
  const inForce = subject.isNew ? undefined : await findAttribution(db, subject.id)
  const stored = subject.isNew ? [] : await listTouchesOfProspect(db, subject.id)
  const made = (await newOnes(deps, subject.id, evidence)).map(({ rulesVersion, ...each }) => ({
    rulesVersion,
    touch: { ...each, id: deps.newId('tch'), prospectId: subject.id, createdAt: deps.now() } satisfies Touch,
  }))
  const added = made.map(({ touch }) => touch)
  const statements: BatchItem<'sqlite'>[] = made.flatMap(({ touch, rulesVersion }) => [
    storeTouch(db, touch),
    storeTouchRules(db, touch, rulesVersion),
  ])

  const signed = new Map(made.flatMap(({ touch, rulesVersion }) => (rulesVersion === undefined ? [] : [[touch.id, rulesVersion] as const])))
  for (const { touchId, version } of stored.length > 0 ? await listRulesOfTouches(db, subject.id) : []) signed.set(touchId, version)
  const touches = [...stored, ...added]
  if (inForce || subject.isCustomer || touches.length === 0)
    return { attribution: inForce ?? null, binds: false, statements, added, signals: [] }
  const { attribution: byRules, findings } = await decideFor(deps, subject, touches, signed, at)
  const attribution = decided ? { ...byRules, decidedBy: decided.by, reason: decided.reason } : byRules
  const about = { kind: 'prospect' as const, id: subject.id, partnerId: attribution.partnerId ?? '', prospectId: subject.id }
  const signals = signalsOf(deps, about, findings, deps.now())
  return {
    attribution,
    binds: true,
    statements: [...statements, storeAttribution(db, attribution), ...storeSignals(db, signals)],
    added,
    signals,
  }
}

/**
 * What of the evidence is not stored yet. People pass on addresses with a click id in them: what another prospect brought first is stored
 * under a name of its own. Asked by name, since a prospect may have more touches than anybody reads.
 */
async function newOnes({ db }: Deps, prospectId: string, evidence: readonly NewTouch[]): Promise<NewTouch[]> {
  const ownName = (source: string) => `${source}/${prospectId}`
  const holders = await listHoldersOfSources(
    db,
    evidence.flatMap(({ source }) => [source, ownName(source)]),
  )
  return evidence
    .filter(({ source }) => holders.get(source) !== prospectId && !holders.has(ownName(source)))
    .map((each) => (holders.has(each.source) ? { ...each, source: ownName(each.source) } : each))
}

/** A touch whose partner is gone decides nothing; its window is that of the rules it counts under, the model that of the partner's group. */
async function decideFor(
  deps: Deps,
  subject: Subject,
  touches: readonly Touch[],
  versions: ReadonlyMap<string, number>,
  at: Date,
): Promise<{ attribution: Attribution; findings: Finding[] }> {
  const sides = new Map(
    (await listPartnerSides(deps.db, [...new Set(touches.map(({ partnerId }) => partnerId))])).map((side) => [side.id, side]),
  )
  const denied = await listDenied(deps.db, subject.id, touches)
  const windowOf = await listWindows(
    deps.db,
    [...sides.values()].map(({ groupId }) => groupId),
  )
  const known = touches.flatMap((touch) => {
    const side = sides.get(touch.partnerId)
    const version = versions.get(touch.id)
    return side
      ? [
          {
            ...touch,
            windowDays: (version && windowOf(side.groupId, version, touch.touchedAt)) || side.windowDays,
            denied: denied.has(touch),
          },
        ]
      : []
  })
  const model = modelOf([...sides.values()].map((side) => side.model))
  const { winner, verdicts, reason } = decide(known, model, 0, at)
  const side = winner ? sides.get(winner.partnerId) : undefined
  const findings = side ? await findOddities(deps.db, side, subject, at) : []
  const attribution = {
    id: deps.newId('att'),
    prospectId: subject.id,
    n: 1,
    partnerId: winner?.partnerId ?? null,
    touchId: winner?.id ?? null,
    decidedBy: 'rule',
    reason,
    explanation: verdicts,
    heldReason: heldReasonOf(findings),
    decidedAt: at,
  }
  return { attribution, findings }
}
