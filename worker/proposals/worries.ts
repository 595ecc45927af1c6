import { and, eq, inArray } from 'drizzle-orm'
import { type Worry, type WorryKind, worries, worryKinds } from '../../schema/proposals.ts'
import { together } from '../agreements/batch-of-signing.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { noDraft } from './proposal.ts'
import type { Answer } from './shapes.ts'
import { getProposal } from './store.ts'

type Making = Pick<Deps, 'db' | 'now'>

/**
 * Writes a worry down in the prospect's words; each of the three has one place in a proposal.
 *
 * @throws Refusal not_found, invalid for a fourth, already_done for the same one twice, wrong_state once it was sent
 */
export async function raiseWorry({ db, now }: Making, id: string, worry: { kind: WorryKind; words: string }, by: string): Promise<void> {
  const { proposal, worries: raised } = await getProposal(db, id)
  if (proposal.status !== 'draft') throw new Refusal('wrong_state', noDraft)
  const same = raised.find(({ kind }) => kind === worry.kind)
  if (same?.words === worry.words) return
  if (raised.length >= worryKinds.length) throw new Refusal('invalid', 'All three worries stand already, and there is no fourth.')
  if (same) throw new Refusal('already_done', 'This worry stands already. Answer it, in its own words.')
  const at = now()
  try {
    await inOneBatch(db, [
      db.insert(worries).values({ proposalId: id, ...worry, answeredBy: [], status: 'raised', raisedAt: at }),
      trail(db, { at, actor: by, act: 'worry.raised', subject: id, detail: { worry: worry.kind } }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('already_done', 'This worry stands already, or the proposal was sent.') : error
  }
}

/** How it is answered, or why we cannot; it may be said better until the proposal is sent. @throws Refusal not_found, wrong_state */
export async function answerWorry(deps: Making, id: string, kind: WorryKind, answer: Answer, by: string): Promise<void> {
  const at = deps.now()
  await moveWorry(
    deps,
    { id, kind, by, act: 'worry.answered' },
    ['raised', 'answered'],
    { ...answer, status: 'answered', answeredAt: at },
    noDraft,
  )
}

/** The prospect says that it worries no more. @throws Refusal not_found, wrong_state */
export async function settleWorry(deps: Making, id: string, kind: WorryKind, by: string): Promise<void> {
  const otherwise = 'Only an answered worry is settled, once.'
  await moveWorry(deps, { id, kind, by, act: 'worry.settled' }, ['answered'], { status: 'settled' }, otherwise)
}

type Move = { id: string; kind: WorryKind; by: string; act: string }

async function moveWorry(
  { db, now }: Making,
  { id, kind, by, act }: Move,
  from: Worry['status'][],
  set: Partial<typeof worries.$inferInsert>,
  otherwise: string,
): Promise<void> {
  const { worries: raised } = await getProposal(db, id)
  if (!raised.some((each) => each.kind === kind)) throw notFound()
  await together(
    db,
    [
      db
        .update(worries)
        .set(set)
        .where(and(eq(worries.proposalId, id), eq(worries.kind, kind), inArray(worries.status, from))),
      ...changedExactly(db),
      trail(db, { at: now(), actor: by, act, subject: id, detail: { worry: kind } }),
    ],
    otherwise,
  )
}
