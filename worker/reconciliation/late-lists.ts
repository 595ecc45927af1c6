import { listInWords } from '../../portal/components/recon-words.ts'
import { type Pull, pullNames, pulls } from '../../schema/records.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { hintNotices, oweAlarmOnce } from '../payouts/store-notices.ts'
import { isLate } from '../stripe/rules-pull.ts'

type ListStanding = Pick<Pull, 'name' | 'startedAt' | 'completeUntil'>

/** Each of Stripe's lists that are read daily, and how far. */
export async function listStandings(db: Db): Promise<ListStanding[]> {
  const known = await db
    .select({ name: pulls.name, startedAt: pulls.startedAt, completeUntil: pulls.completeUntil })
    .from(pulls)
    .limit(pullNames.length)
  return pullNames.map((name) => known.find((pull) => pull.name === name) ?? { name, startedAt: null, completeUntil: null })
}

/** What Stripe does not send us would be missed, and nobody would know: finance has a mail a day while a list has not come to its end. */
export async function tellLateLists(deps: Deps): Promise<void> {
  const at = deps.now()
  const late = (await listStandings(deps.db)).filter((list) => isLate(list, at))
  const first = late.toSorted((one, other) => (one.startedAt?.getTime() ?? 0) - (other.startedAt?.getTime() ?? 0))[0]
  if (!first?.startedAt) return
  const id = `lists:${dayOf(at)}`
  const alarm = {
    what: `Stripe’s lists are not read to their end, since ${dayOf(first.startedAt)}`,
    subject: late.map(({ name }) => listInWords[name]).join(', '),
    todo: 'It is tried again every hour by itself. Look at status.stripe.com, and whether our key may read these lists; if nothing is wrong there, tell the developers. Reconciliation shows how far each is read.',
  }
  await oweAlarmOnce(deps.db, id, alarm, at)
  await hintNotices(deps, `alarm:${id}`)
}
