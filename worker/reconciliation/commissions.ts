import type { Deps } from '../deps.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { bankLegDays, dayMs } from './rules.ts'
import { closeAgreed, closeUnseen, type FoundBreak, listExplained, noticeOf, openBreaks, ranNow } from './store-breaks.ts'
import { listPartnersBehind, listSilent, listStillSilent, listUnequal, type SentPayout, type UnequalAccount } from './store-commissions.ts'
import { listUnseen } from './store-transfers.ts'
import { beginWalk, findWalk, isUnderWay, type Walk } from './store-walks.ts'
import { type Looked, walkOn } from './walk.ts'

const name = 'R8'
const pagesAtMost = 80
const partnersAtOnce = 200
const payoutsAtOnce = 200
const openAtOnce = 200
const differencesAtMost = 400
/** The subjects that name an account, as a GLOB. */
const accounts = '*:*:*'

/**
 * R8: each partner's accounts beside its commissions by status; then payouts of which no bank is known to have taken anything two
 * weeks after they left; then what was found of these before.
 *
 * @param begin - also starts a new walk; without it only one that is under way goes on
 */
export async function compareCommissions(deps: Deps, { begin }: { begin: boolean }): Promise<void> {
  const { db, now } = deps
  const known = await findWalk(db, name)
  if (!isUnderWay(known) && !begin) return
  const startedAt = isUnderWay(known) ? known.startedAt : now()
  if (!isUnderWay(known)) {
    const since = new Date((known?.completeUntil?.getTime() ?? 0) - (bankLegDays + 1) * dayMs)
    await beginWalk(db, name, { startedAt, since, until: null })
  }
  await walkOn(deps, name, { pages: pagesAtMost }, (walk) => look(deps, walk))
  await hintNotices(deps, noticeOf('R8', startedAt))
}

/** `accounts/{partner}`, then `bank/{time}~{payout}`, then `open/{break}`. */
function look(deps: Deps, walk: Walk): Promise<Looked> {
  const [part, behind = ''] = (walk.behind ?? 'accounts/').split('/')
  if (part === 'accounts') return lookAtAccounts(deps, walk, behind)
  return part === 'bank' ? lookAtBank(deps, walk, behind) : lookAgain(deps, walk, behind)
}

async function lookAtAccounts({ db }: Deps, { startedAt }: Walk, behind: string): Promise<Looked> {
  const partners = await listPartnersBehind(db, behind, partnersAtOnce)
  const unequal = await listUnequal(db, partners, differencesAtMost)
  const statements = openBreaks(db, 'R8', unequal.map(breakOfAccount), startedAt)
  const last = partners.at(-1)
  if (last && partners.length === partnersAtOnce) return { statements, next: `accounts/${last}` }
  return { statements: [...statements, ...closeUnseen(db, 'R8', accounts, await listStillExplained(db), startedAt)], next: 'bank/' }
}

/** Accounts that differ as before, and a person has said why. */
async function listStillExplained(db: Deps['db']): Promise<string[]> {
  const explained = new Set(await listExplained(db, 'R8', accounts))
  const partners = [...new Set([...explained].map((account) => account.split(':')[1] ?? ''))]
  return (await listUnequal(db, partners, differencesAtMost)).map(({ account }) => account).filter((account) => explained.has(account))
}

const breakOfAccount = ({ account, partnerId, currency, commissionsMinor, balanceMinor }: UnequalAccount): FoundBreak => ({
  subject: account,
  what: 'The balance of an account is not the sum of the commissions that stand there.',
  partnerId,
  currency,
  expectedMinor: commissionsMinor,
  actualMinor: balanceMinor,
})

async function lookAtBank({ db }: Deps, { since, startedAt }: Walk, behind: string): Promise<Looked> {
  const [at = '0', id = ''] = behind.split('~')
  const until = new Date(startedAt.getTime() - bankLegDays * dayMs)
  const silent = await listSilent(db, since, until, { at: Number(at), id }, payoutsAtOnce)
  const last = silent.at(-1)
  return {
    statements: openBreaks(db, 'R8', silent.map(breakOfBank), startedAt),
    next: last && silent.length === payoutsAtOnce ? `bank/${last.finishedAt}~${last.id}` : 'open/0',
  }
}

const breakOfBank = ({ id, partnerId, currency, amountMinor, transfer, finishedAt }: SentPayout): FoundBreak => ({
  subject: id,
  what: 'Two weeks after a payout left, no bank is known to have received it.',
  partnerId,
  currency,
  expectedMinor: amountMinor,
  actualMinor: 0,
  detail: { payout: id, transfer, left: new Date(finishedAt).toISOString() },
})

async function lookAgain({ db }: Deps, { startedAt }: Walk, behind: string): Promise<Looked> {
  const open = await listUnseen(db, 'R8', startedAt, Number(behind), openAtOnce)
  const subjects = open.map(({ subject }) => subject).filter((subject) => !subject.includes(':'))
  const silent = new Set(await listStillSilent(db, subjects))
  const statements = closeAgreed(
    db,
    'R8',
    subjects.filter((subject) => !silent.has(subject)),
    startedAt,
  )
  const last = open.at(-1)
  if (last && open.length === openAtOnce) return { statements, next: `open/${last.id}` }
  return { statements: [...statements, ...ranNow(db, 'R8', startedAt)], next: undefined }
}
