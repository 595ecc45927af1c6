import type { EvidenceProblem, RefusedEvidence } from '../../schema/claims.ts'
import type { Attribution, Touch, TouchKind } from '../../schema/prospects.ts'
import type { AttributionModel } from '../../schema/terms.ts'

/** A touch with what became of it, and the version of the rules that it counts under. */
export type ExplainedTouch = {
  id: string
  kind: TouchKind
  at: Date
  /** A partner by name; to a partner `You` or `Another partner`. */
  who: string
  partnerId: string | null
  outcome: 'won' | 'lost'
  why: string
  rules: string | null
}

export type Explanation = {
  /** What decided, newest first. */
  decisions: { n: number; at: Date; who: string | null; reason: string; byPerson: boolean }[]
  touches: ExplainedTouch[]
  /** What was presented and proves nothing. */
  refused: { at: Date; why: string }[]
}

export type Named = { id: string; name: string }

type Found = {
  decisions: readonly Attribution[]
  touches: readonly (Touch & { partnerName: string; outcome: 'won' | 'lost'; why: string })[]
  rules: readonly { touchId: string; version: number; windowDays: number; model: AttributionModel }[]
  refused: readonly RefusedEvidence[]
  partners: readonly Named[]
}

const whyRefused: Record<EvidenceProblem, string> = {
  malformed: 'Something came in place of a click id that is none of ours. It proves nothing.',
  unknown_key: 'A click id was signed with a key that is out of use: it has expired, and proves nothing any more.',
  forged: 'A click id was changed after we had signed it. It proves nothing.',
  foreign: 'A click id is of a link that is not, or no longer, the partner’s that it names. It proves nothing.',
}

/** All that ties partners to a prospect, in order of time, with the names of everybody: for staff. */
export function explainInFull({ decisions, touches, rules, refused, partners }: Found): Explanation {
  const nameOf = (id: string | null) => (id ? (partners.find((each) => each.id === id)?.name ?? id) : null)
  return {
    decisions: decisions.map(({ n, decidedAt, partnerId, reason, decidedBy }) => ({
      n,
      at: decidedAt,
      who: nameOf(partnerId),
      reason,
      byPerson: decidedBy !== 'rule',
    })),
    touches: touches.map(({ id, kind, touchedAt, partnerName, partnerId, outcome, why }) => ({
      id,
      kind,
      at: touchedAt,
      who: partnerName,
      partnerId,
      outcome,
      why,
      rules: rulesInWords(
        kind,
        rules.find(({ touchId }) => touchId === id),
      ),
    })),
    refused: refused.map(({ problem, presentedAt }) => ({ at: presentedAt, why: whyRefused[problem] })),
  }
}

/** The same for one partner: every other is `another partner`, in reasons that people wrote, too. */
export function explainTo(partnerId: string, found: Found): Explanation {
  const { decisions, touches, refused } = explainInFull(found)
  const others = found.partners.filter(({ id }) => id !== partnerId).map(({ name }) => name)
  const own = found.partners.find(({ id }) => id === partnerId)?.name
  const whoOf = (name: string | null) => (name === null ? null : name === own ? 'You' : 'Another partner')
  return {
    decisions: decisions.map((each) => ({ ...each, who: whoOf(each.who), reason: withoutNames(each.reason, others) })),
    touches: touches.map((each) => ({
      ...each,
      who: each.partnerId === partnerId ? 'You' : 'Another partner',
      partnerId: null,
      why: withoutNames(each.why, others),
    })),
    refused,
  }
}

/** A reason as another partner may read it. Names of one or two letters would hide half of a text, and say nothing. */
export function withoutNames(text: string, names: readonly string[]): string {
  return names
    .filter((name) => name.length > 2)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, name) => left.replaceAll(new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'), 'another partner'), text)
}

function rulesInWords(kind: TouchKind, rules: Found['rules'][number] | undefined): string | null {
  if (!rules) return null
  const { version, windowDays, model } = rules
  return kind === 'click'
    ? `Version ${version}: ${model === 'first_touch' ? 'first' : 'last'} touch, ${windowDays} days`
    : `Version ${version}`
}
