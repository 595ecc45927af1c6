import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { type ApiRequest, apiRequests } from '../schema/api.ts'
import type { Statement } from './batch.ts'
import type { Db } from './database.ts'
import type { Deps } from './deps.ts'
import { changedExactly } from './guard.ts'

export type BegunRequest = Pick<ApiRequest, 'apiKeyId' | 'keyHash' | 'requestHash' | 'tryId' | 'startedAt'>

const isIt = ({ apiKeyId, keyHash }: BegunRequest) => and(eq(apiRequests.apiKeyId, apiKeyId), eq(apiRequests.keyHash, keyHash))
const isOpenTry = (request: BegunRequest, tryId: string) => and(isIt(request), eq(apiRequests.tryId, tryId), isNull(apiRequests.answeredAt))

/** Notes that a request begins. Gives what stands under its key: this try, or an earlier one of the same or another request. */
export async function beginRequest(db: Db, request: BegunRequest): Promise<ApiRequest | undefined> {
  await db.insert(apiRequests).values(request).onConflictDoNothing()
  return findRequest(db, request)
}

export async function findRequest(db: Db, request: BegunRequest): Promise<ApiRequest | undefined> {
  const [row] = await db.select().from(apiRequests).where(isIt(request))
  return row
}

/** Takes over from a try that died; false when another did so first. */
export async function takeOver(db: Db, request: BegunRequest, diedTryId: string): Promise<boolean> {
  const { tryId, startedAt } = request
  const taken = await db
    .update(apiRequests)
    .set({ tryId, startedAt })
    .where(isOpenTry(request, diedTryId))
    .returning({ tryId: apiRequests.tryId })
  return taken.length === 1
}

/** Statements for the act's own batch: act and answer both stand, or neither. Refused once another try took over. */
export const answerRequest = (db: Db, request: BegunRequest, answer: { status: number; body: unknown }, at: Date): Statement[] => [
  db.update(apiRequests).set({ answeredAt: at, status: answer.status, answer: answer.body }).where(isOpenTry(request, request.tryId)),
  ...changedExactly(db),
]

/** The try failed and changed nothing, so the same key may be tried again. */
export const forgetRequest = (db: Db, request: BegunRequest) => db.delete(apiRequests).where(isOpenTry(request, request.tryId))

const daysKept = 30
const rowsPerDelete = 5_000
const deletesPerRun = 40

/** Drops what is older than 30 days; a request that comes again after that is a new one. */
export async function pruneApiRequests({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const end = new Date(now().getTime() - daysKept * 86_400_000)
  for (let round = 0; round < deletesPerRun; round += 1) {
    const old = db.select({ id: sql`rowid` }).from(apiRequests).where(lt(apiRequests.startedAt, end)).limit(rowsPerDelete)
    const gone = await db.delete(apiRequests).where(sql`rowid in ${old}`)
    if (gone.meta.changes < rowsPerDelete) return
  }
}
