import { and, eq } from 'drizzle-orm'
import { type Claim, claims } from '../../schema/claims.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { dueAfterBusinessDays } from '../business-days.ts'
import type { Db } from '../database.ts'
import { followDecisionOf } from '../deals/follow-decision.ts'
import { changeCredit } from '../deals/store-credit.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { listHolidays } from '../holidays.ts'
import { countTry } from '../identity/store.ts'
import { forLog } from '../log.ts'
import { owe } from '../notices/store.ts'
import { oweRole } from '../payouts/store-notices.ts'
import { companyDomainOf } from '../prospects/company-domain.ts'
import { refuseLeftAlone } from '../prospects/left-alone.ts'
import { getProspectOfPartner } from '../prospects/store.ts'
import type { NewClaim } from './claim-shapes.ts'
import { answerDays, answeringRole, claimDays, isFinal, isTooOld, mayAppeal, openClaimsAtMost, subjectOf } from './rules-claims.ts'
import { findAttribution } from './store.ts'
import {
  countOwed,
  findClaimAbout,
  findClaimable,
  findProspectByDomain,
  getClaimOfPartner,
  lastPaidAt,
  listToldOf,
} from './store-claims.ts'

type Member = { id: string; partnerId: string }

/**
 * A partner asks to look again (domain.md B2). The clock of two business days starts, and what the credit in question earned for another
 * partner is held until it is answered. A double click is one claim.
 *
 * @throws Refusal not_found, invalid, too_old, final, already_done, wrong_state, too_many, erased for a company that asked to be left alone
 */
export async function submitClaim(deps: Deps, member: Member, wanted: NewClaim): Promise<string> {
  const { db } = deps
  const done = await findAct(db, wanted.act)
  if (done) return done
  const at = deps.now()
  const about = await aboutOf(deps, member.partnerId, wanted, at)
  const claim = claimOf(deps.newId('clm'), member, wanted, about, dueAfterBusinessDays(at, answerDays, await listHolidays(db)), at)
  await refuseRepeated(db, claim)

  await readAgainIfRefused(async () => {
    if (await findAct(db, wanted.act)) return
    await refuseRepeated(db, claim)
    await inOneBatch(db, [
      actOnce(db, wanted.act, claim.id, at),
      db.insert(claims).values(claim),
      ...holdsAgain(db, claim, `${claim.id}/open`, member.id, at),
      trail(db, { at, actor: member.id, act: 'claim.submitted', subject: claim.id, partnerId: claim.partnerId, detail: detailOf(claim) }),
      ...(await tellOpened(db, claim, 'open')),
    ])
  })
  await followClaim(deps, claim)
  return (await findAct(db, wanted.act)) ?? claim.id
}

/**
 * A refused claim goes to another person, once (CLM2).
 *
 * @throws Refusal not_found, final, wrong_state, conflict
 */
export async function appealClaim(deps: Deps, member: Member, id: string, appeal: string): Promise<void> {
  const { db } = deps
  const claim = await readAgainIfRefused(async () => {
    const before = await getClaimOfPartner(db, member.partnerId, id)
    if (before.status === 'appealed') return before
    if (!mayAppeal(before)) {
      throw isFinal(before)
        ? new Refusal('final', 'This answer is the last one: a claim is looked at twice, by two people.')
        : new Refusal('wrong_state', 'This claim is not answered yet. Please wait for the answer.')
    }
    const at = deps.now()
    const dueAt = dueAfterBusinessDays(at, answerDays, await listHolidays(db))
    const after: Claim = { ...before, status: 'appealed', appeal, appealedBy: member.id, appealedAt: at, dueAt, lateToldAt: null }
    await inOneBatch(db, [
      db
        .update(claims)
        .set({ status: 'appealed', appeal, appealedBy: member.id, appealedAt: at, dueAt, lateToldAt: null })
        .where(and(eq(claims.id, id), eq(claims.status, 'refused'))),
      ...changedExactly(db),
      ...holdsAgain(db, after, `${id}/appeal`, member.id, at),
      trail(db, { at, actor: member.id, act: 'claim.appealed', subject: id, partnerId: member.partnerId }),
      ...(await tellOpened(db, after, 'appealed')),
    ])
    return after
  })
  await followClaim(deps, claim)
}

/** Holds follow a claim as commissions follow a decision; the sweep does what is left. */
export async function followClaim(deps: Deps, { id, prospectId }: Pick<Claim, 'id' | 'prospectId'>): Promise<void> {
  if (!prospectId) return
  try {
    await followDecisionOf(deps, prospectId)
  } catch (error) {
    console.error(JSON.stringify({ level: 'warn', message: `${id} is followed later: ${forLog(error)}` }))
  }
}

const holdsAgain = (db: Db, { kind, prospectId }: Claim, cause: string, actor: string, at: Date): Statement[] =>
  kind === 'wrong_amount' || !prospectId ? [] : [changeCredit(db, prospectId, cause, actor, at)]

type About = Pick<Claim, 'company' | 'domain' | 'prospectId' | 'commissionId'>

/** Whom a partner names is looked up, so no partner may try names without end. */
const namesPerDay = { what: 'claim/partner', times: 20, windowMs: 86_400_000 }

