import { introduceSelf } from '../../../worker/prospects/introduce-self.ts'
import { findLinkTarget } from '../../../worker/tracking/store.ts'
import type { Chapter } from './chapter.ts'

/** A kitchen of Pennyroyal's own comes by its own link two days ago; the signal about it waits for sales. It has bought nothing yet. */
export const selfReferral: Chapter = {
  name: 'a self-referral of Pennyroyal',
  day: -2,
  tell: async ({ deps, names }) => {
    const target = await findLinkTarget(deps.db, 'pennyroyal')
    if (!target) throw new Error('No link has the code pennyroyal')
    const form = { company: 'Pennyroyal Test Kitchen', contactName: 'Tom Ashgrove', email: 'tom+kitchen@pennyroyal.example' }
    names['Pennyroyal Test Kitchen'] = await introduceSelf(
      deps,
      target,
      { ...form, act: deps.newId('act'), need: 'A maintenance plan for our ovens.' },
      [],
    )
  },
}
