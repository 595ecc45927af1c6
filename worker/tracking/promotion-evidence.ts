import type { NewTouch } from '../attribution/bind.ts'
import type { Deps } from '../deps.ts'
import { findPromotionCode, findTypedCode, type PromotionCodeRow } from './promotion-store.ts'
import { isCode } from './rules.ts'
import { whyNoCredit } from './rules-promotion.ts'
import { findLinkTarget, givesCredit } from './store.ts'

/** A code as it was used: redeemed at Stripe (`promo_…`) or typed to us. */
export type NamedCode = { redeemed: string } | { typed: string }
/** `use` names the occasion: told again, it is the same touch. */
export type CodeUse = NamedCode & { use: string }

/** A code as somebody else's server names it: Stripe's id of it, or its text. */
export const namedCode = (text: string): NamedCode => (text.startsWith('promo_') ? { redeemed: text } : { typed: text })

/**
 * The touch that a code proves, or undefined when it gives nobody credit: unknown, nobody's, paused, before or after its time, or used as
 * often as it may be. A typed code is a promotion code's text or the code of a partner's link.
 */
export async function findCodeEvidence(deps: Pick<Deps, 'db'>, use: CodeUse, at: Date): Promise<NewTouch | undefined> {
  if ('redeemed' in use) return evidenceOf(await findPromotionCode(deps.db, use.redeemed), use.use, at, false)
  const code = await findTypedCode(deps.db, use.typed)
  if (code) return evidenceOf(code, use.use, at, true)
  return linkEvidence(deps, use.typed, use.use, at)
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

async function linkEvidence({ db }: Pick<Deps, 'db'>, typed: string, use: string, at: Date): Promise<NewTouch | undefined> {
  const target = isCode(typed) ? await findLinkTarget(db, typed) : undefined
  if (!target || !givesCredit(target)) return undefined
  const { id, partnerId } = target.link
  return { kind: 'code', partnerId, touchedAt: at, linkId: id, clickId: null, introductionId: null, source: `code/${id}/${use}` }
}
