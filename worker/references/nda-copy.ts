import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { viewed } from './nda.ts'
import { ndaPdf } from './nda-pdf.ts'
import { getNda, type NdaRow } from './store-ndas.ts'

/**
 * The signed NDA as a PDF that names on every page who it was made for; that it was made is logged first (NDA2).
 *
 * @throws Refusal not_found, wrong_state before it was signed
 */
export async function copyForSigner(deps: Deps, ndaId: string): Promise<Uint8Array<ArrayBuffer>> {
  const nda = await signedNda(deps, ndaId)
  const at = deps.now()
  await inOneBatch(deps.db, [viewed(deps, { ndaId, contactId: nda.signerId, what: 'copy' }, at)])
  return ndaPdf(nda, deps.settings.companyName, { name: nda.signerName, at })
}

/** The same for one of ours; the audit trail has it, since the views are those of the prospect's people. */
export async function copyForStaff(deps: Deps, ndaId: string, staff: { id: string; name: string }): Promise<Uint8Array<ArrayBuffer>> {
  const nda = await signedNda(deps, ndaId)
  const at = deps.now()
  await inOneBatch(deps.db, [
    trail(deps.db, { at, actor: staff.id, act: 'nda.copied', subject: ndaId, detail: { prospectId: nda.prospectId } }),
  ])
  return ndaPdf(nda, deps.settings.companyName, { name: staff.name, at })
}

async function signedNda({ db }: Deps, id: string): Promise<NdaRow> {
  const nda = await getNda(db, id)
  if (!nda.signedAt) throw new Refusal('wrong_state', 'It is not signed, so there is no copy yet.')
  return nda
}
