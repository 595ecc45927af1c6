import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { grants } from '../../../schema/grants.ts'
import { kickoffAsks } from '../../../schema/invitations.ts'
import { tellResult } from '../../../worker/engagements/criteria.ts'
import { addCriterion } from '../../../worker/engagements/engagement.ts'
import { askAtKickoff, draftDueInvitations } from '../../../worker/engagements/kickoff-ask.ts'
import { settleGrievance } from '../../../worker/prospects/grievances.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, haveSales } from '../agreements/have.ts'
import { haveContact, haveGrievance } from '../prospects/customer-fixtures.ts'
import { by, criterionOf, haveAsked, haveEngagement, invited, meetAll, met, today } from './engaged.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const mailsToSales = () => world.mails.filter(({ subject }) => subject.includes('invitation')).length

describe('the question at kickoff', () => {
  it('ASK1 is asked once criteria stand, not before', async () => {
    const { id, prospectId } = await haveEngagement(world, { criteria: 0, upTo: 'planned' })
    const contactId = await haveContact(world, prospectId)
    const ask = { act: act(world), contactId, answer: 'yes' as const, askedOn: today }

    expect(await codeOf(askAtKickoff(world.deps, id, ask, by))).toBe('no_criteria')
    await addCriterion(world.deps, id, criterionOf(world), by)
    expect(await codeOf(askAtKickoff(world.deps, id, { ...ask, askedOn: '2026-11-03' }, by))).toBe('invalid')
    await askAtKickoff(world.deps, id, ask, by)
    await askAtKickoff(world.deps, id, ask, by)

    expect(await world.deps.db.select().from(kickoffAsks)).toMatchObject([{ answer: 'yes', invitedAt: null }])
    expect(await codeOf(askAtKickoff(world.deps, id, { ...ask, act: act(world), contactId: 'con_nobody' }, by))).toBe('not_found')
  })

  it('ASK1 with all met, yes and maybe become one drafted invitation each, in the batch of the last one met; no becomes none', async () => {
    await haveSales(world)
    const work = await haveEngagement(world, { criteria: 2 })
    for (const answer of ['yes', 'maybe', 'no'] as const) await haveAsked(world, work, answer)
    const [first = '', last = ''] = work.criterionIds

    await tellResult(world.deps, work.id, first, met, by)
    expect(await invited(world)).toEqual([])
    await tellResult(world.deps, work.id, last, met, by)
    expect(await invited(world)).toEqual(['maybe', 'yes'])
    await draftDueInvitations(world.deps)
    await world.settle()

    expect(mailsToSales()).toBe(2)
    expect(await world.deps.db.all(sql`select count(*) as n from audit where act = 'invitation.drafted'`)).toEqual([{ n: 2 }])
  })

  it('ASK1 two who decide the last criteria at once draft one invitation', async () => {
    const work = await haveEngagement(world, { criteria: 2 })
    await haveAsked(world, work)
    await Promise.all(work.criterionIds.map((criterion) => tellResult(world.deps, work.id, criterion, met, by)))
    expect(await world.deps.db.all(sql`select count(*) as n from audit where act = 'invitation.drafted'`)).toEqual([{ n: 1 }])
  })

  it('ASK1 a missed criterion drafts none', async () => {
    const work = await haveEngagement(world, { criteria: 2 })
    await haveAsked(world, work)
    const [first = '', last = ''] = work.criterionIds
    await tellResult(world.deps, work.id, first, met, by)
    await tellResult(world.deps, work.id, last, { ...met, outcome: 'missed' }, by)
    await draftDueInvitations(world.deps)
    expect(await invited(world)).toEqual([])
  })

  it('ASK1 an open grievance holds the invitation back until it is settled, and then in that batch', async () => {
    const { id: sales } = await haveSales(world)
    const work = await haveEngagement(world)
    await haveAsked(world, work)
    const grievance = await haveGrievance(world, work.prospectId, 'offered')

    await meetAll(world, work)
    await draftDueInvitations(world.deps)
    expect(await invited(world)).toEqual([])
    await settleGrievance(world.deps, sales, work.prospectId, grievance.id, { outcome: 'settled', settled_on: today })

    expect(await invited(world)).toEqual(['yes'])
  })

  it('ASK1 who is asked after everything was met is invited at once, and the night drafts what no batch did', async () => {
    const work = await haveEngagement(world)
    await meetAll(world, work)
    await haveAsked(world, work)
    expect(await invited(world)).toEqual(['yes'])

    const other = await haveEngagement(world)
    await haveAsked(world, other, 'maybe')
    await world.deps.db.run(
      sql`update criteria set status = 'met', result = 'One', accepted_by = 'Bea', decided_on = ${today} where status = 'open'`,
    )
    await draftDueInvitations(world.deps)
    expect(await invited(world)).toEqual(['maybe', 'yes'])
  })

  it('ASK1 nobody is asked twice in one engagement, least of all after a no', async () => {
    const work = await haveEngagement(world)
    const contactId = await haveAsked(world, work, 'no')
    const again = { act: act(world), contactId, answer: 'yes' as const, askedOn: today }

    expect(await codeOf(askAtKickoff(world.deps, work.id, again, by))).toBe('already_done')
    await expect(world.deps.db.run(sql`update kickoff_asks set answer = 'yes'`)).rejects.toThrow()
    const next = await haveEngagement(world, { prospectId: work.prospectId })
    expect(await codeOf(askAtKickoff(world.deps, next.id, { ...again, act: act(world) }, by))).toBe('done')
  })

  it('ASK2 is one person’s word and gives no grant', async () => {
    const work = await haveEngagement(world)
    await haveAsked(world, work)
    await meetAll(world, work)
    expect(await world.deps.db.select().from(grants)).toEqual([])
  })
})
