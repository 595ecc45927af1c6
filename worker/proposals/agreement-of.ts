import { eq, sql } from 'drizzle-orm'
import { agreements, benefits, discounts, obligations } from '../../schema/agreements.ts'
import type { Proposal, ProposalLine } from '../../schema/proposals.ts'
import { askStatements } from '../agreements/grant.ts'
import { addDays, templates } from '../agreements/rules-agreements.ts'
import { discountOf } from '../agreements/rules-discounts.ts'
import { approvedText } from '../agreements/rules-grants.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'
import { type AskingColumn, cutOf, linesOfColumn } from './rules.ts'
import type { WholeProposal } from './store.ts'
import { activityIn } from './words.ts'

type Making = Pick<Deps, 'db' | 'newId'>

const daysInForce = 365

/** Statements that draft the agreement of an accepted column: what is owed, what is got, the discount, and the question for calls. */
export async function agreementOfProposal(
  deps: Making,
  { proposal, lines }: WholeProposal,
  kind: AskingColumn,
  at: Date,
): Promise<{ id: string; statements: Statement[] }> {
  const { db, newId } = deps
  const id = newId('agr')
  const { prospectId, createdBy } = proposal
  const today = dayOf(at)
  const dates = { startsOn: today, endsOn: addDays(today, daysInForce) }
  const version = sql<number>`(select 1 + coalesce(max(a.version), 0) from agreements a where a.prospect_id = ${prospectId} and a.kind = ${kind})`
  const own = linesOfColumn(lines, kind)
  return {
    id,
    statements: [
      db.insert(agreements).values({
        id,
        prospectId,
        kind,
        version,
        status: 'draft',
        preamble: templates[kind],
        ...dates,
        noticeDays: 30,
        createdBy,
        createdAt: at,
      }),
      ...own.flatMap((line) => lineStatement(deps, { id, prospectId, ...dates }, line, at)),
      ...discountStatements(deps, id, proposal, cutOf(proposal, kind), at),
      ...(own.some((line) => line.kind === 'grant' && line.what === 'calls') ? await askForCalls(deps, id, proposal, dates, at) : []),
      trail(db, {
        at,
        actor: 'prospect',
        act: 'agreement.drafted',
        subject: id,
        detail: { kind, customer: prospectId, proposal: proposal.id },
      }),
    ],
  }
}

function lineStatement(
  { db, newId }: Making,
  agreement: { id: string; prospectId: string; endsOn: string },
  { kind, what, quantity, dueOn, benefit }: ProposalLine,
  at: Date,
): Statement[] {
  if (kind === 'benefit') {
    return [db.insert(benefits).values({ id: newId('ben'), agreementId: agreement.id, kind: benefit ?? 'other', text: what })]
  }
  // A permission is asked for in its own words (GRA4): staff does it from the proposal's page.
  if (kind === 'grant') return []
  const activity = activityIn(what)
  assert(activity, 'a duty of a proposal is an activity')
  const promised = quantity ?? 1
  return [
    db.insert(obligations).values({
      id: newId('obl'),
      agreementId: agreement.id,
      prospectId: agreement.prospectId,
      activity,
      promised,
      delivered: 0,
      due: promised,
      cancelled: 0,
      dueOn: dueOn ?? agreement.endsOn,
      createdAt: at,
    }),
  ]
}

/** The cut as it was agreed; who agreed to it above the limit is kept with it. */
function discountStatements({ db, newId }: Making, agreementId: string, proposal: Proposal, percentBps: number, at: Date): Statement[] {
  if (percentBps === 0) return []
  const { listMinor, currency, secondBy, secondReason } = proposal
  const id = newId('dsc')
  const givenBy = proposal.pricedBy ?? proposal.createdBy
  const amountMinor = discountOf(listMinor, percentBps)
  return [
    db.insert(discounts).values({ id, agreementId, listMinor, percentBps, amountMinor, currency, givenBy, createdAt: at }),
    ...(secondBy ? [db.update(discounts).set({ secondBy, secondReason, secondAt: at }).where(eq(discounts.id, id))] : []),
  ]
}

/** The one permission that needs no words or files to look at. */
async function askForCalls(
  { db, newId }: Making,
  agreementId: string,
  { prospectId, createdBy }: Proposal,
  dates: { startsOn: string; endsOn: string },
  at: Date,
): Promise<Statement[]> {
  const asked = {
    prospectId,
    kind: 'calls' as const,
    scope: 'organisation' as const,
    contactId: null,
    personName: null,
    text: null,
    file: null,
    guide: null,
    documentKind: null,
    postUrl: null,
    postedOn: null,
    twoApprovers: false,
    benefitDisclosed: null,
    clauseId: null,
  }
  return askStatements(
    db,
    { id: newId('grt'), ...asked, agreementId, ...dates, textHash: await digestOf(approvedText(asked)) },
    createdBy,
    at,
  )
}
