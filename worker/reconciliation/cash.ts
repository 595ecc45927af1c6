import { isCurrency } from '../../schema/currency.ts'
import type { ReconDay } from '../../schema/reconciliation.ts'
import { inOneBatch } from '../batch.ts'
import { dayOf, startOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { dayAfter } from './rules.ts'
import { addMoves, expectedCashMinor, sumsOf, unexplainedMinor } from './rules-cash.ts'
import { closeAgreed, type FoundBreak, noticeOf, openBreaks, ranNow } from './store-breaks.ts'
import { findFirstDay, keepCash } from './store-cash.ts'
import { keepDay, listDays, listStaleDays } from './store-days.ts'
import { listUnseen } from './store-transfers.ts'
import { beginWalk, findWalk, isUnderWay, type Walk } from './store-walks.ts'
import { type Looked, walkOn } from './walk.ts'

const name = 'R3'
const daysAtOnce = 15
const pagesAtMost = 60
const openAtOnce = 50
/** A bank may send money back long after it arrived. */
const desksDays = 45
const staleAtOnce = 5

/**
 * R3: day by day and in each currency, what moved our balance at Stripe beside what our account `paid` says, once a day is over;
 * then the days that did not agree before.
 */
export async function compareCash(deps: Deps): Promise<void> {
  const startedAt = deps.now()
  const today = dayOf(startedAt)
  let compared = await compareAgain(deps, startedAt)
  for (let n = 0; n < daysAtOnce; n += 1) {
    const walk = await findWalk(deps.db, name)
    if (!isUnderWay(walk)) {
      const day = walk?.completeUntil ? dayOf(walk.completeUntil) : ((await findFirstDay(deps.db)) ?? dayAfter(today, -1))
      if (day >= today) break
      await beginWalk(deps.db, name, { startedAt, since: startOf(day), until: startOf(dayAfter(day)) })
    }
    if (!(await walkOn(deps, name, { pages: pagesAtMost }, (each) => lookAtDay(deps, each)))) return
    await compareDay(deps, await dayWalked(deps), startedAt)
    compared += 1
  }
  if (compared === 0) return
  await inOneBatch(deps.db, ranNow(deps.db, name, startedAt))
  await hintNotices(deps, noticeOf(name, startedAt))
}

async function lookAtDay({ db, lists, now }: Deps, walk: Walk): Promise<Looked> {
  const day = dayOf(walk.since)
  const { rows, next } = await lists.cash({ since: walk.since, until: startOf(dayAfter(day)), behind: walk.behind ?? undefined })
  const sums = addMoves(sumsOf(walk.state), rows)
  if (next !== undefined) return { statements: [], next, state: sums }
  const cash = Object.entries(sums).map(([key, [n, amountMinor]]) => {
    const [currency = '', category = ''] = key.split('/')
    return { currency, category, n, amountMinor }
  })
  return { statements: keepCash(db, day, cash, now()), next, state: {} }
}

/** The last day whose cash is all here. */
async function dayWalked({ db }: Deps): Promise<string> {
  const walk = await findWalk(db, name)
  return dayAfter(dayOf(walk?.completeUntil ?? new Date(0)), -1)
}

async function compareDay({ db, now }: Deps, day: string, at: Date): Promise<void> {
  await inOneBatch(db, [keepDay(db, day, true, now())])
  const rows = await listDays(db, [day])
  const broken = rows.filter((row) => unexplainedMinor(row) !== 0)
  const agreed = rows.filter((row) => unexplainedMinor(row) === 0)
  const statements = [...openBreaks(db, 'R3', broken.map(breakOf), at), ...closeAgreed(db, 'R3', agreed.map(subjectOf), at)]
  if (statements.length > 0) await inOneBatch(db, statements)
}

/** What was late in our books may be there by now. */
async function compareAgain(deps: Deps, startedAt: Date): Promise<number> {
  const open = await listUnseen(deps.db, 'R3', startedAt, 0, openAtOnce)
  const days = new Set(open.map(({ subject }) => subject.split('/')[1]).filter((day) => day !== undefined))
  for (const day of days) await compareDay(deps, day, startedAt)
  return days.size
}

const subjectOf = ({ currency, day }: ReconDay): string => `${currency}/${day}`

const breakOf = (row: ReconDay): FoundBreak => ({
  subject: subjectOf(row),
  what: 'What left our balance at Stripe on a day is not what our account of paid money says.',
  currency: isCurrency(row.currency) ? row.currency : undefined,
  expectedMinor: expectedCashMinor(row),
  actualMinor: row.cashMinor ?? undefined,
  detail: { day: row.day, ledgerMinor: row.ledgerMinor, openMinor: row.openMinor, shiftedMinor: row.shiftedMinor },
})

/** Puts today and yesterday together anew, and in turn days whose money may still be on its way to a bank, or sent back by it. */
export async function keepDays({ db, now }: Deps): Promise<void> {
  const at = now()
  const today = dayOf(at)
  const yesterday = dayAfter(today, -1)
  const fetchedUntil = dayOf((await findWalk(db, name))?.completeUntil ?? new Date(0))
  const stale = await listStaleDays(db, { since: dayAfter(today, -desksDays), before: yesterday }, at, staleAtOnce)
  await inOneBatch(
    db,
    [today, yesterday, ...stale].map((day) => keepDay(db, day, day < fetchedUntil, at)),
  )
}
