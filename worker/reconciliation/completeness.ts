import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import type { PageAsked } from '../stripe/port-lists.ts'
import { checkDeals } from './check-deals.ts'
import { lookAgain } from './completeness-again.ts'
import { type Paid, paidByCheckout, paidByInvoice, unknownPayments } from './paid.ts'
import { returnsApart } from './returns.ts'
import { dayMs } from './rules.ts'
import { closeAgreed, type FoundBreak, noticeOf, openBreaks } from './store-breaks.ts'
import { type KnownPayment, listOwedSince, listPaymentsBySource } from './store-completeness.ts'
import { beginWalk, findWalk, isUnderWay, type Walk } from './store-walks.ts'
import { type Looked, walkOn } from './walk.ts'

const name = 'R5'
const pagesAtMost = 60
/** As many deals cost as much as a page. */
const dealsOfPage = 8
const owedAtMost = 200

/** How far back each of Stripe's lists is read: an invoice may be paid a month after it was made, a dispute decided months later. */
const parts = [
  { part: 'invoices', days: 35 },
  { part: 'checkouts', days: 7 },
  { part: 'refunds', days: 14 },
  { part: 'disputes', days: 120 },
  { part: 'credit_notes', days: 14 },
  { part: 'events', days: 1 },
  { part: 'open', days: 0 },
] as const
type Part = (typeof parts)[number]['part']

/**
 * R5: each paid invoice, each paid checkout and each return at Stripe beside our books. What was paid by a customer whom we know is a
 * payment here, with exactly one commission or one reason why not, corrected to what its returns leave of it.
 *
 * @param begin - starts a new walk; its pages are read by the runs that follow, once the day's pull has told what no webhook did
 */
export async function compareCompleteness(deps: Deps, { begin }: { begin: boolean }): Promise<void> {
  const known = await findWalk(deps.db, name)
  const startedAt = isUnderWay(known) ? known.startedAt : deps.now()
  if (begin) return isUnderWay(known) ? undefined : beginWalk(deps.db, name, { startedAt, since: startedAt, until: null })
  if (!isUnderWay(known)) return
  const room = { pages: pagesAtMost }
  await walkOn(deps, name, room, (walk) => look({ ...deps, room }, walk))
  await hintNotices(deps, noticeOf('R5', startedAt))
}

/** A run of the job: what it needs, and how much it may still read. */
type Run = Deps & { room: { pages: number } }

async function look(deps: Run, walk: Walk): Promise<Looked> {
  const [named, behind = ''] = (walk.behind ?? '').split('/')
  const at = Math.max(
    0,
    parts.findIndex(({ part }) => part === named),
  )
  const { part, days } = parts[at] ?? parts[0]
  if (part === 'open') return lookAgain(deps, walk, behind)
  const asked = { since: new Date(walk.startedAt.getTime() - days * dayMs), until: walk.startedAt, behind: behind || undefined }
  const { statements, next } = await lookAt(deps, walk, part, asked)
  return { statements, next: next === undefined ? `${parts[at + 1]?.part}/` : `${part}/${next}` }
}

async function lookAt(deps: Run, walk: Walk, part: Exclude<Part, 'open'>, asked: PageAsked): Promise<Looked> {
  switch (part) {
    case 'invoices': {
      const { rows, next } = await deps.lists.invoices(asked)
      return { statements: await comparePaid(deps, walk, rows.flatMap(paidByInvoice)), next }
    }
    case 'checkouts': {
      const { rows, next } = await deps.lists.checkouts(asked)
      return { statements: await comparePaid(deps, walk, rows.flatMap(paidByCheckout)), next }
    }
    case 'refunds':
      return compareReturns(deps, walk, await deps.lists.refunds(asked))
    case 'disputes':
      return compareReturns(deps, walk, await deps.lists.disputes(asked))
    case 'credit_notes':
      return compareReturns(deps, walk, await deps.lists.creditNotes(asked))
    case 'events':
      return { statements: await compareEvents(deps, walk), next: undefined }
  }
}

async function comparePaid(deps: Run, walk: Walk, paid: readonly Paid[]): Promise<Statement[]> {
  const sources = paid.map(({ source }) => source)
  const known = await listPaymentsBySource(deps.db, sources)
  const missing = await unknownPayments(
    deps,
    paid.filter(({ source }) => !known.some((each) => each.source === source)),
  )
  // What came back of older ones is on the lists of returns.
  return compared(deps, walk, known, missing, { subjects: sources, since: walk.startedAt.getTime() - 3 * dayMs })
}

async function compareReturns(deps: Run, walk: Walk, { rows, next }: Awaited<ReturnType<Deps['lists']['refunds']>>): Promise<Looked> {
  const { payments, breaks } = await returnsApart(deps.db, rows)
  const ids = rows.map(({ id }) => id)
  return { statements: await compared(deps, walk, payments, breaks, { subjects: ids }), next }
}

/** Statements: these payments' deals, and what was found beside them, are open breaks or none. */
async function compared(
  deps: Run,
  { startedAt }: Walk,
  payments: readonly KnownPayment[],
  found: readonly FoundBreak[],
  { subjects, since }: { subjects: readonly string[]; since?: number },
): Promise<Statement[]> {
  deps.room.pages -= Math.floor(payments.length / dealsOfPage)
  const breaks = [...found, ...(await checkDeals(deps, payments, since))]
  const broken = new Set(breaks.map(({ subject }) => subject))
  const looked = payments.filter(({ recordedAt }) => recordedAt >= (since ?? 0)).map(({ id }) => id)
  const agreed = [...subjects, ...looked].filter((subject) => !broken.has(subject))
  return [...openBreaks(deps.db, 'R5', breaks, startedAt), ...closeAgreed(deps.db, 'R5', agreed, startedAt)]
}

/** What Stripe told a day ago and could not be applied: mostly something whose payment is not known. */
async function compareEvents({ db }: Deps, { startedAt }: Walk): Promise<Statement[]> {
  const owed = await listOwedSince(db, new Date(startedAt.getTime() - dayMs), owedAtMost)
  const breaks = owed.map(({ id, type, object, error }) => ({
    subject: id,
    what: 'Stripe told of something a day ago, and it could not be applied: what it is about is not known here.',
    detail: { event: id, type, object, error },
  }))
  return openBreaks(db, 'R5', breaks, startedAt)
}
