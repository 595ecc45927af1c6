import { and, eq, sql } from 'drizzle-orm'
import { commissions } from '../../schema/commissions.ts'
import type { Currency } from '../../schema/currency.ts'
import { type LevelReward, levelRewards } from '../../schema/ladder.ts'
import type { Attribution } from '../../schema/prospects.ts'
import { payableLevels, type TermsVersion } from '../../schema/terms.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { reasonOfSecondBenefit } from '../deals/rules-benefit.ts'
import { selectSecondBenefit } from '../deals/store-benefit.ts'
import type { Deps } from '../deps.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { accrue } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import { owe } from '../notices/store.ts'
import { maturesAt } from '../terms/rules.ts'
import { rewardOfLevel, sourceOfLevel } from '../terms/rules-levels.ts'
import { termsInForce, termsOfPartner } from '../terms/store.ts'
import { levelInWords } from '../terms/words.ts'
import { holdAtOnce } from './accrue.ts'
import { type AskedReward, findReward, listDueRewards } from './store-rewards.ts'

/** Asks every level that was reached what it earns; each answer is one batch, so that this may run twice, twice at once, or be cut anywhere. */
export async function accrueRewards(deps: Deps): Promise<void> {
  for (const { prospectId, level } of await listDueRewards(deps.db)) await accrueReward(deps, prospectId, level)
}

/** The same for one prospect, right behind the act that recorded its step. */
export async function accrueRewardsOf(deps: Deps, prospectId: string): Promise<void> {
  for (const { level } of await listDueRewards(deps.db, prospectId)) await accrueReward(deps, prospectId, level)
}

/**
 * What a prospect's first time on a level earns the partner with the credit now, under the terms in force now: once, however often it moves
 * (LAD3). The commission, its posting, the mail and the decided row are one batch; what earns nothing says why.
 */
async function accrueReward(deps: Deps, prospectId: string, level: number): Promise<void> {
  await readAgainIfRefused(async () => {
    const asked = await findReward(deps.db, prospectId, level)
    if (asked?.reward.status !== 'due') return
    const { attribution } = asked
    const at = deps.now()
    const terms = attribution?.partnerId ? await termsOfPartner(deps.db, attribution.partnerId, at) : undefined
    await inOneBatch(deps.db, [
      ...holdsNow(deps.db, sql`${newestCredit(prospectId)} is ${attribution?.id ?? null}`),
      ...(attribution?.partnerId ? holdsNow(deps.db, sql`${termsInForce(attribution.partnerId, at)} is ${terms?.id ?? null}`) : []),
      ...(await decideStatements(deps, asked, terms, at)),
    ])
  })
}

const newestCredit = (prospectId: string) =>
  sql`(select a.id from attributions a where a.prospect_id = ${prospectId} order by a.n desc limit 1)`

async function decideStatements(deps: Deps, asked: AskedReward, terms: TermsVersion | undefined, at: Date): Promise<Statement[]> {
  const { reward, attribution } = asked
  const partnerId = attribution?.partnerId
  if (!partnerId || !terms) return refuse(deps, reward, 'Nobody had the credit when the level was reached.', at)
  const [second] = await selectSecondBenefit(deps.db, reward.prospectId, partnerId)
  // A lower price for referring concerns payments; the level of one's own company earns nothing either.
  const own = second && reasonOfSecondBenefit({ ...second, isCut: false })
  if (own) return refuse(deps, reward, own, at)
  const earning = rewardOfLevel(terms, reward.level, asked.currency ?? undefined)
  if (earning.kind === 'nothing') return refuse(deps, reward, earning.reason, at)
  const { amountMinor, currency } = earning
  const commission = { id: deps.newId('com'), partnerId, currency, amountMinor }
  return [
    ...earn(deps, asked, attribution, terms, commission, at),
    ...decide(deps, reward, { status: 'accrued', commissionId: commission.id }, at),
  ]
}

type Made = { id: string; partnerId: string; currency: Currency; amountMinor: number }

/** It begins on hold where a person must look at the credit, as a payment's commission does. */
function earn({ db }: Deps, asked: AskedReward, { heldReason }: Attribution, terms: TermsVersion, made: Made, at: Date): Statement[] {
  const { prospectId, level } = asked.reward
  const maturing = maturesAt(at, terms.holdDays)
  return [
    db.insert(commissions).values({
      ...made,
      kind: 'earned',
      source: sourceOfLevel(prospectId, level),
      working: workingOf(level),
      termsVersionId: terms.id,
      accruedAt: at,
      maturesAt: maturing,
      status: 'pending',
    }),
    post(db, accrue(made, at), at),
    ...(heldReason ? holdAtOnce(db, made, [{ reason: heldReason, owner: 'finance' }], at) : []),
    trail(db, {
      at,
      actor: 'system',
      act: 'commission.accrued',
      subject: made.id,
      partnerId: made.partnerId,
      detail: { prospect: prospectId, level, amountMinor: made.amountMinor, currency: made.currency, held: heldReason ? [heldReason] : [] },
    }),
    ...asked.owners.map(({ id, email }) =>
      owe(
        db,
        `ntc_accrued_${made.id}_${id}`,
        email,
        {
          template: 'commission_accrued',
          data: {
            prospect: asked.company,
            amountMinor: made.amountMinor,
            currency: made.currency,
            maturesAt: maturing.toISOString(),
            commissionId: made.id,
          },
        },
        at,
      ),
    ),
  ]
}

const workingOf = (level: number): string => {
  const name = payableLevels[level - 1]
  return name ? `A fixed amount for “${levelInWords(name)}”, once for this prospect` : ''
}

const refuse = (deps: Deps, reward: LevelReward, reason: string, at: Date) => decide(deps, reward, { status: 'nothing', reason }, at)

type Decision = { status: 'accrued'; commissionId: string } | { status: 'nothing'; reason: string }

const decide = ({ db }: Deps, { prospectId, level }: LevelReward, decision: Decision, at: Date): Statement[] => [
  db
    .update(levelRewards)
    .set({ ...decision, decidedAt: at })
    .where(and(eq(levelRewards.prospectId, prospectId), eq(levelRewards.level, level), eq(levelRewards.status, 'due'))),
  ...changedExactly(db),
]
