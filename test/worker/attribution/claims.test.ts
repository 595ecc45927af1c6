import { isNull, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { creditChanges } from '../../../schema/claims.ts'
import { commissionHolds } from '../../../schema/commissions.ts'
import { outbox } from '../../../schema/records.ts'
import { answerClaim } from '../../../worker/attribution/answer-claim.ts'
import { appealClaim, submitClaim } from '../../../worker/attribution/claim.ts'
import { findAttribution } from '../../../worker/attribution/store.ts'
import { getClaim } from '../../../worker/attribution/store-claims.ts'
import { releaseCommission } from '../../../worker/commissions/hold.ts'
import { wasRefused } from '../../../worker/database.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from '../deals/fixtures.ts'
import { haveContested, memberOf, no, said, statuses, yes } from './claims-support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

describe('a claim', () => {
  it('CLM1 is answered by the end of two business days', async () => {
    const { claim } = await haveContested(world)
    const { dueAt, submittedAt } = await getClaim(world.deps.db, await claim())
    expect(dueAt.getTime() - submittedAt.getTime()).toBeGreaterThanOrEqual(2 * 86_400_000)
  })

  it('holds what the customer earned for somebody else, and what it earns meanwhile', async () => {
    const { partner, pay, claim } = await haveContested(world)
    await pay(100_000)

    const id = await claim()
    await pay(50_000)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 15_000 })
    const holds = await world.deps.db.select().from(commissionHolds)
    expect(holds.map(({ owner, reason }) => [owner, reason])).toEqual(
      Array(2).fill([`claim/${id}`, 'Another partner claims the credit for this customer.']),
    )
    await expect(releaseCommission(world.deps, holds[0]?.commissionId ?? '', 1, 'Looked at', 'stf_priya')).rejects.toMatchObject({
      code: 'wrong_state',
    })
  })

  it('refused frees them where they were', async () => {
    const { partner, pay, claim, sales } = await haveContested(world)
    await pay(100_000)
    const id = await claim()

    await answerClaim(world.deps, id, no, sales)

    expect(await getClaim(world.deps.db, id)).toMatchObject({ status: 'refused', decidedBy: sales.id, reason: no.reason })
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, held: 0 })
  })

  it('accepted moves the credit with its reason, and the money with it', async () => {
    const { partner, claimant, prospect, pay, claim, sales } = await haveContested(world)
    await pay(100_000)
    const id = await claim()

    await answerClaim(world.deps, id, yes, sales)

    const inForce = await findAttribution(world.deps.db, prospect.id)
    expect(inForce).toMatchObject({ n: 2, partnerId: claimant.id, reason: yes.reason, decidedBy: sales.id })
    expect(await getClaim(world.deps.db, id)).toMatchObject({ status: 'accepted', outcome: inForce?.id, prospectId: prospect.id })
    expect(await statuses(world, partner.id)).toEqual([
      [10_000, 'voided'],
      [-10_000, 'voided'],
    ])
    expect(await statuses(world, claimant.id)).toEqual([[10_000, 'pending']])
    expect(await world.deps.db.select().from(creditChanges).where(isNull(creditChanges.doneAt))).toEqual([])
  })

  it('about a company that nobody knows waits for a person to say which prospect it is', async () => {
    const { claimant, sales, prospect } = await haveContested(world)
    const id = await submitClaim(world.deps, memberOf(claimant), said(world, 'missing', { company: 'The printers in Copsedale' }))
    await expect(answerClaim(world.deps, id, yes, sales)).rejects.toMatchObject({ code: 'invalid' })
    await expect(answerClaim(world.deps, id, { ...yes, prospectId: 'pro_none' }, sales)).rejects.toMatchObject({ code: 'invalid' })
    await answerClaim(world.deps, id, { ...yes, prospectId: prospect.id }, sales)
    expect((await findAttribution(world.deps.db, prospect.id))?.partnerId).toBe(claimant.id)
  })

  it('CLM2 is appealed once, and another person answers', async () => {
    const { claimant, partner, pay, claim, sales, other } = await haveContested(world)
    await pay(100_000)
    const id = await claim()
    await answerClaim(world.deps, id, no, sales)

    await appealClaim(world.deps, memberOf(claimant), id, 'The registration was for their sister company.')
    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 10_000 })
    await expect(answerClaim(world.deps, id, yes, sales)).rejects.toMatchObject({ code: 'same_person' })
    await answerClaim(world.deps, id, no, other)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, held: 0 })
    await expect(appealClaim(world.deps, memberOf(claimant), id, 'Once more, please look.')).rejects.toMatchObject({ code: 'final' })
    await expect(claim()).rejects.toMatchObject({ code: 'final' })
  })

  it('CLM2 by SQL alone: the first decider cannot answer the appeal', async () => {
    const { claimant, claim, sales } = await haveContested(world)
    const id = await claim()
    await answerClaim(world.deps, id, no, sales)
    await appealClaim(world.deps, memberOf(claimant), id, 'The registration was for their sister company.')
    const by = (person: string) =>
      world.deps.db.run(
        sql`update claims set status = 'refused', appeal_decided_by = ${person}, appeal_decided_at = 5, appeal_reason = 'No' where id = ${id}`,
      )
    await expect(by(sales.id)).rejects.toSatisfy(wasRefused)
    await by('stf_another')
  })

  it('accepted on appeal moves the credit', async () => {
    const { claimant, prospect, pay, claim, sales, other } = await haveContested(world)
    await pay(100_000)
    const id = await claim()
    await answerClaim(world.deps, id, no, sales)
    await appealClaim(world.deps, memberOf(claimant), id, 'The registration was for their sister company.')
    await answerClaim(world.deps, id, yes, other)
    expect((await findAttribution(world.deps.db, prospect.id))?.partnerId).toBe(claimant.id)
    expect(await statuses(world, claimant.id)).toEqual([[10_000, 'pending']])
  })

  it('two people who answer at once: one answer stands, the other person is told', async () => {
    const { claimant, prospect, pay, claim, sales, other } = await haveContested(world)
    await pay(100_000)
    const id = await claim()

    const answers = await Promise.allSettled([answerClaim(world.deps, id, yes, sales), answerClaim(world.deps, id, no, other)])

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { status } = await getClaim(world.deps.db, id)
    const credited = (await findAttribution(world.deps.db, prospect.id))?.partnerId
    expect(credited === claimant.id).toBe(status === 'accepted')
    const mails = (await world.deps.db.select().from(outbox)).filter(({ template }) => template === 'claim_answered')
    expect(mails).toHaveLength(1)
  })

  it('sent twice is one claim; about the same again is declined', async () => {
    const { claimant } = await haveContested(world)
    const form = said(world, 'missing', { domain: 'copsedale.example' })
    const ids = await Promise.all([1, 2].map(() => submitClaim(world.deps, memberOf(claimant), form)))
    expect(new Set(ids).size).toBe(1)
    await expect(submitClaim(world.deps, memberOf(claimant), { ...form, act: 'act_other' })).rejects.toMatchObject({ code: 'already_done' })
  })
})
