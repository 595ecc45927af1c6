import type { Attribution, Touch } from '../../schema/prospects.ts'
import { boundAlready } from '../attribution/rules.ts'

export type Explained<Row extends Touch> = Row & { outcome: 'won' | 'lost'; why: string }

/** Each touch with what became of it, as the decision in force says; one that came after the decision changed nothing. */
export const explain = <Row extends Touch>(touches: readonly Row[], attribution: Attribution | undefined): Explained<Row>[] =>
  touches.map((touch) => {
    const verdict = attribution?.explanation.find((each) => each.touch === touch.id)
    if (touch.id === attribution?.touchId) return { ...touch, outcome: 'won', why: verdict?.why ?? attribution.reason }
    if (verdict) return { ...touch, outcome: verdict.outcome, why: verdict.why }
    return { ...touch, outcome: 'lost', why: attribution ? boundAlready : 'The company was a customer before this touch.' }
  })
