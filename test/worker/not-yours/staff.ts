import { sql } from 'drizzle-orm'
import { haveKey } from '../api/fixtures.ts'
import { haveCode } from '../bad-input/forms-of-codes.ts'
import { haveBreak } from '../bad-input/forms-of-reconciliation.ts'
import { haveAccepted } from '../bad-input/forms-of-references.ts'
import { haveExemption, haveSignal } from '../bad-input/forms-of-signals.ts'
import { haveFee } from '../bad-input/forms-of-vendor-fees.ts'
import type { Scene } from '../bad-input/scene.ts'
import { haveEvent } from '../bad-input/states.ts'
import { haveDraftedInvitation } from '../engagements/engaged.ts'
import { haveFirstPasskey, signedIn } from '../identity/passkeys.ts'
import { haveProposal } from '../proposals/have-proposals.ts'
import { haveCustomerRecords } from '../prospects/customer-fixtures.ts'
import { haveClosed, haveSurvey } from '../quotes/have-quotes.ts'
import type { Side } from './sides.ts'

/** One of each that the reference desk names. */
async function recordsOfDesk(scene: Scene): Promise<Record<string, string>> {
  const { id, reference, guest } = await haveAccepted(scene)
  const { world } = scene
  const nda = await world.deps.db.all<{ id: string }>(sql`select id from ndas where prospect_id = ${guest.prospectId}`)
  const activity = await world.deps.db.all<{ id: string }>(sql`select id from activities where request_id = ${id}`)
  return {
    ':request': id,
    ':customer': reference.customerId,
    ':prospect': guest.prospectId,
    ':nda': nda[0]?.id ?? '',
    ':activity': activity[0]?.id ?? '',
  }
}

/** An address of staff that names something that is there. */
export async function recordsOfStaff(scene: Scene, ours: Side): Promise<(path: string) => string> {
  const { world } = scene
  const [run] = await world.deps.db.all<{ id: string }>(sql`select id from payout_runs`)
  const eventId = await haveEvent(scene)
  const { sales, admin } = scene.people
  const passkey = await haveFirstPasskey(world, await signedIn(world, sales), admin)
  const records: Record<string, string> = {
    ':payoutId': ours.payoutId,
    ':statementId': ours.statementId,
    ':account': `avail:${ours.partner.id}:usd`,
    ':n': '1',
    ':currency': 'usd',
    ':requestId': 'req_none',
    ':month': '2026-11',
    ':year': '2026',
    prospects: ours.prospectId,
    ...(await haveCustomerRecords(world, ours.prospectId)),
    registrations: ours.registrationId,
    claims: ours.claimId,
    partners: ours.partner.id,
    deals: ours.dealId,
    'vendor-fees': (await haveFee(scene)).id,
    agreements: ours.agreementId,
    clauses: ours.clauseId,
    grants: ours.grantId,
    engagements: ours.work.id,
    invitations: await haveDraftedInvitation(scene.world),
    ':criterion': ours.work.criterionId,
    ':offer': ours.work.offerId,
    quotes: ours.quoteId,
    surveys: (await haveSurvey(world, await haveClosed(world))).id,
    proposals: (await haveProposal(world)).id,
    ':kind': 'quality',
    commissions: ours.paid.id,
    runs: run?.id ?? '',
    ...(await recordsOfDesk(scene)),
    people: scene.people.sales.id,
    terms: scene.group.id,
    inbox: eventId,
    reconciliation: await haveBreak(scene),
    account: passkey.credentialId,
    'promotion-codes': await haveCode(scene),
    keys: (await haveKey(world, ['prospects:read'])).id,
    signals: await haveSignal(scene),
    exemptions: await haveExemption(scene),
  }
  return (path) =>
    path
      .split('/')
      .map((part) => {
        if (!part.startsWith(':')) return part
        const record = path.startsWith('/signals/exemptions/') ? records.exemptions : (records[part] ?? records[path.split('/')[1] ?? ''])
        if (!record) throw new Error(`What does ${path} name? Add its record.`)
        return record
      })
      .join('/')
}
