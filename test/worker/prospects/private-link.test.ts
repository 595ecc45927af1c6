import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { declines } from '../../../schema/privacy.ts'
import { outbox } from '../../../schema/records.ts'
import { makeLink } from '../../../worker/agreements/store-links.ts'
import { makePrivateLink } from '../../../worker/prospects/private-link.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { havePrivateLink } from '../bad-input/forms-of-codes.ts'
import { haveContact } from '../references/desk.ts'

let world: World
let prospectId: string
let contactId: string
beforeEach(async () => {
  world = await createWorld()
  prospectId = (await haveProspect(world, null, { company: 'Halewick Dairies', domain: 'halewick.example' })).id
  contactId = (await haveContact(world, prospectId, { name: 'Ann Lee', email: 'ann@halewick.example' })).id
})
const statusOf = async (path: string) => (await world.ask(path)).status

describe('a private link', () => {
  it('to what is held works for 400 days, and whoever comes later is told how to get another', async () => {
    const { url, statements } = await makePrivateLink(world.deps, { prospectId, contactId }, world.now())
    for (const statement of statements) await statement
    const path = new URL(url).pathname

    await world.travel({ days: 399 })
    expect(await statusOf(path)).toBe(200)
    await world.travel({ days: 1 })
    expect([await statusOf(path), await statusOf(`${path}/data.json`), await statusOf(`${path}/erasure`)]).toEqual([410, 410, 410])
  })

  it('of the reference desk works for 400 days', async () => {
    const { token, statement } = await makeLink(world.deps.db, { kind: 'prospect', subject: prospectId, contactId }, world.now())
    await statement

    await world.travel({ days: 399 })
    expect(await statusOf(`/references/${token}`)).toBe(200)
    await world.travel({ days: 1 })
    expect(await statusOf(`/references/${token}`)).toBe(404)
  })

  it('says once that a partner had no part, to sales as well, however often and fast it is sent', async () => {
    const partner = await havePartner(world, { name: 'Kestrel Yard' })
    await haveStaff(world, 'sales')
    const path = await havePrivateLink({ world, partner })
    const say = () => world.ask(`${path}/objection`, { form: { partner: partner.id } })

    const answers = await Promise.all([say(), say()])
    answers.push(await say())

    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await world.deps.db.select().from(declines)).toHaveLength(1)
    const told = await world.deps.db.select().from(outbox).where(eq(outbox.template, 'prospect_disagreed'))
    expect(told).toHaveLength(1)
  })

  it('is never mailed to an address that a partner brings from elsewhere', async () => {
    const rival = await havePartner(world, { name: 'Kestrel Yard', domain: 'kestrel.example' })
    const told = { act: 'act_1', company: 'Halewick', domain: 'halewick.example', contactName: 'Ann', need: 'Planning.', agreed: 'yes' }

    for (const email of ['delia@kestrel.example', 'delia@gmail.com', 'delia@halewick.example.evil.example']) {
      expect((await world.ask('/introductions', { as: rival.owner, form: { ...told, email } })).status).toBe(422)
      await world.ask('/me', { form: { email } })
    }
    await world.settle()
    expect(world.mails).toEqual([])

    expect((await world.ask('/introductions', { as: rival.owner, form: { ...told, email: 'bo@mail.halewick.example' } })).status).toBe(303)
  })
})
