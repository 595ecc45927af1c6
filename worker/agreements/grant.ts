import { and, eq, sql } from 'drizzle-orm'
import { customers } from '../../schema/customers.ts'
import { type ApprovalSide, type Grant, grantApprovals, grants } from '../../schema/grants.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { asInteger, eachOf } from '../payouts/parameters.ts'
import { hintNotices, owePeople, oweRole } from '../payouts/store-notices.ts'
import { getCustomerName, makeOnce } from './agreement.ts'
import { grantWords } from './agreement-words.ts'
import { moved, together } from './batch-of-signing.ts'
import { requireOutreach } from './outreach.ts'
import { approvedText, grantNeeds, sidesNeeded } from './rules-grants.ts'
import type { NewGrant } from './shapes-grants.ts'
import { getAgreement, ownersOfCustomer } from './store-agreements.ts'
import { findRest } from './store-clauses.ts'
import { getGrant } from './store-grants.ts'

type Asking = Pick<Deps, 'db' | 'now' | 'newId' | 'hints'>

/**
 * Asks a customer for one permission, in exactly these words.
 *
 * @throws Refusal not_found, outreach_ended (CAT6), needs_organisation, naming_rests, wrong_state
 */
export async function askForGrant(deps: Asking, { act, ...asked }: NewGrant, by: string): Promise<string> {
  const { db, now } = deps
  await getCustomerName(db, asked.prospectId)
  if (asked.agreementId && (await getAgreement(db, asked.agreementId)).prospectId !== asked.prospectId) throw notFound()
  await requireOutreach(db, asked.prospectId, now())
  await requireMayBeAsked(db, asked, dayOf(now()))
  const textHash = await digestOf(approvedText(asked))
  const id = await makeOnce(
    deps,
    act,
    'grt',
    (grantId, at) => askStatements(db, { id: grantId, ...asked, textHash, clauseId: null }, by, at),
    askedWrong,
  )
  await hintNotices(deps, `grant_asked:${id}`)
  return id
}

const askedWrong = 'This cannot be asked for now. Please look at the customer’s page.'

/** @throws Refusal needs_organisation, naming_rests, wrong_state */
export async function requireMayBeAsked(
  db: Db,
  { prospectId, kind, scope }: Pick<NewGrant, 'prospectId' | 'kind' | 'scope'>,
  today: string,
): Promise<void> {
  if (!grantNeeds[kind].scopes.includes(scope)) {
    if (scope === 'individual')
      throw new Refusal('needs_organisation', `${grantWords[kind].name}: the company gives this, never one person.`)
    throw new Refusal('wrong_state', `${grantWords[kind].name}: a person gives this, not the company.`)
  }
  if (kind === 'calls') return
  const [customer] = await db.select({ policy: customers.referencePolicy }).from(customers).where(eq(customers.prospectId, prospectId))
  if (customer?.policy === 'private_only' || customer?.policy === 'forbidden') {
    throw new Refusal(
      'needs_organisation',
      'This company allows nothing in public: its people are private only, for the one call that was agreed.',
    )
  }
  const restsUntil = await findRest(db, prospectId, today)
  if (restsUntil)
    throw new Refusal('naming_rests', `It struck the reference clause, so we ask for nothing with its name before ${restsUntil}.`)
}

type AskedGrant = Omit<
  Grant,
  'status' | 'askedBy' | 'askedAt' | 'givenBy' | 'givenAt' | 'closedBy' | 'closedAt' | 'closedReason' | 'remindedAt'
>

/** For somebody's batch: one grant, asked for; whoever it is asked of is told otherwise. */
export const askedStatements = (db: Db, grant: AskedGrant, by: string, at: Date): Statement[] => [
  db.insert(grants).values({ ...grant, status: 'asked', askedBy: by, askedAt: at }),
  trail(db, { at, actor: by, act: 'grant.asked', subject: grant.id, detail: { kind: grant.kind, textHash: grant.textHash } }),
]

/** For somebody's batch: one grant, asked for, and the customer's owners told. */
export function askStatements(db: Db, grant: AskedGrant, by: string, at: Date): Statement[] {
  const { name, allows } = grantWords[grant.kind]
  const data = {
    headline: `May we? ${name}`,
    text: `We ask you for a permission: ${allows.toLowerCase()}. Please look at the exact words, and say yes or no.`,
  }
  return [
    ...askedStatements(db, grant, by, at),
    owePeople(db, `grant_asked:${grant.id}`, { template: 'relationship_news', data }, at, ownersOfCustomer(grant.prospectId)),
  ]
}

