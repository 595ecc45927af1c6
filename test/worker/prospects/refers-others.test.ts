import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { evidence } from '../../../schema/ladder.ts'
import { partners } from '../../../schema/people.ts'
import { prospects } from '../../../schema/prospects.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveCustomer } from './customer-fixtures.ts'
import { haveRegistration } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let own: string
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  own = (await haveCustomer(world)).id
  await world.deps.db.update(prospects).set({ company: 'Ostervane Textiles', domain: 'ostervane.example' }).where(eq(prospects.id, own))
  await world.deps.db.update(partners).set({ prospectId: own }).where(eq(partners.id, partner.id))
})

const proofs = async () => (await world.deps.db.select().from(evidence)).map(({ prospectId, level, detail }) => [prospectId, level, detail])
const introduce = (domain: string) =>
  world.ask('/introductions', {
    as: partner.owner,
    form: {
      act: world.deps.newId('act'),
      company: 'Zanzibarcanary',
      contactName: 'Ann Lee',
      email: `ann@${domain}`,
      need: 'x',
      domain,
      agreed: 'yes',
    },
  })

describe('a customer that refers others (level 11)', () => {
  it('is proven by its first registration, once, and not by what came of it', async () => {
    await haveRegistration(world, partner)
    await haveRegistration(world, partner, { domain: 'second.example', email: 'a@second.example' })

    expect(await proofs()).toEqual([[own, 11, 'Its first registration.']])
    expect((await world.deps.db.select().from(prospects).where(eq(prospects.id, own)))[0]).toMatchObject({ level: 11, stage: 'customer' })
  })

  it('is proven by whichever came first', async () => {
    expect((await introduce('halewick.example')).status).toBe(303)
    await haveRegistration(world, partner, { domain: 'second.example', email: 'a@second.example' })

    expect(await proofs()).toEqual([[own, 11, 'Its first introduction.']])
  })

  it('is not proven by its own company, nor of a partner that is no customer', async () => {
    await haveRegistration(world, partner, { domain: 'ostervane.example', email: 'a@ostervane.example' })
    await haveRegistration(world, await havePartner(world), { domain: 'third.example', email: 'a@third.example' })

    expect(await proofs()).toEqual([])
  })

  it('says nothing of whom it referred: when that company is erased, its name is not left in the proof', async () => {
    await introduce('zanzibarcanary.example')
    const [named] = await world.deps.db.select().from(prospects).where(eq(prospects.domain, 'zanzibarcanary.example'))

    await eraseProspect(world.deps, named?.id ?? '', 'prospect')

    expect(JSON.stringify(await world.deps.db.select().from(evidence))).not.toMatch(/zanzibarcanary/i)
  })
})
