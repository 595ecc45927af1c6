import { type ReferenceFact, referenceFacts } from '../../schema/reports.ts'
import { Badge } from './badge.tsx'

/** Of a customer, in the words both sides read; no number stands for them (LEV2). */
export const factWords: Record<ReferenceFact, string> = {
  has_co_marketed: 'Has co-marketed',
  can_be_named: 'Can be named',
  takes_calls: 'Takes calls',
}

/** Three separate facts, the strongest first (LEV1). */
export const ReferenceLevel = ({ facts }: { facts: readonly ReferenceFact[] }) =>
  facts.length === 0 ? (
    <span class="soft">Nothing yet</span>
  ) : (
    <span>
      {referenceFacts
        .filter((fact) => facts.includes(fact))
        .map((fact) => (
          <>
            <Badge tone="good">{factWords[fact]}</Badge>{' '}
          </>
        ))}
    </span>
  )
