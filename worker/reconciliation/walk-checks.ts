import type { ReconJob } from '../../schema/reconciliation.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { closeClean, noticeOf, openBreaks, ranNow } from './store-breaks.ts'
import { beginWalk, type CheckWalk, endWalk, findWalk, moveWalk } from './store-checks.ts'

/** What a part of a check found, and behind what its next part begins; undefined at its end. */
export type Part = { found: unknown[]; next: string | undefined }

/** One look at the whole books. It may take several parts, each one bounded question or batch of D1's. */
export type BookCheck = {
  /** The invariant in words; of a break, what it is about. */
  name: string
  part: (deps: Pick<Deps, 'db' | 'now'>, behind: string | undefined) => Promise<Part>
  /** How often a part calls D1; once if it is not said. */
  calls?: number
}

/** Of one run of the cron, whose wall is 15 minutes. */
const runMs = 8 * 60_000
/** Of the thousand calls of D1 that an invocation has, for all its jobs. */
const callsAtMost = 500
/** Between two places that are written down: what a kill in between costs is looking once more. */
const partsUnsaved = 12
const rowsKept = 5
/** So long a part that fails is tried anew each hour; then it is a break that it cannot be checked. */
const patienceMs = 6 * 60 * 60_000

/**
 * Walks the checks of a job in order, a walk a night, and goes on each hour where it was. What is broken is a break when the run of
 * the cron that found it ends; the walk that ends without it closes it. It may be killed anywhere, run twice, and beside itself.
 *
 * @param begin - also starts a new walk; without it only the one under way goes on
 */
export async function walkChecks(deps: Deps, job: ReconJob, checks: readonly BookCheck[], { begin }: { begin: boolean }): Promise<void> {
  const { db, now } = deps
  const runsUntil = now().getTime() + runMs
  if (begin) await beginWalk(db, job, now())
  const walk = await findWalk(db, job)
  if (!walk) return
  const seat = { ...walk, place: placeOf(walk, checks), found: { ...walk.found } }
  try {
    for (let parts = 1, calls = 0; seat.place.check < checks.length; parts += 1) {
      calls += checks[seat.place.check]?.calls ?? 1
      if (calls > callsAtMost || now().getTime() > runsUntil) return void (await save(deps, job, checks, seat, { opens: true }))
      if (parts % partsUnsaved === 0 && !(await save(deps, job, checks, seat))) return
      await look(deps, checks, seat)
    }
  } catch (error) {
    await save(deps, job, checks, seat, { opens: true })
    throw error
  }
  await end(deps, job, seat)
}

type Place = { check: number; behind: string | undefined }
type Seat = CheckWalk & { place: Place }

/** A check that is gone since, by a deploy in the night, begins all of them anew. */
function placeOf({ behind }: CheckWalk, checks: readonly BookCheck[]): Place {
  const [name, inside] = behind?.split('\n') ?? []
  const check = checks.findIndex((each) => each.name === name)
  return { check: Math.max(0, check), behind: check === -1 ? undefined : inside || undefined }
}

const writtenPlace = ({ place: { check, behind } }: Seat, checks: readonly BookCheck[]): string =>
  `${checks[check]?.name ?? ''}\n${behind ?? ''}`

/** Takes one part. */
async function look(deps: Deps, checks: readonly BookCheck[], seat: Seat): Promise<void> {
  const { place } = seat
  const check = checks[place.check]
  if (!check) return
  const { found, next } = await check.part(deps, place.behind).catch((error: unknown) => {
    if (deps.now().getTime() - seat.startedAt.getTime() < patienceMs) throw error
    return { found: [{ unchecked: forLog(error) }], next: undefined }
  })
  const known = seat.found[check.name] ?? []
  if (found.length > 0) seat.found[check.name] = [...known, ...found].slice(0, rowsKept)
  seat.place = next === undefined ? { check: place.check + 1, behind: undefined } : { check: place.check, behind: next }
}

const breaksOf = (found: CheckWalk['found']) =>
  Object.entries(found).map(([name, rows]) => ({
    subject: name.slice(0, 200),
    what: `The books break an invariant: ${name}`,
    detail: { rows },
  }))

/** Writes down where the walk is; false when another run of the job moved it meanwhile. */
async function save({ db }: Deps, job: ReconJob, checks: readonly BookCheck[], seat: Seat, { opens = false } = {}): Promise<boolean> {
  const behind = writtenPlace(seat, checks)
  const breaks = opens ? openBreaks(db, job, breaksOf(seat.found), seat.startedAt) : []
  const isOurs = await unlessRefused(() => inOneBatch(db, [...moveWalk(db, job, seat, behind), ...breaks]))
  seat.behind = behind
  return isOurs
}

async function end(deps: Deps, job: ReconJob, seat: Seat): Promise<void> {
  const { db } = deps
  const breaks = breaksOf(seat.found)
  const isOurs = await unlessRefused(() =>
    inOneBatch(db, [
      ...endWalk(db, job, seat),
      ...openBreaks(db, job, breaks, seat.startedAt),
      ...closeClean(
        db,
        job,
        breaks.map(({ subject }) => subject),
        seat.startedAt,
      ),
      ...ranNow(db, job, seat.startedAt),
    ]),
  )
  if (isOurs && breaks.length > 0) await hintNotices(deps, noticeOf(job, seat.startedAt))
}

async function unlessRefused(write: () => Promise<void>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (!wasRefused(error)) throw error
    return false
  }
}
