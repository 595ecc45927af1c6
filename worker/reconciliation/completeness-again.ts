import type { ReconBreak } from '../../schema/reconciliation.ts'
import { listReturnsOf } from '../deals/store-returns.ts'
import type { Deps } from '../deps.ts'
import { checkDeals } from './check-deals.ts'
import { closeAgreed, openBreaks, ranNow } from './store-breaks.ts'
import { listPaymentsById, listPaymentsBySource, listStillOwed } from './store-completeness.ts'
import { listUnseen } from './store-transfers.ts'
import type { Walk } from './store-walks.ts'
import type { Looked } from './walk.ts'

const openAtOnce = 50

/** What was found before and is not on any list of this run: whether our books have it by now. */
export async function lookAgain(deps: Deps, { startedAt }: Walk, behind: string): Promise<Looked> {
  const { db } = deps
  const open = await listUnseen(db, 'R5', startedAt, Number(behind), openAtOnce)
  const subjects = open.map(({ subject }) => subject)
  const payments = await listPaymentsById(db, subjects)
  const broken = await checkDeals(deps, payments)
  const agreed = [
    ...payments.map(({ id }) => id).filter((id) => !broken.some(({ subject }) => subject === id)),
    ...(await listPaymentsBySource(db, subjects)).map(({ source }) => source),
    ...(await returnsAgreed(deps, open)),
    ...(await eventsApplied(deps, open)),
  ]
  const statements = [
    ...openBreaks(
      db,
      'R5',
      broken.filter(({ subject }) => subjects.includes(subject)),
      startedAt,
    ),
    ...closeAgreed(db, 'R5', agreed, startedAt),
  ]
  const last = open.at(-1)
  if (last && open.length === openAtOnce) return { statements, next: `open/${last.id}` }
  return { statements: [...statements, ...ranNow(db, 'R5', startedAt)], next: undefined }
}

async function returnsAgreed({ db }: Deps, open: readonly ReconBreak[]): Promise<string[]> {
  const returns = open.filter(({ detail }) => typeof detail.atStripe === 'string')
  const statuses = await listReturnsOf(
    db,
    returns.map(({ subject }) => subject),
  )
  return returns.filter(({ subject, detail }) => statuses.get(subject) === detail.atStripe).map(({ subject }) => subject)
}

async function eventsApplied({ db }: Deps, open: readonly ReconBreak[]): Promise<string[]> {
  const events = open.filter(({ subject, detail }) => detail.event === subject).map(({ subject }) => subject)
  const owed = await listStillOwed(db, events)
  return events.filter((id) => !owed.has(id))
}
