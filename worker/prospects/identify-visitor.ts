import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { countTry } from '../identity/store.ts'
import { findClickEvidence } from '../tracking/evidence.ts'
import type { Identification } from '../tracking/shapes-site.ts'
import { identifyProspect } from './identify.ts'

/** One click brings a person and some colleagues, not a list of companies. */
const peoplePerClick = { what: 'identify/click', times: 10, windowMs: 86_400_000 }

/**
 * A visitor of the company's site says who it is. Only what a click id of ours proves counts; without one nothing is stored and nothing is
 * told, and in no case does the page learn whether we knew the visitor.
 */
export async function identifyVisitor(deps: Deps, { referral, email, name, company }: Identification): Promise<void> {
  const click = await findClickEvidence(deps, referral)
  if (!click || (await countTry(deps.db, peoplePerClick, click.clickId, deps.now())) > peoplePerClick.times) return
  const known = { referral, email, company: company || undefined, contactName: name || undefined }
  await readAgainIfRefused(async () => {
    const found = await identifyProspect(deps, known, deps.now(), 'prospect')
    const statements = 'statements' in found ? (found.statements as Statement[]) : []
    if (statements.length > 0) await inOneBatch(deps.db, statements)
  })
}
