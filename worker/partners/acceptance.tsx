import type { FormState } from '../../portal/components/form-state.ts'
import { PartnerAcceptancePage } from '../../portal/pages/partner-acceptance-page.tsx'
import { dealKinds } from '../../schema/terms.ts'
import type { AppContext } from '../env.ts'
import { groupOfPartner, listMinimums, termsOfPartner } from '../terms/store.ts'
import { dealsOfKind, describeRate } from '../terms/words.ts'
import { getPartner } from './store.ts'

/** The page on which an invited partner's owner reads the terms in force and accepts; other members read who must. */
export async function renderAcceptance(c: AppContext, form?: FormState) {
  const { deps, member } = c.var
  const partner = await getPartner(deps.db, member.partnerId)
  const [group, terms] = await Promise.all([groupOfPartner(deps.db, partner.id), termsOfPartner(deps.db, partner.id, deps.now())])
  return c.render(
    <PartnerAcceptancePage
      programme={deps.settings.companyName}
      partner={partner.name}
      isOwner={member.role === 'owner'}
      windowDays={group.windowDays}
      model={group.model}
      minimums={await listMinimums(deps.db, group.id)}
      terms={
        terms && {
          id: terms.id,
          version: terms.version,
          holdDays: terms.holdDays,
          rates: dealKinds.flatMap((kind) => {
            const rate = terms.rates[kind]
            return rate ? [{ deals: dealsOfKind(kind), words: describeRate(rate) }] : []
          }),
        }
      }
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}
