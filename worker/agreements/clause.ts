import { and, eq, isNull } from 'drizzle-orm'
import { type Clause, clauseLines, clauses, type GrantKind } from '../../schema/grants.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import { getDeal } from '../deals/store.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { getCustomerName, makeOnce } from './agreement.ts'
import { together } from './batch-of-signing.ts'
import { approvalStatements, askStatements } from './grant.ts'
import { addMonths, approvedText, restMonths } from './rules-grants.ts'
import type { Amended, NewClause, Signed } from './shapes-clauses.ts'
import { getClause, listClauseLines } from './store-clauses.ts'

type Clausing = Pick<Deps, 'db' | 'now' | 'newId' | 'settings'>

const templateVersion = 1
const decided = 'This clause was decided already. Please look at what stands now.'

/** Puts the standard clause into a deal's contract; a deal has one. @throws Refusal not_found, wrong_state */
export async function proposeClause(deps: Clausing, { act, dealId, text, allows, grantsEndOn }: NewClause, by: string): Promise<string> {
  const { db } = deps
  const { prospectId } = await getDeal(db, dealId)
  const textHash = await digestOf(text)
  return makeOnce(
    deps,
    act,
    'clz',
    (id, at) => [
      db.insert(clauses).values({
        id,
        dealId,
        prospectId,
        templateVersion,
        text,
        textHash,
        allows,
        grantsEndOn,
        status: 'proposed',
        proposedBy: by,
        proposedAt: at,
      }),
      trail(db, { at, actor: by, act: 'clause.proposed', subject: id, detail: { deal: dealId, textHash } }),
    ],
    'This deal has its clause already.',
  )
}

/** CLA1: signed as it stands, it makes its organisation's grants in the same batch. @throws Refusal not_found, no_signature, wrong_state */
export async function acceptClause(deps: Clausing, id: string, signed: Signed, by: string): Promise<void> {
  const { db, now } = deps
  const clause = await requireProposed(deps, id)
  requireSigned(signed)
  const at = now()
  const made = await Promise.all(clause.allows.map((kind) => grantOf(deps, clause, kind, signed, by, at)))
  await together(
    db,
    [
      db
        .update(clauses)
        .set({ status: 'accepted', ...signed, decidedBy: by, decidedAt: at })
        .where(and(eq(clauses.id, id), eq(clauses.status, 'proposed'))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'clause.accepted', subject: id, detail: { ...signed } }),
      ...made.flat(),
    ],
    decided,
  )
}

/** CLA2: no grants, and nothing with the customer's name is asked for in the next twelve months. @throws Refusal not_found, wrong_state */
export async function strikeClause(deps: Clausing, id: string, by: string): Promise<void> {
  const { db, now } = deps
  await requireProposed(deps, id)
  const at = now()
  const restsUntil = addMonths(dayOf(at), restMonths)
  await together(
    db,
    [
      db
        .update(clauses)
        .set({ status: 'struck', restsUntil, decidedBy: by, decidedAt: at })
        .where(and(eq(clauses.id, id), eq(clauses.status, 'proposed'))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'clause.struck', subject: id, detail: { restsUntil } }),
    ],
    decided,
  )
}

/** CLA3: changed by the customer, it makes no grant until a person has read each of its lines. @throws Refusal not_found, no_signature, wrong_state */
export async function amendClause(deps: Clausing, id: string, { lines, ...signed }: Amended, by: string): Promise<void> {
  const { db, now } = deps
  await requireProposed(deps, id)
  requireSigned(signed)
  const at = now()
  await together(
    db,
    [
      db
        .update(clauses)
        .set({ status: 'amended', ...signed, decidedBy: by, decidedAt: at })
        .where(and(eq(clauses.id, id), eq(clauses.status, 'proposed'))),
      ...changedExactly(db),
      ...lines.map((text, n) => db.insert(clauseLines).values({ clauseId: id, n: n + 1, text })),
      trail(db, { at, actor: by, act: 'clause.amended', subject: id, detail: { lines: lines.length } }),
    ],
    decided,
  )
}

/** A person read one line: what it allows becomes a grant, in the line's own words. @throws Refusal not_found, wrong_state */
export async function mapLine(deps: Clausing, id: string, n: number, allows: GrantKind | 'none', by: string): Promise<void> {
  const { db, now } = deps
  const clause = await getClause(db, id)
  const line = (await listClauseLines(db, id)).find((each) => each.n === n)
  if (!line) throw notFound()
  if (line.allows) throw new Refusal('wrong_state', 'Somebody has read this line already.')
  const at = now()
  const signed = { file: clause.file ?? '', signedBy: clause.signedBy ?? '' }
  const made = allows === 'none' ? [] : await grantOf(deps, clause, allows, signed, by, at, line.text)
  await together(
    db,
    [
      db
        .update(clauseLines)
        .set({ allows, mappedBy: by, mappedAt: at })
        .where(and(eq(clauseLines.clauseId, id), eq(clauseLines.n, n), isNull(clauseLines.allows))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'clause.mapped', subject: id, detail: { n, allows } }),
      ...made,
    ],
    'Somebody has read this line already.',
  )
}

async function requireProposed({ db }: Clausing, id: string): Promise<Clause> {
  const clause = await getClause(db, id)
  if (clause.status !== 'proposed') throw new Refusal('wrong_state', decided)
  return clause
}

function requireSigned({ file, signedBy }: Signed): void {
  if (!file || !signedBy)
    throw new Refusal('no_signature', 'Without the signed contract nothing is allowed. Give its address and who signed it.')
}

/** A grant of the organisation by the contract: asked and approved in one batch, in words that say no more than the clause. */
async function grantOf(
  deps: Clausing,
  clause: Clause,
  kind: GrantKind,
  { file, signedBy }: Signed,
  by: string,
  at: Date,
  words?: string,
): Promise<Statement[]> {
  const { db, newId, settings } = deps
  const company = await getCustomerName(db, clause.prospectId)
  const said = {
    kind,
    personName: null,
    text: kind === 'calls' ? null : (words ?? `${company} works with ${settings.companyName}.`),
    file: null,
    guide: null,
    documentKind: null,
    benefitDisclosed: null,
  }
  const dates = { startsOn: dayOf(at), endsOn: clause.grantsEndOn }
  const grant = {
    ...said,
    ...dates,
    id: newId('grt'),
    prospectId: clause.prospectId,
    scope: 'organisation' as const,
    contactId: null,
    textHash: await digestOf(approvedText(said)),
    postUrl: null,
    postedOn: null,
    twoApprovers: false,
    agreementId: null,
    clauseId: clause.id,
  }
  return [
    ...askStatements(db, grant, by, at),
    ...approvalStatements(db, grant, { side: 'company', name: signedBy, via: by, evidence: file, shownHash: grant.textHash }, at),
  ]
}
