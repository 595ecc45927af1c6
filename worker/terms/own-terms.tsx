import { OwnTermsPage } from '../../portal/pages/own-terms-page.tsx'
import type { AppContext } from '../env.ts'
import { termsInWords } from './preview.ts'
import { groupOfPartner, listMinimums, termsOfPartner } from './store.ts'

/** The terms of the partner who is looking, in force today. */
export async function renderOwnTerms(c: AppContext) {
  const { deps, member } = c.var
  const now = deps.now()
  const [group, terms] = await Promise.all([groupOfPartner(deps.db, member.partnerId), termsOfPartner(deps.db, member.partnerId, now)])
  const minimums = await listMinimums(deps.db, group.id)
  return c.render(
    <OwnTermsPage
      programme={deps.settings.companyName}
      terms={terms && { ...termsInWords(terms, now), version: terms.version, effectiveAt: terms.effectiveAt }}
      windowDays={group.windowDays}
      model={group.model}
      minimums={minimums.map(({ currency, minimumPayoutMinor }) => ({ currency, amountMinor: minimumPayoutMinor }))}
    />,
  )
}
