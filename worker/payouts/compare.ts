import { and, eq, isNull } from 'drizzle-orm'
import type { PullName } from '../../schema/records.ts'
import { type Restore, restores } from '../../schema/restores.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { type FoundBreak, openBreaks } from '../reconciliation/store-breaks.ts'
import type { ListedTransfer } from '../stripe/port-lists.ts'
import { keep, type PullList } from '../stripe/pull.ts'
import { payoutIdOf } from './digest.ts'
import { endOfComparison } from './lift.ts'
import { differenceOf, problemOf } from './rules-restore.ts'
import { isTransferOf } from './rules-run.ts'
import { listOrigins, noteForgotten } from './store-adoptions.ts'
import { findRestore, listKnown, listUnapplied, listUnlisted, noteListed, turnComparison } from './store-restores.ts'

/** Of one sweep, in which four questions a page leave room for its other jobs. */
const pagesAtMost = 60
const payoutsAtOnce = 20

/**
 * Begins R7: everything since the restored moment is compared, both ways. What Stripe shows and no payout here knows is kept for
 * people to adopt; anything that does not agree is a break; when nothing is left the barrier lifts.
 */
export async function beginComparison(deps: Deps, restore: Restore, by: { id: string }): Promise<void> {
  const { db, now } = deps
  const at = now()
  try {
    await db.batch([
      db
        .update(restores)
        .set({ comparingAt: at, comparingBy: by.id, list: 'transfers', behind: null, found: 0 })
        .where(and(eq(restores.epoch, restore.epoch), isNull(restores.comparingAt))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'restore.comparison_begun', subject: `epoch:${restore.epoch}` }),
    ])
  } catch (error) {
    // Somebody else has just begun one: it is the same.
    if (!wasRefused(error)) throw error
  }
}

/** Goes on with the comparison that is under way, page by page; the sweep goes on where this ends. */
export async function continueComparison(deps: Deps, lists: Record<PullName, PullList>): Promise<void> {
  for (let page = 0; page < pagesAtMost; page += 1) {
    const restore = await findRestore(deps.db, deps.settings.moneyEpoch)
    if (!restore?.comparingAt || !restore.list) return
    try {
      await turn(deps, lists, restore)
    } catch (error) {
      // Somebody else turned this page: what both find is written once.
      if (!wasRefused(error)) throw error
      return
    }
  }
}

async function turn(deps: Deps, lists: Record<PullName, PullList>, restore: Restore): Promise<void> {
  switch (restore.list) {
    case 'transfers':
      return compareTransfers(deps, restore)
    case 'bank_payouts':
      return compareBankPayouts(deps, lists, restore)
    case 'payouts':
      return comparePayouts(deps, restore)
    case null:
      return
  }
}

type Found = { breaks: FoundBreak[]; to: Parameters<typeof turnComparison>[2]; also?: readonly Statement[] }

const write = ({ db }: Deps, restore: Restore, { breaks, to, also = [] }: Found): Promise<void> =>
  inOneBatch(db, [
    turnComparison(db, restore, to),
    ...changedExactly(db),
    ...also,
    ...openBreaks(db, 'R7', breaks, restore.comparingAt ?? restore.begunAt),
  ])

/** Stripe's side: each transfer of ours has its payout here, paid by it, with as much taken back. */
async function compareTransfers(deps: Deps, restore: Restore): Promise<void> {
  const { db, lists, now } = deps
  const { rows, next } = await lists.transfers({ since: restore.since, behind: restore.behind ?? undefined })
  const known = new Map(
    (
      await listKnown(
        db,
        rows.map(({ payoutId }) => payoutId),
      )
    ).map((payout) => [payout.id, payout]),
  )
  const different = rows.flatMap((transfer) => {
    const what = differenceOf(transfer, known.get(transfer.payoutId))
    return what ? [{ transfer, what }] : []
  })
  const forgotten = different.filter(({ what }) => what === 'forgotten').map(({ transfer }) => transfer)
  await write(deps, restore, {
    breaks: different.map(breakOf),
    to: { list: next ? 'transfers' : 'bank_payouts', behind: next ?? null, found: different.length },
    also: [
      ...(rows.length > 0 ? [noteListed(db, rows, restore.comparingAt ?? now())] : []),
      ...(forgotten.length > 0 ? noteForgotten(db, await withProblems(deps, forgotten), restore.epoch, restore.comparingAt ?? now()) : []),
    ],
  })
}

const breakOf = ({ transfer, what }: { transfer: ListedTransfer; what: string }): FoundBreak => ({
  subject: transfer.id,
  what: what === 'forgotten' ? 'Stripe shows a transfer whose payout is not here. It is adopted under Restore.' : what,
  detail: { payoutId: transfer.payoutId, runId: transfer.runId, partnerId: transfer.partnerId, amountMinor: transfer.amountMinor },
})

async function withProblems({ db }: Deps, forgotten: readonly ListedTransfer[]) {
  const origins = await listOrigins(db, forgotten)
  return Promise.all(
    forgotten.map(async (transfer) => {
      const found = origins.get(transfer.id) ?? { hasPartner: false, hasDestination: false, hasTwin: false }
      const isTwin = forgotten.some((each) => each.payoutId === transfer.payoutId && each.id !== transfer.id)
      const payoutId = await payoutIdOf(transfer.runId, transfer.partnerId, transfer.currency)
      return { ...transfer, problem: problemOf(transfer, { ...found, payoutId, hasTwin: found.hasTwin || isTwin }) ?? null }
    }),
  )
}

/** The bank's side: what the lists show and our books do not is stored to be applied, and agrees the next time. */
async function compareBankPayouts(deps: Deps, lists: Record<PullName, PullList>, restore: Restore): Promise<void> {
  const { events, next } = await lists.bank_payouts.page(deps, { since: restore.since, behind: restore.behind ?? undefined })
  await keep(deps, events)
  const unapplied = await listUnapplied(
    deps.db,
    events.map(({ id }) => id),
  )
  const breaks = events
    .filter(({ id }) => unapplied.has(id))
    .map(({ object, account }) => ({
      subject: object ?? '',
      what: 'Stripe shows a bank payout that our books do not show like this. It is applied within minutes; then compare again.',
      detail: { account },
    }))
  await write(deps, restore, { breaks, to: { list: next ? 'bank_payouts' : 'payouts', behind: next ?? null, found: breaks.length } })
}

/** Our side: each payout that was paid since has its transfer at Stripe. Those that a list has just shown are compared already. */
async function comparePayouts(deps: Deps, restore: Restore): Promise<void> {
  const unlisted = await listUnlisted(deps.db, restore, restore.behind ?? '', payoutsAtOnce)
  const last = unlisted.at(-1)
  if (!last) return endOfComparison(deps, restore)
  const breaks: FoundBreak[] = []
  for (const payout of unlisted) {
    const transfer = await deps.rail.transfer(payout.transfer)
    if (transfer && isTransferOf(payout, transfer)) continue
    breaks.push({
      subject: payout.id,
      what: 'The payout is paid here, and Stripe does not show its transfer like that.',
      currency: payout.currency,
      expectedMinor: payout.amountMinor,
      actualMinor: transfer?.amountMinor ?? 0,
      detail: { transfer: payout.transfer },
    })
  }
  await write(deps, restore, { breaks, to: { list: 'payouts', behind: last.id, found: breaks.length } })
}
