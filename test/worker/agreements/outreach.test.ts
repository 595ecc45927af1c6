import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { customers } from '../../../schema/customers.ts'
import { offerAgreement } from '../../../worker/agreements/agreement-offer.ts'
import { askForGrant } from '../../../worker/agreements/grant.ts'
import { remindOfGrants } from '../../../worker/agreements/nightly.ts'
import { isOutreachEnded } from '../../../worker/agreements/outreach.ts'
import { closeEngagement, kickOff } from '../../../worker/engagements/engagement.ts'
import { createWorld, type World } from '../../support/world.ts'
import { by, haveEngagement, today } from '../engagements/engaged.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'
import { codeOf, haveCustomerPartner, haveDraft, haveGrant, haveSales, haveSigned, wholeGrant } from './have.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const hasEnded = (id: string) => isOutreachEnded(world.deps.db, id, world.now())

describe('CAT6 a regular customer whose work is closed', () => {
  it('gets no programme mail: nothing is asked of it, nothing reminds it, until a person restarts it', async () => {
    const sales = await haveSales(world)
    const { prospectId } = await haveCustomerPartner(world)
    await haveCustomer(world, { prospectId })
    await haveGrant(world, prospectId, 'web_release', { endsOn: '2026-12-01' })
    const agreementId = await haveDraft(world, prospectId)
    await haveEngagement(world, { prospectId, upTo: 'closed' })
    await world.settle()
    world.mails.length = 0
    const ask = () => codeOf(askForGrant(world.deps, wholeGrant(world, prospectId, 'press_release'), by))

    expect(await ask()).toBe('outreach_ended')
    expect(await codeOf(offerAgreement(world.deps, agreementId, by))).toBe('outreach_ended')
    await remindOfGrants(world.deps)
    await world.settle()
    expect(world.mails.map(({ to }) => to).filter((to) => !to.endsWith('@wrenmarch.example'))).toEqual([])

    expect((await world.ask(`/customers/${prospectId}/outreach`, { as: sales, form: {} })).status).toBe(303)
    expect(await ask()).toBe('done')
    expect(await codeOf(offerAgreement(world.deps, agreementId, by))).toBe('done')
    await world.settle()
    expect(world.mails.filter(({ to }) => !to.endsWith('@wrenmarch.example')).length).toBeGreaterThan(0)
  })

  it('says so on its page, where one button writes to it again', async () => {
    const sales = await haveSales(world)
    const { prospectId } = await haveEngagement(world, { upTo: 'closed' })
    const pageOf = async () => (await world.ask(`/customers/${prospectId}`, { as: sales })).text()

    expect(await pageOf()).toContain('It gets no mail from the programme')
    await world.ask(`/customers/${prospectId}/outreach`, { as: sales, form: {} })
    expect(await pageOf()).not.toContain('It gets no mail from the programme')
  })

  it('hears from us while other work is open, and again when new work begins', async () => {
    const first = await haveEngagement(world)
    const second = await haveEngagement(world, { prospectId: first.prospectId })
    await closeEngagement(world.deps, first.id, { on: today, version: 2 }, by)
    expect(await hasEnded(first.prospectId)).toBe(false)
    await closeEngagement(world.deps, second.id, { on: today, version: 2 }, by)
    expect(await hasEnded(first.prospectId)).toBe(true)

    const third = await haveEngagement(world, { prospectId: first.prospectId, upTo: 'planned' })
    await kickOff(world.deps, third.id, { on: today, version: 1 }, by)
    expect(await hasEnded(first.prospectId)).toBe(false)
  })

  it('is no customer with an agreement in force', async () => {
    const { id } = await haveCustomer(world)
    await haveSigned(world, id)
    await haveEngagement(world, { prospectId: id, upTo: 'closed' })

    const [customer] = await world.deps.db.select().from(customers).where(eq(customers.prospectId, id))
    expect([customer?.outreachEndedAt, await hasEnded(id)]).toEqual([null, false])
  })
})
