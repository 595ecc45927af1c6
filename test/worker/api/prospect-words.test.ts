import { expect, it } from 'vitest'
import type { Attribution } from '../../../schema/prospects.ts'
import { identifiedForApi } from '../../../worker/api/prospect-words.ts'

const attribution: Attribution = {
  id: 'att_1',
  prospectId: 'pro_1',
  n: 2,
  partnerId: 'par_1',
  touchId: null,
  decidedBy: 'stf_1',
  reason: 'Quillon told us who brought him.',
  explanation: [],
  heldReason: null,
  decidedAt: new Date('2026-11-02T09:00:00Z'),
}
const known = { kind: 'known' as const, prospectId: 'pro_1', statements: [], added: [], signals: [], contactId: undefined }

it('an answer that is kept for repetitions holds no words of a person: erasing does not find them there', () => {
  const decided = identifiedForApi({ ...known, attribution }, false, {})
  expect(decided.attribution).toMatchObject({ partner: 'par_1', decided_by: 'person', reason: null })

  const ruled = identifiedForApi({ ...known, attribution: { ...attribution, decidedBy: 'rule', reason: 'First click.' } }, false, {})
  expect(ruled.attribution).toMatchObject({ decided_by: 'rule', reason: 'First click.' })
})