async function aboutOf(deps: Deps, partnerId: string, wanted: NewClaim, now: Date): Promise<About> {
  const { db } = deps
  if (wanted.kind === 'wrong_amount') return aboutCommission(db, partnerId, wanted.commission, now)
  if (wanted.prospect) return aboutProspect(db, partnerId, wanted.prospect, now)
  const domain = wanted.domain ? await companyDomainOf(wanted.domain) : undefined
  if (wanted.domain && !domain) {
    throw new Refusal('invalid', 'That is no company’s domain. Give one like company.example, or leave it empty and give the name.')
  }
  if (!wanted.company && !domain) throw new Refusal('invalid', 'Say which customer it is: its name, its domain, or both.')
  if (domain) {
    if ((await countTry(db, namesPerDay, partnerId, now)) > namesPerDay.times) {
      throw new Refusal('too_many', 'Your company has claimed many today. Please go on tomorrow.')
    }
    await refuseLeftAlone(deps, { domain })
  }
  // What a partner does not see is not told by a claim either: a person looks at it.
  const prospectId = domain ? ((await findProspectByDomain(db, domain)) ?? null) : null
  return { company: wanted.company || domain || '', domain: domain ?? null, prospectId, commissionId: null }
}

async function aboutCommission(db: Db, partnerId: string, id: string | undefined, now: Date): Promise<About> {
  if (!id) throw new Refusal('invalid', 'A claim about an amount begins on the receipt that it is about. Open it under Earnings.')
  const row = await findClaimable(db, id)
  if (row?.commission.partnerId !== partnerId || row.commission.kind !== 'earned') throw notFound()
  refuseOld(row.paidAt ?? row.commission.accruedAt, now)
  return {
    company: row.company ?? 'A commission without a customer',
    domain: null,
    prospectId: row.prospectId,
    commissionId: row.commission.id,
  }
}

async function aboutProspect(db: Db, partnerId: string, id: string, now: Date): Promise<About> {
  const prospect = await getProspectOfPartner(db, partnerId, id)
  if (prospect.erasedAt) throw notFound()
  if ((await findAttribution(db, id))?.partnerId === partnerId) {
    throw new Refusal('wrong_state', 'You have the credit for this customer. If an amount is wrong, claim it on its receipt.')
  }
  const paidAt = await lastPaidAt(db, id)
  if (paidAt) refuseOld(paidAt, now)
  return { company: prospect.company, domain: prospect.domain, prospectId: id, commissionId: null }
}

function refuseOld(paidAt: Date, now: Date): void {
  if (isTooOld(paidAt, now)) {
    throw new Refusal(
      'too_old',
      `The last payment was more than ${claimDays} days ago. Claims are heard for ${claimDays} days after a payment.`,
    )
  }
}

const claimOf = (id: string, member: Member, { kind, evidence, link }: NewClaim, about: About, dueAt: Date, at: Date): Claim => ({
  id,
  partnerId: member.partnerId,
  kind,
  subject: subjectOf(about),
  ...about,
  evidence,
  evidenceLink: link || null,
  status: 'open',
  memberId: member.id,
  submittedAt: at,
  dueAt,
  decidedBy: null,
  decidedAt: null,
  reason: null,
  appeal: null,
  appealedBy: null,
  appealedAt: null,
  appealDecidedBy: null,
  appealDecidedAt: null,
  appealReason: null,
  outcome: null,
  lateToldAt: null,
})

async function refuseRepeated(db: Db, { partnerId, subject }: Claim): Promise<void> {
  const before = await findClaimAbout(db, partnerId, subject)
  if (before && isFinal(before))
    throw new Refusal('final', 'Two people looked at a claim of yours about this; their answer is the last one.')
  if (before?.status === 'refused')
    throw new Refusal('final', 'We answered a claim of yours about this. If you see it differently, appeal there.')
  if (before) throw new Refusal('already_done', 'You have claimed this already, and we are looking at it.')
  if ((await countOwed(db, partnerId, openClaimsAtMost)) >= openClaimsAtMost) {
    throw new Refusal('too_many', `You wait for ${openClaimsAtMost} answers already. Please wait for one before you claim more.`)
  }
}

const detailOf = ({ kind, prospectId, commissionId, dueAt }: Claim) => ({
  kind,
  prospect: prospectId,
  commission: commissionId,
  dueAt: dueAt.toISOString(),
})

/** The partner reads when it hears from us; whoever answers is called. */
async function tellOpened(db: Db, claim: Claim, stage: 'open' | 'appealed'): Promise<Statement[]> {
  const { id, kind, company, dueAt } = claim
  const at = claim.appealedAt ?? claim.submittedAt
  const data = { claimId: id, company, dueAt: dueAt.toISOString(), isAppeal: stage === 'appealed' }
  const told = await listToldOf(db, claim)
  return [
    ...told.map((person) => owe(db, `ntc_claim_${stage}_${id}_${person.id}`, person.email, { template: 'claim_received', data }, at)),
    oweRole(
      db,
      `claim_${stage}:${id}`,
      answeringRole(kind),
      claim.decidedBy ? [claim.decidedBy] : [],
      { template: 'claim_to_answer', data: { ...data, isLate: false } },
      at,
    ),
  ]
}
