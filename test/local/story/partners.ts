import { eq } from 'drizzle-orm'
import { members } from '../../../schema/people.ts'
import type { SignedInMember } from '../../../worker/env.ts'
import { invitePartner } from '../../../worker/partners/invite.ts'
import { openAccount } from '../../../worker/partners/open-account.ts'
import { inviteMember } from '../../../worker/partners/people.ts'
import { refreshReadiness } from '../../../worker/partners/readiness.ts'
import { acceptProgramme } from '../../../worker/partners/status.ts'
import { getPartner } from '../../../worker/partners/store.ts'
import { termsOfPartner } from '../../../worker/terms/store.ts'
import { createLink } from '../../../worker/tracking/create-link.ts'
import { type PartnerKey, partners } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

/** Each partner is invited, accepts, shares its first link and, all but one, opens its account at Stripe. */
export const joining: Chapter[] = partners.flatMap((partner): Chapter[] => [
  { name: `${partner.key} joins`, day: partner.joined, isGround: true, tell: (teller) => join(teller, partner) },
  ...(partner.key === 'quill'
    ? []
    : [{ name: `${partner.key} opens an account`, day: partner.joined + 2, tell: (teller: Teller) => openStripeAccount(teller, partner) }]),
])

type Joining = (typeof partners)[number]

async function join({ deps, names }: Teller, partner: Joining): Promise<void> {
  const [owner, ...others] = partner.people
  const { name, country, domain } = partner
  const form = { act: deps.newId('act'), name, country, domain, groupId: named(names, partner.group), prospectId: '' }
  const staff = { id: named(names, 'ingrid'), name: 'Ingrid Solaas' }
  const invited = await invitePartner(deps, staff, { ...form, ownerName: owner.name, ownerEmail: owner.email })
  if (invited.kind !== 'invited') throw new Error(invited.message)
  names[partner.key] = invited.partnerId

  await signInFirst(deps, owner.email)
  const [member] = await deps.db.select().from(members).where(eq(members.email, owner.email))
  const terms = await termsOfPartner(deps.db, invited.partnerId, deps.now())
  if (!member || !terms) throw new Error(`${partner.name} has no owner or no terms`)
  names[owner.key] = member.id
  await acceptProgramme(deps, invited.partnerId, { terms: terms.id, isCentral: partner.key === 'quill' }, member.id)

  const signedIn = {
    kind: 'member' as const,
    id: member.id,
    partnerId: invited.partnerId,
    name: owner.name,
    email: owner.email,
    role: 'owner' as const,
  }
  const link = {
    act: deps.newId('act'),
    kind: 'redirect' as const,
    destination: siteOf(deps),
    code: partner.code,
    campaign: '',
  }
  const made = await createLink(deps, signedIn, link)
  if (!made.ok) throw new Error(made.problem)
  names[`link of ${partner.key}`] = made.linkId
  for (const { name: otherName, email } of others) {
    await inviteMember(deps, signedIn, { act: deps.newId('act'), name: otherName, email, role: 'member' })
    await signInFirst(deps, email)
  }
}

/** The company's website is served beside the stand-in; with Stripe itself behind the portal there is none. */
const siteOf = ({ settings }: Teller['deps']): string =>
  settings.stripe.apiBase ? `http://localhost:${new URL(settings.stripe.apiBase).port}/site` : 'https://www.wrenmarch.example/planning'

/** An invited person becomes active with the first sign-in. */
const signInFirst = ({ db }: Teller['deps'], email: string) => db.update(members).set({ status: 'active' }).where(eq(members.email, email))

export const ownerOf = (names: Teller['names'], key: PartnerKey): SignedInMember => {
  const partner = partners.find((each) => each.key === key)
  if (!partner) throw new Error(`There is no partner ${key}`)
  const [owner] = partner.people
  return { kind: 'member', id: named(names, owner.key), partnerId: named(names, key), name: owner.name, email: owner.email, role: 'owner' }
}

async function openStripeAccount({ deps, names, stripe }: Teller, { key, country }: Joining): Promise<void> {
  const partner = await getPartner(deps.db, named(names, key))
  const opened = await openAccount(deps, partner, ownerOf(names, key), { country, entityType: 'company' }, 0)
  if (opened.kind !== 'opened') throw new Error(`Stripe opened no account for ${partner.name}`)
  await stripe('account', { id: opened.destination.stripeAccount, state: 'complete' })
  await refreshReadiness(deps, partner.id)
}
