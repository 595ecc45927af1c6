import type { Introduction } from '../../schema/prospects.ts'
import type { Notice } from '../notices/notice.ts'
import type { TakenIn } from './take-in.ts'

/** What the partner's owners are told: it arrived, whether it counts, and if not, why, without anybody else's name. */
export const acknowledgement = (
  { company, partnerId, source }: Pick<Introduction, 'company' | 'partnerId' | 'source'>,
  { attribution }: Pick<TakenIn, 'attribution'>,
): Notice => {
  const credited = attribution?.partnerId === partnerId
  return {
    template: 'introduction_acknowledged',
    data: { prospect: company, via: source === 'partner' ? 'portal' : 'form', credited, note: noteOf(credited, attribution) },
  }
}

function noteOf(credited: boolean, attribution: TakenIn['attribution']): string {
  if (credited) return attribution?.heldReason ? `It waits for a person of ours first: ${attribution.heldReason}` : ''
  if (!attribution) return 'This company was a customer of ours before, so nobody is credited.'
  return attribution.partnerId
    ? 'This company was known to us before, and an earlier touch keeps the credit. Your introduction is kept with it.'
    : attribution.reason
}
