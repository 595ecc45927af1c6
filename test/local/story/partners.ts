import { invitePartner } from '../../../worker/partners/invite.ts'
import { openAccount } from '../../../worker/partners/open-account.ts'
import { refreshReadiness } from '../../../worker/partners/readiness.ts'
import { acceptProgramme } from '../../../worker/partners/status.ts'
import { getPartner, listMembers } from '../../../worker/partners/store.ts'
import { termsOfPartner } from '../../../worker/terms/store.ts'
import { addressOf, type PartnerOfStory, partners } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** Each partner is invited by Ingrid, and accepts two days later; all but one then tell Stripe where to pay them. */
export const joining: Chapter[] = partners.flatMap((partner) => [
  { name: `${partner.key} is invited`, day: partner.day, isGround: true, tell: (teller) => invite(teller, partner) },
  { name: `${partner.key} accepts`, day: partner.day + 2, isGround: true, tell: (teller) => accept(teller, partner) },
  ...(partner.key === 'quill'
    ? []
    : [{ name: `${partner.key} gets paid`, day: partner.day + 3, tell: (teller: Teller) => setUpPayouts(teller, partner) }]),
])

async function invite({ deps, names }: Teller, { key, name, country, group, domain, owner }: PartnerOfStory): Promise<void> {
  const by = { id: named(names, 'ingrid'), name: 'Ingrid Solaas' }
  const ownerEmail = addressOf(owner, domain)
  const form = { act: deps.newId('act'), name, country, groupId: named(names, group), domain, prospectId: '', ownerName: owner, ownerEmail }
  const invited = await invitePartner(deps, by, form)
  if (invited.kind !== 'invited') throw new Error(invited.message)
  names[key] = invited.partnerId
  const [member] = await listMembers(deps.db, invited.partnerId)
  names[`owner of ${key}`] = member?.id ?? ''
}

async function accept({ deps, names }: Teller, { key }: PartnerOfStory): Promise<void> {
  const partnerId = named(names, key)
  const terms = await termsOfPartner(deps.db, partnerId, deps.now())
  await acceptProgramme(deps, partnerId, terms?.id ?? '', named(names, `owner of ${key}`))
}

async function setUpPayouts({ deps, names, stripe }: Teller, { key, owner, domain, country }: PartnerOfStory): Promise<void> {
  const partner = await getPartner(deps.db, named(names, key))
  const id = named(names, `owner of ${key}`)
  const by = { kind: 'member', id, partnerId: partner.id, name: owner, email: addressOf(owner, domain), role: 'owner' } as const
  const opened = await openAccount(deps, partner, by, { country, entityType: 'company' }, 0)
  if (opened.kind !== 'opened') throw new Error(`Stripe refused ${partner.name}`)
  await stripe('account', { id: opened.destination.stripeAccount, state: 'complete' })
  await refreshReadiness(deps, partner.id)
}
