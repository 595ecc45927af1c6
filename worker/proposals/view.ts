import { eq } from 'drizzle-orm'
import type { GrantKind } from '../../schema/grants.ts'
import { partners } from '../../schema/people.ts'
import { contacts } from '../../schema/prospects.ts'
import { grantWords } from '../agreements/agreement-words.ts'
import { inOneBatch } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { linkEnded, Refusal } from '../errors.ts'
import { namesOf } from '../identity/names.ts'
import { listContacts } from '../prospects/store.ts'
import { viewed } from '../references/nda.ts'
import { findNdaInForce } from '../references/store-ndas.ts'
import { ended } from './decide.ts'
import { linesOfColumn } from './rules.ts'
import { obstacleOf } from './send.ts'
import { findProposalOfLink, getProposal, listReadings } from './store.ts'
import { columnsOf, columnWords, grantIn } from './words.ts'

/** Everything staff reads about one proposal. @throws Refusal not_found */
export async function viewProposal({ db, now }: Pick<Deps, 'db' | 'now'>, id: string) {
  const at = now()
  const whole = await getProposal(db, id)
  const { proposal, company, lines, worries } = whole
  const [people, nda, readings, obstacle, names, partner] = await Promise.all([
    listContacts(db, proposal.prospectId),
    findNdaInForce(db, proposal.prospectId, at),
    listReadings(db, proposal),
    proposal.status === 'draft' ? obstacleOf(db, whole, at) : undefined,
    namesOf(
      db,
      [proposal.createdBy, proposal.secondBy, proposal.bothBy].filter((each) => each !== null),
    ),
    findPartnerOf(db, proposal.prospectId),
  ])
  const chosen = proposal.chosen ?? 'regular'
  return {
    proposal,
    company,
    worries,
    columns: columnsOf(proposal, lines),
    people: people.filter(({ email }) => email !== null).map(({ id: value, name, email }) => ({ value, label: `${name}, ${email}` })),
    reader: people.find(({ id: contactId }) => contactId === proposal.contactId)?.name,
    ndaEndsOn: nda?.endsOn,
    readings,
    obstacle: obstacle?.message,
    names,
    partner,
    /** Of the accepted column: what is still to be asked for, each in its own words. */
    toAsk: linesOfColumn(lines, chosen).flatMap((line) =>
      line.kind === 'grant' && line.what !== 'calls' ? askOf(grantIn(line.what)) : [],
    ),
  }
}

const askOf = (kind: GrantKind | undefined) => (kind ? [{ kind, name: grantWords[kind].name }] : [])

async function findPartnerOf(db: Db, prospectId: string): Promise<{ id: string; name: string } | undefined> {
  const [row] = await db.select({ id: partners.id, name: partners.name }).from(partners).where(eq(partners.prospectId, prospectId)).limit(1)
  return row
}

/**
 * What a private link shows its one named reader, while an NDA is in force; each reading is logged (NDA1, NDA2, NDA4).
 *
 * @param isAgain - the same page comes back with a form that was declined: no other reading, unless it is the first
 * @throws Refusal not_found, nda_required
 */
export async function readProposal(deps: Deps, token: string, isAgain = false) {
  const { db, now } = deps
  const link = await findProposalOfLink(db, token)
  if (!link) throw linkEnded()
  const [whole, [reader], nda] = await Promise.all([
    getProposal(db, link.id),
    db.select({ name: contacts.name }).from(contacts).where(eq(contacts.id, link.contactId)),
    findNdaInForce(db, link.prospectId, now()),
  ])
  if (!nda) throw new Refusal('nda_required', ended)
  const { proposal, company, lines } = whole
  const reads = isAgain && (await listReadings(db, proposal)).some(({ contactId }) => contactId === link.contactId)
  if (!reads) await inOneBatch(db, [viewed(deps, { ndaId: nda.id, contactId: link.contactId, what: link.id }, now())])
  return {
    link,
    company,
    name: proposal.name,
    currency: proposal.currency,
    status: proposal.status,
    chosen: proposal.chosen && columnWords[proposal.chosen],
    decidedAt: proposal.decidedAt,
    textHash: proposal.textHash ?? '',
    partner: proposal.partner,
    columns: columnsOf(proposal, lines),
    reader: reader?.name ?? '',
    ndaEndsOn: nda.endsOn,
  }
}
