import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { customers } from '../../../schema/customers.ts'
import { keepRole } from '../../../worker/prospects/people.ts'
import { spendHours } from '../../../worker/prospects/spend-hours.ts'
import { acceptSlot, confirmSlot } from '../../../worker/references/answer.ts'
import { conclude } from '../../../worker/references/outcome.ts'
import { getRequest } from '../../../worker/references/store-requests.ts'
import { countReports } from '../../../worker/reports/count.ts'
import { listFigures } from '../../../worker/reports/store.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveCustomer, haveWonDealOf } from '../prospects/customer-fixtures.ts'
import { haveAsk, haveGuest, haveReference, haveSignedNda, propose } from '../references/desk.ts'
import { haveHeldActivity } from '../references/held-activity.ts'
import { figuresOf, readReports } from './reading.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

describe('hours', () => {
  const spend = (prospectId: string, contact: string, hours: number, day = '2026-11-02') =>
    spendHours(world.deps, 'stf_seed', prospectId, {
      act: world.deps.newId('act'),
      time_with: contact,
      spent_on: 'evaluation',
      hours: hours * 60,
      spent_day: day,
    })
  const role = (prospectId: string, contact: string, name: 'no_influence' | 'ally' | 'economic_buyer') =>
    keepRole(world.deps, 'stf_seed', prospectId, {
      contact,
      role: name,
      veto: '',
      confidence: 'known',
      side: '',
      deal: '',
      influences: '',
      budget_confirmed: '',
      decision_on: '',
    })

  it('ROL4 are reported by role as we know it today; whoever has no influence is listed and counted', async () => {
    const guest = await haveGuest(world)
    await spend(guest.prospectId, guest.contact.id, 3)
    await spend(guest.prospectId, guest.contact.id, 1.5)
    await countReports(world.deps)
    expect(await figuresOf(world, 'hours')).toEqual({ '2026-Q4 unknown': 270 })

    await role(guest.prospectId, guest.contact.id, 'no_influence')
    await countReports(world.deps)
    expect(await figuresOf(world, 'hours')).toEqual({ '2026-Q4 no_influence': 270 })
    const { text } = await readReports(world)
    expect(text).toContain('No influence on this decision')
    expect(text).toContain('4.5 h')
    expect((await readReports(world, `/prospects/${guest.prospectId}`)).text).toContain('4.5 h')
  })

  it('ROL4 count a talk that was held with the one who talked', async () => {
    const reference = await haveReference(world)
    await haveHeldActivity(world, reference.customerId, null, 'webinar')
    const of = await haveHeldActivity(world, reference.customerId, null, 'webinar')
    expect(of).toBeTruthy()
    await countReports(world.deps)
    expect(await figuresOf(world, 'hours')).toEqual({})

    const guest = await haveGuest(world)
    await haveSignedNda(world, guest)
    await talk(guest, reference)
    await countReports(world.deps)
    expect(await figuresOf(world, 'hours')).toEqual({ '2026-Q4 unknown': 45 })
  })

  it('are of a person of that prospect, in the past, once a form, and never change', async () => {
    const guest = await haveGuest(world)
    const other = await haveGuest(world, 'Another')
    await expect(spend(guest.prospectId, other.contact.id, 1)).rejects.toMatchObject({ code: 'not_found' })
    await expect(spend(guest.prospectId, guest.contact.id, 1, '2026-11-03')).rejects.toMatchObject({ code: 'invalid' })
    await spend(guest.prospectId, guest.contact.id, 1)
    await expect(env.DB.prepare('update hours_spent set minutes = 1').run()).rejects.toThrow(/never changes/)
    await expect(env.DB.prepare('delete from hours_spent').run()).rejects.toThrow(/never goes/)
  })
})

/** From the ask to the end of a call of 45 minutes, five days from now. */
async function talk(guest: Awaited<ReturnType<typeof haveGuest>>, reference: Awaited<ReturnType<typeof haveReference>>) {
  const id = await haveAsk(world, guest)
  await propose(world, id, reference)
  await acceptSlot(world.deps, await getRequest(world.deps.db, id), 1, 'customer')
  await confirmSlot(world.deps, await getRequest(world.deps.db, id), 'prospect')
  await world.travel({ days: 5 })
  await conclude(world.deps, await getRequest(world.deps.db, id), 'held', 45, 'stf_seed')
}

describe('moves to support', () => {
  it('MOT2 count a customer that came for a project once, by the first lasting help it buys; how it came stays', async () => {
    const project = await haveCustomer(world)
    const support = await haveCustomer(world)
    await world.deps.db.update(customers).set({ motion: 'project' }).where(eq(customers.prospectId, project.id))
    await world.deps.db.update(customers).set({ motion: 'support' }).where(eq(customers.prospectId, support.id))
    await haveWonDealOf(world, project.id)
    await countReports(world.deps)
    expect(await figuresOf(world, 'support')).toEqual({})

    for (const { id } of [project, project, support]) await haveWonDealOf(world, id, undefined, 'retainer')
    await countReports(world.deps)
    expect(await figuresOf(world, 'support')).toEqual({ '2026-Q4': 1 })
    const [row] = await world.deps.db.select().from(customers).where(eq(customers.prospectId, project.id))
    expect(row?.motion).toBe('project')
  })
})

describe('influenced revenue', () => {
  it('CUR1 counts what was won after a talk, each currency by itself', async () => {
    const reference = await haveReference(world)
    const guest = await haveGuest(world)
    await haveSignedNda(world, guest)
    await haveWonDealOf(world, guest.prospectId)
    await talk(guest, reference)
    await countReports(world.deps)
    expect(await figuresOf(world, 'influence')).toEqual({})

    await haveWonDealOf(world, guest.prospectId)
    await countReports(world.deps)
    const [figure, ...others] = await listFigures(world.deps.db, 'influence', '')
    expect([figure?.what, figure?.n, others]).toEqual(['eur', 1, []])
    expect((await readReports(world, '/reports/file.csv?table=influence')).text).toContain(',eur')
  })
})
