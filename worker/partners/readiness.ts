import type { PayoutDestination } from '../../schema/payout-destinations.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import type { Notice } from '../notices/notice.ts'
import { hintNotices, oweOwners } from '../payouts/store-notices.ts'
import type { Applier } from '../stripe/inbox.ts'
import type { ReadinessAnswer } from '../stripe/port.ts'
import { changeNoticeId, oweChange } from './destination-news.ts'
import { dueOf, isAnotherBankAccount, newsOf, readinessInWords, requirementsInWords } from './rules.ts'
import { findDestination, findPartner, findPartnerOfAccount, getPartner, listStaleDestinations } from './store.ts'
import { insertDestination, writeAnswer } from './store-destinations.ts'

type Asking = Pick<Deps, 'db' | 'rail' | 'now' | 'hints'>

/**
 * Asks Stripe where the partner's destination stands and stores what it says, never a delta. Another bank account behind it becomes a
 * version of its own, with a hold and a notice. False for a partner without a destination.
 *
 * @throws Refusal unavailable when Stripe gives no answer: the stored one stands
 */
export const refreshReadiness = (deps: Asking, partnerId: string): Promise<boolean> =>
  readAgainIfRefused(async () => {
    const destination = await findDestination(deps.db, partnerId)
    if (!destination) return false
    const askedAt = deps.now()
    const answer = await deps.rail.readiness(destination.stripeAccount)
    const write = isAnotherBankAccount(destination, answer) ? changeOf : refreshOf
    const { statements, notice } = await write(deps, destination, answer, askedAt)
    await inOneBatch(deps.db, statements)
    if (notice) await hintNotices(deps, notice)
    return true
  })

/** What to write, and the id of the mails that this owes. */
type Write = { statements: Statement[]; notice?: string | undefined }

async function refreshOf({ db }: Asking, destination: PayoutDestination, answer: ReadinessAnswer, at: Date): Promise<Write> {
  const { partnerId, version, readiness } = destination
  const statements: Statement[] = [writeAnswer(db, destination, answer, at), ...changedExactly(db)]
  if (readiness !== answer.readiness) {
    const detail = { version, from: readiness, to: answer.readiness, codes: answer.codes }
    statements.push(trail(db, { at, actor: 'stripe', act: 'destination.readiness_changed', subject: partnerId, partnerId, detail }))
  }
  const notice = await noticeOf(db, destination, answer, at)
  if (!notice) return { statements }
  const id = `${notice.template}:${partnerId}:${version}:${at.getTime()}`
  statements.push(oweOwners(db, id, partnerId, notice, at))
  return { statements, notice: id }
}

async function noticeOf(db: Deps['db'], destination: PayoutDestination, answer: ReadinessAnswer, at: Date): Promise<Notice | undefined> {
  const news = newsOf(destination, answer, at)
  if (!news) return undefined
  if (news === 'ready') {
    const partner = await findPartner(db, destination.partnerId)
    return partner && { template: 'stripe_ready', data: { partner: partner.name } }
  }
  const due = dueOf(answer.requirements)
  const asked = requirementsInWords(due)
  const why = readinessInWords({ readiness: answer.readiness, readinessCodes: answer.codes }).sentence
  return {
    template: 'stripe_details_due',
    data: {
      requirements: asked.length > 0 ? asked : [why],
      deadline:
        due
          .map(({ by }) => by)
          .filter(Boolean)
          .sort()[0] ?? null,
    },
  }
}

/** The next version: same Stripe account, other bank account. */
async function changeOf({ db }: Asking, before: PayoutDestination, answer: ReadinessAnswer, at: Date): Promise<Write> {
  const { partnerId, stripeAccount } = before
  const version = before.version + 1
  const partner = await getPartner(db, partnerId)
  const statements: Statement[] = [
    insertDestination(db, { partnerId, version, stripeAccount }, answer, at),
    trail(db, { at, actor: 'stripe', act: 'destination.bank_account_changed', subject: partnerId, partnerId, detail: { version } }),
    oweChange(db, partner, { version, formerContact: answer.contactEmail }, at),
  ]
  return { statements, notice: changeNoticeId(partnerId, version) }
}

/** For every event about an account: look again at what it says now. An account that is nobody's destination is not for us. */
export const applyAccount: Applier = async (deps, event) => {
  const account = event.account ?? (event.object?.startsWith('acct_') ? event.object : null)
  const partnerId = account && (await findPartnerOfAccount(deps.db, account))
  if (!partnerId) return 'ignored'
  await refreshReadiness(deps, partnerId)
  return 'done'
}

const staleMs = 20 * 3_600_000
/** In five minutes; ten thousand destinations are a day's work for half of them. */
const askedAtMost = 80
const askedAtOnce = 5

/** Asks Stripe again about every destination it was not asked about for a day, some at a time; what is left, the next sweep asks. */
export async function refreshStale(deps: Deps): Promise<void> {
  const stale = await listStaleDestinations(deps.db, new Date(deps.now().getTime() - staleMs), askedAtMost)
  const failures: unknown[] = []
  const refreshNext = async () => {
    for (let next = stale.shift(); next; next = stale.shift()) {
      await refreshReadiness(deps, next.partnerId).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: askedAtOnce }, refreshNext))
  if (failures.length > 0) throw new AggregateError(failures, `Stripe did not answer about ${failures.length} partners`)
}
