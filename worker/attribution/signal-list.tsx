import { SignalsPage } from '../../portal/pages/signals-page.tsx'
import { type Signal, signalRules, signalStatuses } from '../../schema/signals.ts'
import { csvStream } from '../csv.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import type { Db } from '../database.ts'
import type { AppContext } from '../env.ts'
import { namesOf } from '../identity/names.ts'
import { findPartner } from '../partners/store.ts'
import { teamOf } from './rules-signals.ts'
import { listSignalCounts, listSignals, type SignalRow } from './store-queue.ts'

/** The open ones unless asked for others, with what the rules are worth below the whole list. */
export async function renderSignals(c: AppContext) {
  const { db, now } = c.var.deps
  const asked = c.req.query('status')
  const status = signalStatuses.find((each) => each === asked) ?? (asked === 'all' ? 'all' : 'open')
  const rule = signalRules.find((each) => each === c.req.query('rule'))
  const partnerId = c.req.query('partner')
  const partner = partnerId ? await findPartner(db, partnerId) : undefined
  const cursor = readCursor(c.req.query('cursor'))
  const listed = await listSignals(db, { status: status === 'all' ? undefined : status, rule, partnerId: partner?.id ?? partnerId, cursor })
  const { rows, next } = pageOf(listed, ({ signal }) => ({ at: signal.foundAt, id: signal.id }))
  const names = await namesOf(
    db,
    rows.flatMap(({ signal }) => signal.takenBy ?? []),
  )
  const query = new URLSearchParams({
    status,
    ...(rule && { rule }),
    ...(partner && { partner: partner.id }),
    ...(next && { cursor: next }),
  })
  return c.render(
    <SignalsPage
      now={now()}
      signals={rows.map((row) => ({
        ...row.signal,
        partner: row.partner,
        company: row.company,
        owner: (row.signal.takenBy && names.get(row.signal.takenBy)) || teamInWords(row.signal),
      }))}
      status={status}
      rule={rule}
      partner={partner}
      worth={cursor || partner ? undefined : worthOf(await listSignalCounts(db))}
      olderHref={next && `/signals?${query}`}
    />,
  )
}

export const teamInWords = ({ rule }: Pick<Signal, 'rule'>): string => (teamOf[rule] === 'sales' ? 'Sales' : 'Finance')

const worthOf = (counts: Awaited<ReturnType<typeof listSignalCounts>>) =>
  signalRules
    .map((rule) => {
      const of = (status: string) => counts.find((each) => each.rule === rule && each.status === status)?.n ?? 0
      return { rule, open: of('open'), released: of('released'), confirmed: of('confirmed') }
    })
    .filter(({ open, released, confirmed }) => open + released + confirmed > 0)

const header = ['id', 'rule', 'about', 'partner_id', 'partner', 'prospect_id', 'found_at', 'status', 'decided_by', 'decided_at', 'reason']
const rowsAtOnce = 500

/** Every signal there ever was, the newest first. */
export const sendSignals = (db: Db): Response => csvStream('signals', header, linesOf(db))

async function* linesOf(db: Db) {
  for (let cursor = undefined as string | undefined; ; ) {
    const rows = await listSignals(db, { cursor: readCursor(cursor) }, rowsAtOnce)
    const people = await namesOf(
      db,
      rows.flatMap(({ signal }) => signal.decidedBy ?? []),
    )
    yield rows.map((row) => lineOf(row, people))
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return
    cursor = cursorOf({ at: last.signal.foundAt, id: last.signal.id })
  }
}

const lineOf = ({ signal, partner }: SignalRow, people: Map<string, string>) => [
  signal.id,
  signal.rule,
  signal.subjectId,
  signal.partnerId,
  partner,
  signal.prospectId,
  signal.foundAt.toISOString(),
  signal.status,
  signal.decidedBy && (people.get(signal.decidedBy) ?? signal.decidedBy),
  signal.decidedAt?.toISOString(),
  signal.reason,
]
