import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { ledgerRequests } from '../../../schema/decisions.ts'
import { outbox } from '../../../schema/records.ts'
import { answerClaim } from '../../../worker/attribution/answer-claim.ts'
import { appealClaim, submitClaim } from '../../../worker/attribution/claim.ts'
import { tellLateClaims } from '../../../worker/attribution/claim-clock.ts'
import { getClaim, readClaimFigures } from '../../../worker/attribution/store-claims.ts'
import { rejectCommission } from '../../../worker/commissions/reject.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from '../deals/fixtures.ts'
import { haveContested, memberOf, no, said, statuses, yes } from './claims-support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

describe('a claim about an amount', () => {
  async function haveCounted() {
    const made = await haveContested(world)
    await made.pay(100_000)
    const [row] = await world.deps.db.select().from(commissions)
    const commission = row?.id ?? ''
    const claim = () => submitClaim(world.deps, memberOf(made.partner), said(world, 'wrong_amount', { commission }))
    return { ...made, commission, claim }
  }

  it('accepted asks finance for an adjustment, which another person confirms; nothing is held', async () => {
    const { partner, claim, finance, sales } = await haveCounted()
    const id = await claim()
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, held: 0 })
    await expect(answerClaim(world.deps, id, { ...yes, amountMinor: 500 }, sales)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(answerClaim(world.deps, id, yes, finance)).rejects.toMatchObject({ code: 'invalid' })

    await answerClaim(world.deps, id, { ...yes, amountMinor: 500 }, finance)

    const [request] = await world.deps.db.select().from(ledgerRequests)
    expect(request).toMatchObject({ partnerId: partner.id, amountMinor: 500, status: 'open', askedBy: finance.id, kind: 'adjust' })
    expect(await getClaim(world.deps.db, id)).toMatchObject({ outcome: request?.id })
  })

  it('about a refused commission gives it back by a correction', async () => {
    const { partner, commission, claim, finance } = await haveCounted()
    await rejectCommission(world.deps, commission, 'Not ours', 'stf_priya')
    const id = await claim()

    await answerClaim(world.deps, id, yes, finance)

    expect(await statuses(world, partner.id)).toEqual([
      [10_000, 'rejected'],
      [-10_000, 'rejected'],
      [10_000, 'pending'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('is heard for 180 days after the payment, the edge included', async () => {
    const { claim } = await haveCounted()
    await world.travel({ days: 180 })
    await claim()
  })

  it('is too old a second later', async () => {
    const { claim } = await haveCounted()
    await world.travel({ days: 180, seconds: 1 })
    await expect(claim()).rejects.toMatchObject({ code: 'too_old', status: 409 })
  })

  it('of another partner’s commission is not found', async () => {
    const { claimant, commission } = await haveCounted()
    await expect(submitClaim(world.deps, memberOf(claimant), said(world, 'wrong_amount', { commission }))).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('what people hear of claims', () => {
  it('the partner when it hears from us and the answer; whoever answers, and again when it is late', async () => {
    const { claim, sales } = await haveContested(world)
    const id = await claim()
    await world.travel({ days: 5 })
    await tellLateClaims(world.deps)
    await tellLateClaims(world.deps)
    await answerClaim(world.deps, id, no, sales)

    const mails = await world.deps.db.select().from(outbox)
    const counted = Object.fromEntries(
      [...Map.groupBy(mails, ({ template, data }) => `${template}${(data as { isLate?: boolean }).isLate ? ', late' : ''}`)].map(
        ([name, rows]) => [name, rows.length],
      ),
    )
    // Two of sales are there, and the partner's owner made the claim; the deal's own sales person is the third.
    expect(counted).toEqual({ claim_received: 1, claim_to_answer: 3, 'claim_to_answer, late': 3, claim_answered: 1 })
  })

  it('CLM3 how many, how fast, how many accepted: of a partner, and of all', async () => {
    const { claimant, claim, sales, other } = await haveContested(world)
    expect(await readClaimFigures(world.deps.db, 'all')).toEqual({ submitted: 0, accepted: 0, refused: 0, answered: 0, medianHours: null })
    const first = await claim()
    await world.travel({ hours: 3 })
    await answerClaim(world.deps, first, no, sales)
    const second = await submitClaim(world.deps, memberOf(claimant), said(world, 'missing', { company: 'Another' }))
    await world.travel({ hours: 20 })
    await answerClaim(world.deps, second, no, sales)
    await appealClaim(world.deps, memberOf(claimant), first, 'The registration was for their sister company.')
    await answerClaim(world.deps, first, yes, other)

    expect(await readClaimFigures(world.deps.db, claimant.id)).toEqual({
      submitted: 2,
      accepted: 1,
      refused: 1,
      answered: 2,
      medianHours: 3,
    })
    const third = await submitClaim(world.deps, memberOf(claimant), said(world, 'missing', { company: 'A third' }))
    await world.travel({ hours: 50 })
    await answerClaim(world.deps, third, no, other)
    expect(await readClaimFigures(world.deps.db, 'all')).toMatchObject({ submitted: 3, medianHours: 20 })
  })
})
