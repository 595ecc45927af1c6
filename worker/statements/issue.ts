import type { Statement } from '../../schema/statements.ts'
import { inOneBatch } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { boundsOf, monthOf } from '../ledger/months.ts'
import { findClosedUntil } from '../ledger/store-months.ts'
import { findBillingIdentity } from './billing-identity.ts'
import { compose } from './compose.ts'
import { monthDue, statementNumber } from './rules.ts'
import { countIssued, listAgreements, listNewest, listOwnersToIssue, listUnlisted, nothingLeft, whoseOf } from './store-issue.ts'
import { countOn, issueRows, reach, readCounter, tellIssued, trailIssued } from './store-write.ts'

const ownersAtOnce = 50
const chunksAtMost = 40
const refusalsInARow = 5

/**
 * Issues the statements that are due, of everybody with movement: from the third of a month those of the month before, and of any
 * earlier month what was posted into it since. May be killed between two chunks, run twice at once, and come late.
 */
export async function issueStatements({ db, now, settings }: Pick<Deps, 'db' | 'now' | 'settings'>): Promise<void> {
  const month = monthDue(now())
  const until = boundsOf(month).endsAt
  if ((await readCounter(db, 'statements_issued_until')) >= until.getTime()) return
  let refusals = 0
  for (let chunk = 0; chunk < chunksAtMost && refusals < refusalsInARow; chunk += 1) {
    const since = await findClosedUntil(db)
    const owners = await listOwnersToIssue(db, since, until, ownersAtOnce)
    if (owners.length === 0) return void (await reach(db, 'statements_issued_until', until.getTime()))
    try {
      await issueChunk(db, { owners, since, month, company: settings.companyName }, now())
      refusals = 0
    } catch (error) {
      // Another worker took the numbers, or something was posted into the month: read again, and leave the rest to the next hour.
      if (!wasRefused(error)) throw error
      refusals += 1
    }
  }
}

type Chunk = { owners: readonly string[]; since: Date; month: string; company: string }

async function issueChunk(db: Db, { owners, since, month, company }: Chunk, at: Date): Promise<void> {
  const until = boundsOf(month).endsAt
  const [unlisted, newest, agreements, identity, statement, invoice] = await Promise.all([
    listUnlisted(db, owners, since, until),
    listNewest(db, owners),
    listAgreements(
      db,
      owners.map((owner) => whoseOf(owner).partnerId),
    ),
    findBillingIdentity(db),
    readCounter(db, 'statement'),
    readCounter(db, 'self_billed_invoice'),
  ])
  const months = [...new Set(unlisted.map(({ effectiveAt }) => monthOf(effectiveAt)))]
  const known = { newest, agreements, identity, company, issued: await countIssued(db, owners, months), last: { statement, invoice } }
  const { sealed, lines } = compose(unlisted, known, at)
  const told = sealed.filter((each) => each.month === month).map(noticeOf)
  await inOneBatch(db, [
    ...countOn(db, 'statement', statement, sealed.length),
    ...countOn(db, 'self_billed_invoice', invoice, sealed.filter(({ invoiceNumber }) => invoiceNumber !== null).length),
    ...issueRows(db, lines, sealed, at),
    ...holdsNow(db, nothingLeft(owners, since, until)),
    trailIssued(db, sealed, at),
    tellIssued(db, told, at),
  ])
}

const noticeOf = ({ id, partnerId, number, month, closingMinor, currency }: Statement) => ({
  id,
  partnerId,
  data: { statementId: id, number: statementNumber(number), month, closingMinor, currency },
})
