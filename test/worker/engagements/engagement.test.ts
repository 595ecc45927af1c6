import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { deals } from '../../../schema/deals.ts'
import { warrantyOffers } from '../../../schema/engagements.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { agreeToResult, tellResult } from '../../../worker/engagements/criteria.ts'
import { addCriterion, changeEngagement, closeEngagement, kickOff, planEngagement } from '../../../worker/engagements/engagement.ts'
import { answerOffer, offerWarranty } from '../../../worker/engagements/warranty.ts'
import { digestOf } from '../../../worker/identity/keys.ts'
import { haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, haveSales } from '../agreements/have.ts'
import { haveContact, haveCustomer, haveWonDealOf } from '../prospects/customer-fixtures.ts'
import { by, criterionOf, criterionRow, engagementOf, haveEngagement, haveOffer, met, today } from './engaged.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

describe('engagements', () => {
  it('are planned for customers alone, with their own deals and people, and once for a form sent twice', async () => {
    const { id: prospectId } = await haveCustomer(world)
    const other = await haveCustomer(world)
    const wanted = { act: act(world), prospectId, name: 'Plan', dealId: '', sponsorContact: '' }
    const [dealId, stranger] = [await haveWonDealOf(world, other.id), await haveContact(world, other.id)]

    expect(await planEngagement(world.deps, wanted, by)).toBe(await planEngagement(world.deps, wanted, by))
    expect(await codeOf(planEngagement(world.deps, { ...wanted, act: act(world), dealId }, by))).toBe('invalid')
    expect(await codeOf(planEngagement(world.deps, { ...wanted, act: act(world), sponsorContact: stranger }, by))).toBe('invalid')
    const { id: noCustomer } = await haveProspect(world)
    expect(await codeOf(planEngagement(world.deps, { ...wanted, act: act(world), prospectId: noCustomer }, by))).toBe('no_customer')
    expect(await codeOf(planEngagement(world.deps, { ...wanted, act: act(world), prospectId: 'pro_nobody' }, by))).toBe('not_found')
  })

  it('ENG1 have no kickoff without a criterion, in the page and in the tables', async () => {
    const { id } = await haveEngagement(world, { criteria: 0, upTo: 'planned' })

    expect(await codeOf(kickOff(world.deps, id, { on: today, version: 1 }, by))).toBe('no_criteria')
    await expect(world.deps.db.run(sql`update engagements set status = 'kicked_off', kickoff_on = ${today}`)).rejects.toThrow()
    await addCriterion(world.deps, id, criterionOf(world), by)
    await kickOff(world.deps, id, { on: today, version: 1 }, by)

    expect(await engagementOf(world, id)).toMatchObject({ status: 'kicked_off', kickoffOn: today })
    expect(await codeOf(kickOff(world.deps, id, { on: today, version: 2 }, by))).toBe('wrong_state')
  })

  it('ENG2 met needs a result and the customer’s name, in the page and in the tables', async () => {
    const { id, criterionIds } = await haveEngagement(world)
    const [criterion = ''] = criterionIds

    for (const missing of [{ acceptedBy: '' }, { result: '' }, { result: '', acceptedBy: '' }]) {
      expect(await codeOf(tellResult(world.deps, id, criterion, { ...met, ...missing }, by))).toBe('not_accepted')
    }
    await expect(world.deps.db.run(sql`update criteria set status = 'met', decided_on = ${today}`)).rejects.toThrow()
    await tellResult(world.deps, id, criterion, met, by)

    expect(await criterionRow(world, criterion)).toMatchObject({ status: 'met', acceptedBy: 'Bea Lund', result: 'One stop in October' })
    expect(await codeOf(tellResult(world.deps, id, criterion, { ...met, outcome: 'missed' }, by))).toBe('wrong_state')
    await expect(world.deps.db.run(sql`update criteria set statement = 'Something else'`)).rejects.toThrow()
  })

  it('ENG2 the customer agrees to exactly the result that it was shown', async () => {
    const { id, prospectId, criterionIds } = await haveEngagement(world)
    const [criterion = ''] = criterionIds
    const agree = async (result: string, of = prospectId) =>
      codeOf(agreeToResult(world.deps, of, criterion, { textHash: await digestOf(result), name: 'Ida Holm' }, 'mem_ida'))

    expect(await agree('')).toBe('wrong_state')
    await tellResult(world.deps, id, criterion, { ...met, outcome: 'open' }, by)
    expect(await agree('None at all')).toBe('text_changed')
    expect(await agree(met.result, (await haveCustomer(world)).id)).toBe('not_found')
    expect(await agree(met.result)).toBe('done')
    expect(await agree(met.result)).toBe('wrong_state')

    expect(await criterionRow(world, criterion)).toMatchObject({ status: 'met', acceptedBy: 'Ida Holm', decidedOn: today })
  })

  it('decide each criterion once, whoever is faster', async () => {
    const { id, criterionIds } = await haveEngagement(world)
    const [criterion = ''] = criterionIds
    const told = await Promise.all([
      codeOf(tellResult(world.deps, id, criterion, met, by)),
      codeOf(tellResult(world.deps, id, criterion, { ...met, outcome: 'missed' }, by)),
    ])
    expect(told.toSorted()).toEqual(['done', 'wrong_state'])
  })

  it('tell no result before their kickoff, no day in the future, and take no criterion once closed', async () => {
    const planned = await haveEngagement(world, { upTo: 'planned' })
    expect(await codeOf(tellResult(world.deps, planned.id, planned.criterionIds[0] ?? '', met, by))).toBe('wrong_state')
    expect(await codeOf(kickOff(world.deps, planned.id, { on: '2026-11-03', version: 1 }, by))).toBe('invalid')

    const closed = await haveEngagement(world, { upTo: 'closed' })
    expect(await codeOf(addCriterion(world.deps, closed.id, criterionOf(world), by))).toBe('wrong_state')
    expect(await codeOf(tellResult(world.deps, closed.id, closed.criterionIds[0] ?? '', { ...met, decidedOn: '2026-11-01' }, by))).toBe(
      'invalid',
    )
    expect(await codeOf(tellResult(world.deps, closed.id, closed.criterionIds[0] ?? '', met, by))).toBe('done')
  })

  it('say when somebody else has changed them', async () => {
    const { id } = await haveEngagement(world)
    const work = { name: 'Another name', dealId: '', sponsorContact: '' }
    expect(await codeOf(changeEngagement(world.deps, id, { ...work, version: 1 }, by))).toBe('stale')
    expect(await codeOf(changeEngagement(world.deps, id, { ...work, version: 2 }, by))).toBe('done')
    expect(await codeOf(closeEngagement(world.deps, id, { on: today, version: 2 }, by))).toBe('stale')
  })

  it('are listed by state and by what is overdue', async () => {
    const sales = await haveSales(world)
    const late = await haveEngagement(world)
    await haveEngagement(world, { upTo: 'closed', prospectId: (await haveCustomer(world, { company: 'Velmora' })).id })
    await world.travel({ days: 40 })
    const listed = async (query: string) => textOf(await (await world.ask(`/engagements${query}`, { as: sales })).text())

    expect(await listed('')).toMatch(/Velmora.*1 open 1 overdue.*Salthaven/s)
    expect(await listed('?status=closed')).not.toContain('Salthaven')
    expect(await listed('?status=planned')).toContain('None like this')
    await tellResult(world.deps, late.id, late.criterionIds[0] ?? '', { ...met, decidedOn: '2026-12-12' }, by)
    expect(await listed('?criteria=overdue')).not.toContain('Salthaven')
    expect(await listed('?criteria=overdue')).toContain('Velmora')
  })
})

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('the warranty', () => {
  it('MOT1 is offered to a project before the start and again at the end, in the page and in the tables', async () => {
    const { id } = await haveEngagement(world, { motion: 'project', upTo: 'planned' })

    expect(await codeOf(kickOff(world.deps, id, { on: today, version: 1 }, by))).toBe('offer_missing')
    await expect(world.deps.db.run(sql`update engagements set status = 'kicked_off', kickoff_on = ${today}`)).rejects.toThrow()
    await haveOffer(world, id)
    await kickOff(world.deps, id, { on: today, version: 1 }, by)
    expect(await codeOf(closeEngagement(world.deps, id, { on: today, version: 2 }, by))).toBe('offer_missing')
    await haveOffer(world, id)
    await closeEngagement(world.deps, id, { on: today, version: 2 }, by)

    expect((await world.deps.db.select().from(warrantyOffers)).map(({ moment }) => moment).toSorted()).toEqual(['close', 'kickoff'])
    expect(await codeOf(offerWarranty(world.deps, id, { act: act(world), covers: 'All', offeredOn: today }, by))).toBe('wrong_state')
  })

  it('MOT1 is asked of no support customer', async () => {
    const { id } = await haveEngagement(world, { motion: 'support', upTo: 'closed' })
    expect((await engagementOf(world, id))?.status).toBe('closed')
  })

  it('is offered once for each moment and answered once', async () => {
    const { id } = await haveEngagement(world)
    const offer = await haveOffer(world, id)
    expect(await codeOf(offerWarranty(world.deps, id, { act: act(world), covers: 'All', offeredOn: today }, by))).toBe('wrong_state')
    const declined = { answer: 'declined' as const, answeredOn: today, dealId: '', dealName: '', currency: 'eur' as const, amountMinor: 0 }

    await answerOffer(world.deps, id, offer, declined, by)
    expect(await codeOf(answerOffer(world.deps, id, offer, declined, by))).toBe('wrong_state')
    expect(await codeOf(answerOffer(world.deps, id, 'wof_nobody', declined, by))).toBe('not_found')
    expect(await world.deps.db.select().from(deals)).toEqual([])
  })

  it('MOT2 taken, becomes one warranty deal in the same batch, and leaves how the customer came as it was', async () => {
    const { id, prospectId } = await haveEngagement(world, { motion: 'project', upTo: 'planned' })
    const offer = await haveOffer(world, id)
    const taken = {
      answer: 'taken' as const,
      answeredOn: today,
      dealId: '',
      dealName: 'Warranty of the bakery',
      currency: 'eur' as const,
      amountMinor: 120_000,
    }

    const answers = await Promise.all([1, 2].map(() => codeOf(answerOffer(world.deps, id, offer, taken, by))))

    expect(answers).toContain('done')
    const opened = await world.deps.db.select().from(deals)
    expect(opened).toMatchObject([{ prospectId, kind: 'warranty', amountMinor: 120_000 }])
    expect(await world.deps.db.select().from(warrantyOffers)).toMatchObject([{ status: 'taken', dealId: opened[0]?.id }])
    expect(await world.deps.db.all(sql`select motion from customers where prospect_id = ${prospectId}`)).toEqual([{ motion: 'project' }])
  })

  it('may be a warranty deal of the same customer that is open already, and no other', async () => {
    const { id, prospectId } = await haveEngagement(world)
    const offer = await haveOffer(world, id)
    const link = (dealId: string) =>
      codeOf(
        answerOffer(
          world.deps,
          id,
          offer,
          { answer: 'taken', answeredOn: today, dealId, dealName: '', currency: 'eur', amountMinor: 0 },
          by,
        ),
      )
    const warrantyOf = (of: string) =>
      openDeal(
        world.deps,
        { prospectId: of, name: 'Care', kind: 'warranty', currency: 'eur', amountMinor: 1, source: null },
        act(world),
        by,
      )

    expect(await link(await haveWonDealOf(world, prospectId))).toBe('invalid')
    expect(await link(await warrantyOf((await haveCustomer(world)).id))).toBe('invalid')
    const mine = await warrantyOf(prospectId)
    expect(await link(mine)).toBe('done')
    expect(await world.deps.db.select().from(warrantyOffers)).toMatchObject([{ status: 'taken', dealId: mine }])
  })
})
