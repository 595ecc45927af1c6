import { eq } from 'drizzle-orm'
import { activities, type Outcome, type OutcomeSide, perks, requestOutcomes } from '../../schema/requests.ts'
import { deliverStatements, requireDue } from '../agreements/deliver.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { owe } from '../notices/store.ts'
import { moveRequest, newsStatements, sendNotices, stands } from './request.ts'
import { outcomeOf } from './rules-request.ts'
import type { OutcomeForm } from './shapes.ts'
import { dueOf, findActivityOfRequest, listOutcomes, type RequestRow } from './store-requests.ts'

/**
 * One side says whether it took place. Two that agree, or our own word, decide it in the same batch; two that differ wait for sales.
 *
 * @throws Refusal wrong_state before its time, once it is decided, or when that side has spoken
 */
export async function sayOutcome(deps: Deps, request: RequestRow, side: OutcomeSide, by: string, form: OutcomeForm): Promise<void> {
  const { db, now } = deps
  const at = now()
  if (request.status !== 'scheduled') throw stands(request.status)
  if (!request.slotAt || request.slotAt > at) throw new Refusal('wrong_state', 'It has not taken place yet. Come back after its time.')
  const earlier = await listOutcomes(db, request.id)
  if (earlier.some((said) => said.side === side)) throw new Refusal('already_done', 'Your side has told us already. Thank you.')
  const said = { requestId: request.id, side, says: form.says, minutes: form.minutes, note: form.note, saidBy: by, saidAt: at }
  const words = db.insert(requestOutcomes).values(said)
  const outcome = outcomeOf([...earlier, said], at)
  const differs = outcome === undefined && earlier.length > 0
  try {
    if (outcome) {
      const minutes = form.minutes ?? earlier.find((each) => each.minutes !== null)?.minutes ?? null
      await conclude(deps, request, outcome, minutes, by, [words])
    } else {
      const news = differs
        ? await newsStatements(deps, { id: request.id, company: request.prospect, what: 'outcome_differs' }, at)
        : undefined
      await inOneBatch(db, [words, ...(news?.statements ?? [])])
      await sendNotices(deps, news?.notices ?? [])
    }
  } catch (error) {
    throw wasRefused(error) ? stands(request.status) : error
  }
}

/**
 * Held: the activity counts, fills what it was asked for, and the checklist of thanks begins, in one batch (OBL2). Missed: its place under
 * the caps stays taken, since the customer was asked.
 */
export async function conclude(
  deps: Deps,
  request: RequestRow,
  outcome: Outcome,
  minutes: number | null,
  by: string,
  before: readonly Statement[] = [],
): Promise<void> {
  const { db, now } = deps
  const at = now()
  const activity = await findActivityOfRequest(db, request.id)
  if (!activity) throw new Error('Broken invariant: a scheduled request has its activity')
  const entry = trail(db, {
    at,
    actor: by,
    act: `reference_request.${outcome}`,
    subject: request.id,
    detail: { minutes, customerId: request.customerId },
  })
  if (outcome === 'missed') {
    return moveRequest(deps, request, 'missed', { sinceAt: at }, { before, after: [entry] })
  }
  const filled = await deliveries(deps, activity, by, at)
  const thanks = await thanksMail(deps, request, activity.obligationId, at)
  await moveRequest(
    deps,
    request,
    'held',
    { sinceAt: at },
    {
      before: [
        ...before,
        ...filled.before,
        db
          .update(activities)
          .set({ status: 'held', heldAt: request.slotAt ?? at, minutes })
          .where(eq(activities.id, activity.id)),
        ...filled.after,
      ],
      after: [
        db.insert(perks).values({
          id: deps.newId('prk'),
          activityId: activity.id,
          kind: 'thank_you',
          what: 'A word of thanks by us',
          isGift: false,
          createdAt: at,
        }),
        ...thanks.statements,
        entry,
      ],
    },
  )
  await sendNotices(deps, thanks.notices)
}

/** What a held activity fills: both sides' remainder is one less. A favour, or one whose agreement has ended meanwhile, fills nothing (OBL2, OBL3). */
export async function deliveries(
  { db }: Deps,
  activity: { id: string; obligationId: string | null },
  by: string,
  at: Date,
): Promise<{ before: Statement[]; after: Statement[] }> {
  const { id, obligationId } = activity
  if (!obligationId) return { before: [], after: [] }
  const isDue = await requireDue(db, obligationId, 1).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )
  return isDue
    ? { before: [], after: deliverStatements(db, { obligationId, activityId: id, n: 1, at, by }) }
    : { before: [db.update(activities).set({ obligationId: null }).where(eq(activities.id, id))], after: [] }
}

async function thanksMail({ db }: Deps, request: RequestRow, obligationId: string | null, at: Date) {
  const { contactName, contactEmail } = request
  if (!contactName || !contactEmail) return { statements: [], notices: [] }
  const due = obligationId ? await dueOf(db, obligationId) : undefined
  const id = `${request.id}/thanks`
  const data = { contact: contactName, activity: request.activity, left: due === undefined ? null : Math.max(due - 1, 0) }
  return { statements: [owe(db, id, contactEmail, { template: 'reference_thanks', data }, at)], notices: [id] }
}
