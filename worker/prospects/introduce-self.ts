import type { NewTouch } from '../attribution/bind.ts'
import type { Deps } from '../deps.ts'
import { type ClickEvidence, readPresented, refusedOf } from '../tracking/evidence.ts'
import { givesCredit, type LinkTarget } from '../tracking/store.ts'
import { companyDomainOf } from './company-domain.ts'
import { introduce } from './introduce.ts'
import type { SelfIntroduction } from './shapes.ts'
import type { Refused } from './take-in.ts'

type Introducing = Omit<SelfIntroduction, 'website' | 'goodword_referral'>

/**
 * Somebody introduces itself on `/i/:code`. The form is a click of that code, unless the click id it carries says that already; the carriers
 * (form field, cookie) are further evidence, also where the link itself gives no credit any more.
 *
 * @param carriers - click ids as they came
 * @returns the prospect's id
 */
export async function introduceSelf(deps: Deps, target: LinkTarget, form: Introducing, carriers: readonly string[]): Promise<string> {
  const { clicks, refused } = await evidenceOf(deps, carriers)
  const { link, partnerName } = target
  const isCredited = givesCredit(target)
  const isClicked = clicks.some(({ linkId }) => linkId === link.id)

  const introduced = { ...form, refused, domain: await companyDomainOf(form.email), actor: 'prospect', namedBy: 'prospect' }
  const introducer = {
    partnerId: link.partnerId,
    partnerName,
    source: 'prospect',
    linkId: link.id,
    memberId: null,
    prospectAgreed: true,
  } as const
  return introduce(deps, introduced, isCredited ? introducer : undefined, (introductionId, at) => [
    ...clicks.map((click) => (isCredited && click.linkId === link.id ? { ...click, introductionId } : click)),
    ...(isCredited && !isClicked ? [formTouch(target, introductionId, at)] : []),
  ])
}

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
