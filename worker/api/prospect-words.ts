import type { Attribution, Contact } from '../../schema/prospects.ts'
import type { Identified } from '../prospects/identify.ts'
import type { Beside, ListedProspect } from '../prospects/store-listed.ts'
import type { Presented } from '../tracking/evidence.ts'

const instantOf = (at: Date | null) => at?.toISOString() ?? null

/** The decision in force. Null: nobody has decided, since nothing ties a partner to the prospect. */
const attributionForApi = (attribution: Attribution | null, held: boolean) =>
  attribution && {
    id: attribution.id,
    partner: attribution.partnerId,
    decided_by: attribution.decidedBy === 'rule' ? 'rule' : 'person',
    reason: attribution.reason,
    held_because: held ? (attribution.heldReason ?? 'A signal about it waits for a person.') : null,
    decided_at: instantOf(attribution.decidedAt),
  }

/** A partner reads whether the credit is its own, and never whose it is else. */
const creditForApi = (attribution: Attribution | null, held: boolean, partnerId: string) => {
  const isOwn = attribution?.partnerId === partnerId
  return { credited: isOwn, held: isOwn && held, decided_at: isOwn ? instantOf(attribution.decidedAt) : null }
}

const contactForApi = ({ id, name, email, title }: Contact) => ({ id, name, email, title })

/** What a key of the company's reads. */
export const prospectForApi = ({ prospect, attribution, held }: ListedProspect) => ({
  id: prospect.id,
  company: prospect.company,
  domain: prospect.domain,
  stage: prospect.stage,
  need: prospect.need,
  created_at: instantOf(prospect.createdAt),
  customer_since: instantOf(prospect.customerSince),
  erased_at: instantOf(prospect.erasedAt),
  attribution: attributionForApi(attribution, held),
})

/** What a key of one partner reads: what its people read in the portal. */
export const prospectForPartnerApi = ({ prospect, since, attribution, held }: ListedProspect, partnerId: string) => ({
  id: prospect.id,
  company: prospect.company,
  stage: prospect.stage,
  created_at: instantOf(since),
  attribution: creditForApi(attribution, held, partnerId),
})

/** What a single prospect shows beyond its row in a list. */
export const besideForApi = ({ people, customers, references }: Beside) => ({
  contacts: people.map(contactForApi),
  stripe_customers: customers,
  external_references: references,
})
export const besideForPartnerApi = ({ people }: Beside, partnerId: string) => ({
  contacts: people.filter(({ namedBy }) => namedBy === partnerId).map(contactForApi),
})

/** What a person wrote is read on the prospect, where erasing takes it away. */
const withoutWords = (attribution: ReturnType<typeof attributionForApi>) =>
  attribution && (attribution.decided_by === 'person' ? { ...attribution, reason: null } : attribution)

/**
 * The answer to an identification. It is kept for repetitions, so it holds ids and decisions and nothing of a person's.
 * `nobody`: unknown, and no referral of ours came with it. `ambiguous`: more than one prospect fits, and a person decides.
 *
 * @param held - whether a person still has to look at the credit
 * @param presented - what the referral proves, and whether the code gives somebody credit, where one came along
 */
export const identifiedForApi = (
  found: Identified,
  held: boolean,
  presented: { referral?: Presented | undefined; code?: boolean | undefined },
) => ({
  id: 'prospectId' in found ? found.prospectId : null,
  outcome: found.kind,
  referral: presented.referral ? (presented.referral.ok ? 'accepted' : presented.referral.problem) : null,
  promotion_code: presented.code === undefined ? null : presented.code ? 'accepted' : 'no_credit',
  attribution: 'prospectId' in found ? withoutWords(attributionForApi(found.attribution, held)) : null,
  ...(found.kind === 'ambiguous' && { candidates: found.candidates }),
})
