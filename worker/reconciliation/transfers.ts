import { isCurrency } from '../../schema/currency.ts'
import type { ReconBreak } from '../../schema/reconciliation.ts'
import type { Deps } from '../deps.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { differenceOf, reach, sinceOf } from './rules.ts'
import { closeAgreed, type FoundBreak, noticeOf, openBreaks, ranNow } from './store-breaks.ts'
import { keepTransfers, listUnlisted, listUnseen, mapPayouts, type OwnPayout, type SeenTransfer, type Unlisted } from './store-transfers.ts'
import { beginWalk, findWalk, isUnderWay, type Walk } from './store-walks.ts'
import { type Looked, walkOn } from './walk.ts'

const name = 'R2'
const pagesAtMost = 120
/** Asked for one by one. */
const oneByOne = 20

/**
 * R2: our transfers of the last 26 hours at Stripe beside our paid payouts, both ways; then the differences that are still open
 * from earlier. A long walk goes on with the next run.
 */
export async function compareTransfers(deps: Deps): Promise<void> {
  const { db, now } = deps
  const known = await findWalk(db, name)
  const startedAt = now()
  const since = sinceOf(known?.completeUntil, startedAt, reach.transfers, reach.transfersOverlap)
  if (!isUnderWay(known)) await beginWalk(db, name, { startedAt, since, until: null })
  await walkOn(deps, name, { pages: pagesAtMost }, (walk) => look(deps, walk))
  await hintNotices(deps, noticeOf('R2', isUnderWay(known) ? known.startedAt : startedAt))
}

/** `stripe/tr_1` in Stripe's list, then `books/{time}~{payout}` in ours, then `open/{break}` in what is open from before. */
function look(deps: Deps, walk: Walk): Promise<Looked> {
  const [part, behind = ''] = (walk.behind ?? 'stripe/').split('/')
  if (part === 'stripe') return lookAtStripe(deps, walk, behind)
  return part === 'books' ? lookAtBooks(deps, walk, behind) : lookAgain(deps, walk, behind)
}

async function lookAtStripe(deps: Deps, walk: Walk, behind: string): Promise<Looked> {
  const { rows, next } = await deps.lists.transfers({ since: walk.since, behind: behind || undefined })
  return { statements: await compared(deps, walk, rows), next: next === undefined ? 'books/' : `stripe/${next}` }
}

/** Payouts that we say were paid by a transfer which Stripe's list did not show: Stripe is asked for that transfer. */
async function lookAtBooks(deps: Deps, walk: Walk, behind: string): Promise<Looked> {
  const [at = '0', id = ''] = behind.split('~')
  const unlisted = await listUnlisted(deps.db, walk.since, walk.startedAt, { at: Number(at), id }, oneByOne)
  const found: SeenTransfer[] = []
  const missing: FoundBreak[] = []
  for (const payout of unlisted) {
    const transfer = await deps.rail.transfer(payout.transfer)
    if (transfer) found.push(transfer)
    else missing.push(missingAtStripe(payout))
  }
  const last = unlisted.at(-1)
  return {
    statements: [...(await compared(deps, walk, found)), ...openBreaks(deps.db, 'R2', missing, walk.startedAt)],
    next: last && unlisted.length === oneByOne ? `books/${last.finishedAt.getTime()}~${last.id}` : 'open/0',
  }
}

const missingAtStripe = ({ id, transfer, partnerId, currency, amountMinor }: Unlisted): FoundBreak => ({
  subject: id,
  what: 'Our books say that a payout was paid; Stripe shows no such transfer.',
  partnerId,
  currency,
  expectedMinor: amountMinor,
  actualMinor: 0,
  detail: { payout: id, transfer },
})

/** What was found earlier than these 26 hours reach is looked at again, one by one. */
async function lookAgain(deps: Deps, walk: Walk, behind: string): Promise<Looked> {
  const { db } = deps
  const open = await listUnseen(db, 'R2', walk.startedAt, Number(behind), oneByOne)
  const statements = []
  for (const each of open) statements.push(...(await lookedAgain(deps, walk, each)))
  const last = open.at(-1)
  if (last && open.length === oneByOne) return { statements, next: `open/${last.id}` }
  return { statements: [...statements, ...ranNow(db, 'R2', walk.startedAt)], next: undefined }
}

async function lookedAgain(deps: Deps, walk: Walk, { subject, detail }: ReconBreak) {
  const { db, rail } = deps
  const transfer = typeof detail.transfer === 'string' ? await rail.transfer(detail.transfer) : undefined
  // Gone at Stripe, or not ours any more: then only the payout that it paid is left to say so.
  if (!transfer) return subject === detail.transfer ? closeAgreed(db, 'R2', [subject], walk.startedAt) : []
  const closed = subject === transfer.id ? [] : closeAgreed(db, 'R2', [subject], walk.startedAt)
  return [...closed, ...(await compared(deps, walk, [transfer]))]
}

/** Statements: these transfers are kept, and each is an open break or none. */
async function compared({ db }: Deps, { startedAt }: Walk, transfers: readonly SeenTransfer[]) {
  if (transfers.length === 0) return []
  const payouts = await mapPayouts(
    db,
    transfers.map(({ payoutId }) => payoutId),
  )
  const breaks = transfers.flatMap((each) => breakOf(each, payouts.get(each.payoutId)) ?? [])
  const broken = new Set(breaks.map(({ subject }) => subject))
  return [
    keepTransfers(db, transfers, startedAt),
    ...openBreaks(db, 'R2', breaks, startedAt),
    ...closeAgreed(
      db,
      'R2',
      transfers.map(({ id }) => id).filter((id) => !broken.has(id)),
      startedAt,
    ),
  ]
}

function breakOf(transfer: SeenTransfer, payout: OwnPayout | undefined): FoundBreak | undefined {
  const difference = differenceOf(transfer, payout)
  if (!difference) return undefined
  return {
    subject: transfer.id,
    ...difference,
    actualMinor: transfer.amountMinor,
    partnerId: payout?.partnerId,
    currency: isCurrency(transfer.currency) ? transfer.currency : undefined,
    detail: { transfer: transfer.id, payout: transfer.payoutId, destination: transfer.destination },
  }
}