export type Approval = { side: ApprovalSide; name: string; via: string; evidence?: string | undefined; shownHash: string }

/**
 * One side says yes to exactly the words that it was shown; the last yes that is needed gives the grant.
 *
 * @throws Refusal not_found, text_changed, wrong_state, already_done, same_person
 */
export async function approveGrant(deps: Asking, id: string, approval: Approval): Promise<void> {
  const { db, now } = deps
  const grant = await getGrant(db, id)
  if (grant.status !== 'asked') throw new Refusal('wrong_state', 'Nothing is asked here any more. Please look at the page again.')
  if (grant.textHash !== approval.shownHash)
    throw new Refusal('text_changed', 'These are other words than the page showed. Please read them again.')
  if (!sidesNeeded(grant).includes(approval.side)) throw new Refusal('wrong_state', 'This permission does not need a yes from there.')
  await requireNewSide(db, grant, approval)
  const at = now()
  const noticeId = `grant_given:${id}:${approval.side}`
  await together(
    db,
    [
      ...approvalStatements(db, grant, approval, at),
      oweRole(
        db,
        noticeId,
        'sales',
        [approval.via],
        {
          template: 'desk_news',
          data: {
            what: `A customer said yes: ${grantWords[grant.kind].name}`,
            todo: 'See whether another yes is needed.',
            path: `/grants/${id}`,
          },
        },
        at,
      ),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

async function requireNewSide(db: Db, grant: Grant, { side, name }: Approval): Promise<void> {
  const said = await db
    .select({ side: grantApprovals.side, name: grantApprovals.name })
    .from(grantApprovals)
    .where(eq(grantApprovals.grantId, grant.id))
  if (said.some((each) => each.side === side)) throw new Refusal('already_done', 'That yes stands already.')
  if (side === 'person' && grant.personName && !sameName(grant.personName, name)) {
    throw new Refusal('wrong_state', `Only ${grant.personName} can say yes for ${grant.personName}.`)
  }
  const other = side === 'company' ? 'company_second' : side === 'company_second' ? 'company' : undefined
  if (said.some((each) => each.side === other && sameName(each.name, name))) {
    throw new Refusal('same_person', 'The second approver of the company is another person.')
  }
}

/** For somebody's batch: a yes, and the grant if that was the last one it needed. A post must stand before its recommendation counts. */
export function approvalStatements(db: Db, grant: AskedGrant, { side, name, via, evidence }: Approval, at: Date): Statement[] {
  return [
    db.insert(grantApprovals).values({ grantId: grant.id, side, name, textHash: grant.textHash, via, evidence: evidence ?? null, at }),
    trail(db, {
      at,
      actor: via,
      act: 'grant.approved',
      subject: grant.id,
      detail: { side, textHash: grant.textHash, ...(evidence && { evidence }) },
    }),
    ...givenWhenComplete(db, grant, name, at),
  ]
}

function givenWhenComplete(db: Db, grant: Pick<Grant, 'id' | 'kind' | 'scope' | 'twoApprovers'>, name: string, at: Date): Statement[] {
  const sides = sidesNeeded(grant)
  return [
    db
      .update(grants)
      .set({ status: 'given', givenBy: name, givenAt: at })
      .where(
        and(
          eq(grants.id, grant.id),
          eq(grants.status, 'asked'),
          sql`(select count(*) from grant_approvals p where p.grant_id = ${grant.id} and p.side in ${eachOf(sides)}) = ${asInteger(sides.length)}`,
          sql`(${grants.kind} <> 'linkedin' or ${grants.postUrl} is not null)`,
        ),
      ),
  ]
}

/** A recommendation counts from where it stands and since when. @throws Refusal not_found, wrong_state */
export async function recordPost({ db, now }: Asking, id: string, post: { postUrl: string; postedOn: string }, by: string): Promise<void> {
  const grant = await getGrant(db, id)
  if (grant.kind !== 'linkedin') throw notFound()
  const at = now()
  await together(
    db,
    [
      db
        .update(grants)
        .set(post)
        .where(and(eq(grants.id, id), eq(grants.status, 'asked'))),
      ...changedExactly(db),
      ...givenWhenComplete(db, grant, grant.personName ?? by, at),
      trail(db, { at, actor: by, act: 'grant.posted', subject: id, detail: post }),
    ],
    'Nothing is asked here any more, so the post cannot be changed.',
  )
}
