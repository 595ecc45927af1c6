import type { NewTouch } from '../attribution/bind.ts'
import type { Deps } from '../deps.ts'
import { findPromotionCode, findTypedCode, isBenefit, type PromotionCodeRow } from './promotion-store.ts'
import { isCode } from './rules.ts'
import { whyNoCredit } from './rules-promotion.ts'
import { findLinkTarget, givesCredit, type LinkTarget } from './store.ts'

/** A code as it was used: redeemed at Stripe (`promo_…`) or typed to us. */
export type NamedCode = { redeemed: string } | { typed: string }
/** `use` names the occasion: told again, it is the same touch. */
export type CodeUse = NamedCode & { use: string }

/** A code as somebody else's server names it: Stripe's id of it, or its text. */
export const namedCode = (text: string): NamedCode => (text.startsWith('promo_') ? { redeemed: text } : { typed: text })

/**
 * The touch that a code proves, or undefined when it gives nobody credit: unknown, nobody's, paused, before or after its time, or used as
 * often as it may be. A typed code is a promotion code's text or the code of a partner's link; where it is both, whose the promotion code is
 * has the say, and one that is nobody's leaves it to the link unless that would give a partner what others' customers type.
 */
export async function findCodeEvidence(deps: Pick<Deps, 'db'>, use: CodeUse, at: Date): Promise<NewTouch | undefined> {
  if ('redeemed' in use) return evidenceOf(await findPromotionCode(deps.db, use.redeemed), use.use, at, false)
  const code = await findTypedCode(deps.db, use.typed)
  if (code?.partnerId) return evidenceOf(code, use.use, at, true)
  const target = isCode(use.typed) ? await findLinkTarget(deps.db, use.typed) : undefined
  if (!target || (code && (hidesLink(code, target) || (await isBenefit(deps.db, code.id))))) return undefined
  return linkEvidence(target, use.use, at)
}

/** Whether anybody ever had a code of that text: a slip of the finger is told, an old code is not. */
export async function isKnownCode({ db }: Pick<Deps, 'db'>, text: string): Promise<boolean> {
  if (await findTypedCode(db, text)) return true
  return isCode(text) && (await findLinkTarget(db, text)) !== undefined
}

function evidenceOf(code: PromotionCodeRow | undefined, use: string, at: Date, typed: boolean): NewTouch | undefined {
  if (!code?.partnerId || whyNoCredit(code, at, typed)) return undefined
  return {
    kind: 'code',
    partnerId: code.partnerId,
    touchedAt: at,
    linkId: null,
    clickId: null,
    introductionId: null,
    source: `code/${code.id}/${use}`,
  }
}

/** Nobody's code that customers could type before there was the link: who types it need not mean that partner. */
const hidesLink = ({ isActive, madeAt }: PromotionCodeRow, { link }: LinkTarget): boolean => isActive && madeAt < link.createdAt

function linkEvidence(target: LinkTarget, use: string, at: Date): NewTouch | undefined {
  if (!givesCredit(target)) return undefined
  const { id, partnerId } = target.link
  return { kind: 'code', partnerId, touchedAt: at, linkId: id, clickId: null, introductionId: null, source: `code/${id}/${use}` }
}
