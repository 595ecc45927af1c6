import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { BookCheck } from '../reconciliation/walk-checks.ts'
import { checkChain } from './chain.ts'
import { sealLogs } from './seal.ts'
import { findNewestAnchor, findNewestSeal, listAnchorsSince, listSealsByNumber, oweAnchor } from './store-seals.ts'

const hourMs = 60 * 60_000
/** How far back mails are looked at. */
const anchorDaysKept = 40

/**
 * Lets the newest seal leave D1, once a day: whoever can write the database can also write the whole chain anew, and is shown only by
 * a hash that lies elsewhere. It goes by mail to everybody of finance, the auditors and the administrators, and into the log: mailboxes
 * are many, dated, and none of them hangs on the database; another store of ours would be written with the same keys. Nothing is
 * written to Stripe that does not move money. A mail is compared by `npm run invariants -- --remote --anchor N:hash`.
 */
export async function anchorSeals({ db, now, newId }: Pick<Deps, 'db' | 'now' | 'newId'>): Promise<void> {
  await sealLogs({ db, now, newId })
  const newest = await findNewestSeal(db)
  if (!newest) return
  const { n, hash } = newest
  console.info(JSON.stringify({ level: 'info', seal: n, hash }))
  const at = now()
  try {
    await inOneBatch(db, [oweAnchor(db, newest, at.toISOString().slice(0, 10), at)])
  } catch (error) {
    // Today's has been sent: the cron ran twice.
    if (!wasRefused(error)) throw error
  }
}

/** So many newest seals are reckoned anew every night, however long the chain is. */
const recentSeals = 600

const chainFrom = async (db: Deps['db'], behind: number) => {
  const { reached, broken } = await checkChain(db, behind)
  return { found: broken, next: reached === undefined ? undefined : `${reached}` }
}

/** R6: the chain reckoned anew, and held against the anchors. The whole of it may take more than a night. */
export const chainChecks: readonly BookCheck[] = [
  {
    name: 'I26 the newest seals are what their rows give',
    part: async ({ db }, behind) =>
      chainFrom(db, behind === undefined ? Math.max(0, ((await findNewestSeal(db))?.n ?? 0) - recentSeals) : Number(behind)),
  },
  { name: 'I26 the newest seal left the database within a day', part: anchoredDaily },
  { name: 'I26 the seals are those that left with the mails', part: anchorsMatch },
  { name: 'I26 every seal is what its rows give', part: ({ db }, behind = '0') => chainFrom(db, Number(behind)) },
]

/** 26 hours: the mail is made once a day, and may take a while. What was sealed later may still wait for its mail. */
async function anchoredDaily({ db, now }: Pick<Deps, 'db' | 'now'>) {
  const left = (await findNewestAnchor(db))?.n ?? 0
  const [waiting] = await listSealsByNumber(db, [left + 1])
  const isLate = waiting && waiting.sealedAt.getTime() < now().getTime() - 26 * hourMs
  return { found: isLate ? [{ waiting: waiting.n, left }] : [], next: undefined }
}

/** The mails of the last weeks as the outbox holds them, in the same database: the mailboxes are compared by people. */
async function anchorsMatch({ db, now }: Pick<Deps, 'db' | 'now'>) {
  const anchors = await listAnchorsSince(db, new Date(now().getTime() - anchorDaysKept * 24 * hourMs))
  const seals = new Map((await listSealsByNumber(db, [...new Set(anchors.map(({ n }) => n))])).map(({ n, hash }) => [n, hash]))
  const found = anchors
    .filter(({ n, hash }) => seals.get(n) !== hash)
    .map(({ n, hash }) => ({ seal: n, mailed: hash, is: seals.get(n) ?? null }))
  return { found: [...new Map(found.map((each) => [each.seal, each])).values()], next: undefined }
}

/** For a page: how far the logs are sealed, and which seal left last. */
export async function findSealedUpTo({ db }: Pick<Deps, 'db'>) {
  const newest = await findNewestSeal(db)
  if (!newest) return undefined
  const left = await findNewestAnchor(db)
  return { ...newest, anchor: left?.sentAt ? { n: left.n, sentAt: left.sentAt } : undefined }
}
