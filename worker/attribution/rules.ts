import type { TouchKind, TouchVerdict } from '../../schema/prospects.ts'
import type { AttributionModel } from '../../schema/terms.ts'

/** What deciding needs of a touch. `windowDays` of its partner's group, where that differs from the one handed in; `denied` by the prospect. */
export type Evidence = { id: string; partnerId: string; kind: TouchKind; touchedAt: Date; windowDays?: number; denied?: boolean }

/** The winner, each touch with why it won or lost (in order of time), and the decision in one sentence. */
export type Decision<Touch extends Evidence = Evidence> = { winner: Touch | null; verdicts: TouchVerdict[]; reason: string }

/** The first outranks the others, and so on (design.md 4). */
const precedence: readonly TouchKind[] = ['decision', 'registration', 'introduction', 'code', 'click']

const dayMs = 86_400_000
/** Stripe's clock and ours may differ by this much: a click that seems to follow the checkout it led to still counts. */
const skewMs = 60_000

const nameOf: Record<TouchKind, string> = {
  decision: 'a decision',
  registration: 'a registration',
  introduction: 'an introduction',
  code: 'a code',
  click: 'a click',
}
const rankOf = (kind: TouchKind): number => precedence.indexOf(kind)

/**
 * Which touch gets the credit for a prospect that becomes known at `at`. The highest kind wins; between clicks the model decides, inside
 * the window of days of 86,400 s whose edge counts; between decisions the newest, between others of one kind the earliest.
 */
export function decide<Touch extends Evidence>(
  touches: readonly Touch[],
  model: AttributionModel,
  windowDays: number,
  at: Date,
): Decision<Touch> {
  const ordered = touches.toSorted(inOrderOfTime)
  const excluded = new Map(ordered.map((touch) => [touch, whyExcluded(touch, windowDays, at)]))
  const [winner = null] = ordered.filter((touch) => excluded.get(touch) === undefined).toSorted((left, right) => better(left, right, model))
  return {
    winner,
    verdicts: ordered.map((touch) =>
      touch === winner
        ? verdictOf(touch, 'won', whyWon(touch, model, windowDays))
        : verdictOf(touch, 'lost', excluded.get(touch) ?? whyBeaten(touch, winner, model)),
    ),
    reason: winner ? whyWon(winner, model, windowDays) : nobodyReason(ordered.length),
  }
}

/**
 * A person's decision over the same touches: its touch won, whatever the rules would have said, and every other lost to it. Nobody's touch
 * wins where nobody gets the credit.
 */
export const verdictsOfDecision = (touches: readonly Evidence[], winner: Pick<Evidence, 'id'> | null): TouchVerdict[] =>
  touches
    .toSorted(inOrderOfTime)
    .map((touch) =>
      touch.id === winner?.id
        ? verdictOf(touch, 'won', `${whyWon(touch, 'first_touch', 0)} A person decided so.`)
        : verdictOf(
            touch,
            'lost',
            winner ? 'A person decided for another touch, with a reason.' : 'A person decided that nobody gets the credit.',
          ),
    )

/** Groups that agree keep their model; partners of groups that differ meet under the programme's default. */
export const modelOf = (models: readonly AttributionModel[]): AttributionModel =>
  models.length > 0 && models.every((model) => model === 'last_touch') ? 'last_touch' : 'first_touch'

/** Why a touch that arrives at a bound prospect changes nothing. */
export const boundAlready = 'The prospect was already bound when this touch arrived; only a person with a reason moves it.'

const nobodyReason = (touches: number) =>
  touches === 0 ? 'Nobody gets the credit: there is no touch.' : 'Nobody gets the credit: no touch counts.'

/** What a person decided or accepted stands against the prospect's word; the rest does not. */
const deniable: readonly TouchKind[] = ['introduction', 'code', 'click']

function whyExcluded({ kind, touchedAt, windowDays, denied }: Evidence, usualDays: number, at: Date): string | undefined {
  if (denied && deniable.includes(kind)) return 'The prospect says that it did not come by this partner.'
  if (kind !== 'click') return undefined
  const ageMs = at.getTime() - touchedAt.getTime()
  if (ageMs < -skewMs) return 'This click came after the prospect had become known.'
  const days = windowDays ?? usualDays
  return ageMs > days * dayMs ? `This click is older than the window of ${inDays(days)}.` : undefined
}

/** Sorts the better touch first. */
function better(left: Evidence, right: Evidence, model: AttributionModel): number {
  const byKind = rankOf(left.kind) - rankOf(right.kind)
  if (byKind !== 0) return byKind
  return newestWins(left.kind, model) ? inOrderOfTime(right, left) : inOrderOfTime(left, right)
}

const newestWins = (kind: TouchKind, model: AttributionModel): boolean =>
  kind === 'decision' || (kind === 'click' && model === 'last_touch')

function inOrderOfTime(left: Evidence, right: Evidence): number {
  return left.touchedAt.getTime() - right.touchedAt.getTime() || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
}

function whyWon({ kind, windowDays }: Evidence, model: AttributionModel, usualDays: number): string {
  switch (kind) {
    case 'click':
      return `${model === 'first_touch' ? 'First' : 'Last'} click inside the window of ${inDays(windowDays ?? usualDays)}.`
    case 'code':
      return 'A code of the partner was used.'
    case 'introduction':
      return 'Introduced by the partner.'
    case 'registration':
      return 'Registered by the partner and accepted.'
    case 'decision':
      return 'Decided by a person, with a reason.'
  }
}

function whyBeaten(touch: Evidence, winner: Evidence | null, model: AttributionModel): string {
  if (!winner) return 'This touch does not count.'
  if (winner.kind !== touch.kind) return `${capital(nameOf[winner.kind])} outranks ${nameOf[touch.kind]}.`
  if (touch.kind === 'decision') return 'A later decision took its place.'
  if (touch.kind !== 'click') return `An earlier ${touch.kind} has the credit.`
  return model === 'first_touch'
    ? 'An earlier click inside the window has the credit (first touch).'
    : 'A later click inside the window has the credit (last touch).'
}

const verdictOf = ({ id, partnerId, kind, touchedAt }: Evidence, outcome: 'won' | 'lost', why: string): TouchVerdict => ({
  touch: id,
  partner: partnerId,
  kind,
  at: touchedAt.getTime(),
  outcome,
  why,
})

const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
