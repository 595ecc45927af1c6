import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { countTry } from '../identity/store.ts'
import { findPartnerForLink } from '../tracking/store.ts'
import { companyDomainOf, isPublicMail } from './company-domain.ts'
import { introduce } from './introduce.ts'
import { refuseLeftAlone } from './left-alone.ts'
import type { NewIntroduction } from './shapes.ts'

type IntroducedSomebody = { ok: true; prospectId: string } | { ok: false; field: 'domain' | 'email'; problem: string }

const introductionsPerDay = { what: 'introduction/partner', times: 40, windowMs: 86_400_000 }

/**
 * A partner's person introduces a company that agreed to it (domain.md INT1).
 *
 * @throws Refusal wrong_state for a partner that is not active, too_many, erased for a company that asked to be left alone
 */
export async function introduceSomebody(
  deps: Deps,
  member: { id: string; partnerId: string },
  form: NewIntroduction,
): Promise<IntroducedSomebody> {
  const { domain: typed, agreed: _, ...introduced } = form
  const domain = await companyDomainOf(typed)
  if (!domain) return { ok: false, field: 'domain', problem: await domainProblem(typed) }
  if ((await companyDomainOf(form.email)) !== domain) return { ok: false, field: 'email', problem: notTheirs(domain) }
  const partner = await findPartnerForLink(deps.db, member.partnerId)
  if (partner?.status !== 'active') {
    throw new Refusal('wrong_state', 'Your company’s account is not active, so it cannot introduce anybody now.')
  }
  if ((await countTry(deps.db, introductionsPerDay, member.partnerId, deps.now())) > introductionsPerDay.times) {
    throw new Refusal('too_many', 'Your company has introduced many today. Please go on tomorrow.')
  }

  await refuseLeftAlone(deps, { email: form.email, domain })

  const { partnerId } = member
  const introducer = {
    partnerId,
    partnerName: partner.name,
    source: 'partner',
    linkId: null,
    memberId: member.id,
    prospectAgreed: true,
  } as const
  const prospectId = await introduce(
    deps,
    { ...introduced, domain, actor: member.id, namedBy: partnerId },
    introducer,
    (introductionId, at) => [
      {
        kind: 'introduction',
        partnerId,
        touchedAt: at,
        linkId: null,
        clickId: null,
        introductionId,
        source: `introduction/${introductionId}`,
      },
    ],
  )
  return { ok: true, prospectId }
}

/** The private link mailed there shows, corrects and erases what is held about the whole company: no partner may put a mailbox of its own there. */
const notTheirs = (domain: string): string =>
  `Give this person’s address at the company, such as name@${domain}: what we hold about the company is shown to whoever reads that mailbox.`

const domainProblem = async (typed: string): Promise<string> =>
  (await isPublicMail(typed))
    ? 'That is a domain of a mail service, not of a company. Give the company’s own, such as company.example.'
    : 'That is no domain. It looks like company.example.'
