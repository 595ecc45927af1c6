import type { NewTouch } from '../attribution/bind.ts'
import type { Deps } from '../deps.ts'
import { type ClickEvidence, readPresented, refusedOf } from '../tracking/evidence.ts'
import { findCodeEvidence } from '../tracking/promotion-evidence.ts'
import { givesCredit, type LinkTarget } from '../tracking/store.ts'
import { companyDomainOf } from './company-domain.ts'
import { claimDecline, findOpenDecline } from './declines.ts'
import { type Introducer, introduce } from './introduce.ts'
import type { SelfIntroduction } from './shapes.ts'
import type { Refused } from './take-in.ts'

type Extra = 'website' | 'goodword_referral' | 'code' | 'without'
type Introducing = Omit<SelfIntroduction, Extra> & Partial<Pick<SelfIntroduction, 'code' | 'without'>>

/**
 * Somebody introduces itself on `/i/:code`. The form is a click of that code, unless the click id it carries says that already; the carriers
 * (form field, cookie) and a typed code are further evidence, also where the link itself gives no credit any more. Who said before the
 * form that it did not come by this partner is believed: the partner gets neither an introduction nor a touch.
 *
 * @param carriers - click ids as they came
 * @returns the prospect's id
 */
export async function introduceSelf(deps: Deps, target: LinkTarget, form: Introducing, carriers: readonly string[]): Promise<string> {
  const { link, partnerName } = target
  const { code, without, ...told } = form
  const decline = without ? await findOpenDecline(deps.db, without, link.id) : undefined
  const { clicks: read, refused } = await evidenceOf(deps, carriers)
  const clicks = read.filter(({ partnerId }) => partnerId !== decline?.partnerId)
  const typed = code ? await findCodeEvidence(deps, { typed: code, use: form.act }, deps.now()) : undefined
  const isCredited = givesCredit(target) && !decline

  const introduced = { ...told, refused, domain: await companyDomainOf(form.email), actor: 'prospect', namedBy: 'prospect' }
  const by: Introducer = {
    partnerId: link.partnerId,
    partnerName,
    source: 'prospect',
    linkId: link.id,
    memberId: null,
    prospectAgreed: true,
  }
  return introduce(
    deps,
    introduced,
    isCredited ? by : undefined,
    (introductionId, at) => [...(typed ? [typed] : []), ...(isCredited ? ofPage(target, clicks, introductionId, at) : clicks)],
    (prospectId) => (decline ? [claimDecline(deps.db, decline.id, prospectId)] : []),
  )
}

/** The click that led to this page is the introduction's; without one the form is. */
const ofPage = (target: LinkTarget, clicks: readonly ClickEvidence[], introductionId: string, at: Date): NewTouch[] => [
  ...clicks.map((click) => (click.linkId === target.link.id ? { ...click, introductionId } : click)),
  ...(clicks.some(({ linkId }) => linkId === target.link.id) ? [] : [formTouch(target, introductionId, at)]),
]

async function evidenceOf(deps: Deps, carriers: readonly string[]): Promise<{ clicks: ClickEvidence[]; refused: Refused[] }> {
  const read = await Promise.all(
    [...new Set(carriers)].filter(Boolean).map(async (token) => {
      const presented = await readPresented(deps, token)
      return presented.ok ? { click: presented.touch } : { refused: await refusedOf(token, presented.problem) }
    }),
  )
  const clicks = read.flatMap(({ click }) => click ?? [])
  return {
    clicks: [...new Map(clicks.map((click) => [click.clickId, click])).values()],
    refused: read.flatMap(({ refused }) => refused ?? []),
  }
}

const formTouch = ({ link }: LinkTarget, introductionId: string, at: Date): NewTouch => ({
  kind: 'click',
  partnerId: link.partnerId,
  touchedAt: at,
  linkId: link.id,
  clickId: null,
  introductionId,
  source: `form/${introductionId}`,
})
