import { and, eq, type SQL } from 'drizzle-orm'
import { type RequestStatus, referenceRequests } from '../../schema/requests.ts'
import { isOutreachEnded } from '../agreements/outreach.ts'
import { makeLink } from '../agreements/store-links.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { owe } from '../notices/store.ts'
import { readersOf, scheduledMails } from './answer.ts'
import { conclude } from './outcome.ts'
import { askMail } from './propose.ts'
import { closedMails, moveRequest, newsStatements, sendNotices } from './request.ts'
import { oneSidedMs, outcomeOf, overdueMs, patienceMs } from './rules-request.ts'
import {
  lastSlotBefore,
  listOutcomes,
  listSlots,
  listStanding,
  notReminded,
  type RequestRow,
  remindedBeforeSlot,
  slotBefore,
  slotBetween,
} from './store-requests.ts'

const atOnce = 50
const hourMs = 3_600_000
type Mails = { statements: Statement[]; notices: string[] }

/** For the cron: who is kept waiting is reminded once, what nobody answered ends, and what took place is asked about. */
export async function lookAfterRequests(deps: Deps): Promise<void> {
  const at = deps.now()
  const ago = (ms: number) => new Date(at.getTime() - ms)
  await each(deps, 'asked', ago(patienceMs), undefined, (request) => expire(deps, request, ['guest'], at))
  await each(deps, 'proposed', at, lastSlotBefore(at), (request) => expire(deps, request, ['guest', 'host'], at))
  await each(deps, 'accepted', at, slotBefore(at), (request) => expire(deps, request, ['guest', 'host'], at))

  await each(deps, 'asked', ago(overdueMs), notReminded, (request) => remind(deps, request, overdueNews(deps, request, at)))
  await each(deps, 'proposed', ago(overdueMs), notReminded, async (request) => {
    await remind(deps, request, askAgain(deps, request, at))
  })
  await each(deps, 'accepted', ago(overdueMs), notReminded, (request) => remind(deps, request, overdueNews(deps, request, at)))
  await each(deps, 'scheduled', at, and24h(at), (request) => remind(deps, request, scheduledMails(deps, request, true, at)))
  await each(deps, 'scheduled', at, afterItsTime(at), (request) => remind(deps, request, outcomeMails(deps, request, at)))
  await each(deps, 'scheduled', at, slotBefore(ago(oneSidedMs)), (request) => decideBySilence(deps, request))
}

const and24h = (at: Date): SQL | undefined => and(notReminded, slotBetween(at, new Date(at.getTime() + 24 * hourMs)))
const afterItsTime = (at: Date): SQL | undefined => and(remindedBeforeSlot, slotBefore(new Date(at.getTime() - 2 * hourMs)))

/** One that fails, or that somebody moved meanwhile, never stops the others; the next hour looks again. */
async function each(
  deps: Deps,
  status: RequestStatus,
  before: Date,
  also: SQL | undefined,
  act: (request: RequestRow) => Promise<void>,
): Promise<void> {
  for (const request of await listStanding(deps.db, status, before, also, atOnce)) {
    try {
      await act(request)
    } catch (error) {
      if (!wasRefused(error)) console.error(JSON.stringify({ level: 'error', request: request.id, message: forLog(error) }))
    }
  }
}

async function expire(deps: Deps, request: RequestRow, readers: readonly ('guest' | 'host')[], at: Date): Promise<void> {
  const closed = closedMails(deps, request, 'expired', readers, at)
  const entry = trail(deps.db, { at, actor: 'system', act: 'reference_request.expired', subject: request.id })
  await moveRequest(
    deps,
    request,
    'expired',
    { sinceAt: at, closedReason: 'Nobody answered in time.' },
    { after: [...closed.statements, entry] },
  )
  await sendNotices(deps, closed.notices)
}

/** The mark and the mails are one batch: a second run of the cron finds the mark. */
async function remind(deps: Deps, request: RequestRow, written: Promise<Mails>): Promise<void> {
  const { db, now } = deps
  const mails = await written
  await inOneBatch(db, [
    ...mails.statements,
    db.update(referenceRequests).set({ remindedAt: now() }).where(eq(referenceRequests.id, request.id)),
  ])
  await sendNotices(deps, mails.notices)
}

/** Whoever gets no mail from the programme any more is not asked a second time (CAT6). */
async function askAgain(deps: Deps, request: RequestRow, at: Date): Promise<Mails> {
  if (request.customerId && (await isOutreachEnded(deps.db, request.customerId, at))) return { statements: [], notices: [] }
  const slots = (await listSlots(deps.db, request.id)).map(({ startsAt }) => startsAt)
  return askMail(deps, request, slots, true)
}

const overdueNews = (deps: Deps, request: RequestRow, at: Date): Promise<Mails> =>
  newsStatements(deps, { id: request.id, company: request.prospect, what: 'overdue', mark: `_${request.status}` }, at)

async function outcomeMails({ db, settings }: Deps, request: RequestRow, at: Date): Promise<Mails> {
  const mails = await Promise.all(
    readersOf(request).map(async ({ side, kind, subject, contactId, name, email, path }) => {
      const link = await makeLink(db, { kind, subject, contactId }, at)
      const id = `${request.id}/outcome/${side}`
      const data = {
        contact: name,
        activity: request.activity,
        slotAt: request.slotAt?.toISOString() ?? '',
        url: `${settings.portalOrigin}${path}/${link.token}`,
      }
      return { id, statements: [link.statement, owe(db, id, email, { template: 'reference_outcome_due' as const, data }, at)] }
    }),
  )
  return { statements: mails.flatMap(({ statements }) => statements), notices: mails.map(({ id }) => id) }
}

/** One side has told us and the other was silent for a week. */
async function decideBySilence(deps: Deps, request: RequestRow): Promise<void> {
  const said = await listOutcomes(deps.db, request.id)
  const outcome = outcomeOf(said, deps.now())
  if (outcome) await conclude(deps, request, outcome, said[0]?.minutes ?? null, 'system')
}
