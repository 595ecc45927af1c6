import type { AuditRow } from '../../schema/records.ts'

/** What a row of the trail makes worth another look. */
export type Concern = { kind: 'credit' | 'partner' | 'accrued'; id: string }

const ofPartner = /^(?:partner|member|destination|self_billing)\./

/**
 * Which records a stretch of the trail is about, each once: a prospect that became known or was touched, a partner whose record, people or
 * destination changed or whose commission was corrected by a return, and a new commission, which may have met a signal on its way.
 */
export function concernsOf(rows: readonly Pick<AuditRow, 'act' | 'subject' | 'partnerId'>[]): Concern[] {
  const concerns = rows.map(({ act, subject, partnerId }): Concern | undefined => {
    if (act.startsWith('prospect.')) return { kind: 'credit', id: subject }
    if (act === 'commission.accrued') return { kind: 'accrued', id: subject }
    const isAboutPartner = act === 'commission.corrected' || ofPartner.test(act)
    return isAboutPartner && partnerId ? { kind: 'partner', id: partnerId } : undefined
  })
  return [...new Map(concerns.filter((each) => each !== undefined).map((each) => [`${each.kind}/${each.id}`, each])).values()]
}

/** A click of a moment ago may still be on its way, so the trail is read up to here. */
export const quietMs = 2 * 60_000
