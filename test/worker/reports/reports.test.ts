import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { contacts } from '../../../schema/prospects.ts'
import { activities } from '../../../schema/requests.ts'
import { withdrawGrant } from '../../../worker/agreements/leave-grant.ts'
import { factsOf } from '../../../worker/references/reference-level.ts'
import { countReports } from '../../../worker/reports/count.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveGrant, haveSigned } from '../agreements/have.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'
import { haveAsk, haveGuest, haveReference } from '../references/desk.ts'
import { haveHeldActivity } from '../references/held-activity.ts'
import { figuresOf, readReports } from './reading.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

describe('the reference level', () => {
  const facts = async (id: string) => (await factsOf(world.deps.db, [id], world.now())).get(id)

  it('LEV1 is three separate facts: calls allowed, a public permission of the company, something held together', async () => {
    const { id } = await haveCustomer(world)
    expect(await facts(id)).toEqual([])

    await haveGrant(world, id, 'calls')
    expect(await facts(id)).toEqual(['takes_calls'])
    await haveHeldActivity(world, id, null, 'webinar')
    expect(await facts(id)).toEqual(['has_co_marketed', 'takes_calls'])
    const logo = await haveGrant(world, id, 'logo')
    expect(await facts(id)).toEqual(['has_co_marketed', 'can_be_named', 'takes_calls'])

    await withdrawGrant(world.deps, logo, { by: 'mem_x', side: 'them', reason: 'We part.' })
    expect(await facts(id)).toEqual(['has_co_marketed', 'takes_calls'])
  })

  it('LEV1 one person’s recommendation names no company, and a case study is no event', async () => {
    const { id } = await haveCustomer(world)
    await haveGrant(world, id, 'linkedin')
    await haveHeldActivity(world, id, null, 'case_study')
    expect(await facts(id)).toEqual([])
  })

  it('LEV1 ends with the day of its permission, whether or not the night has run', async () => {
    const { id } = await haveCustomer(world)
    await haveGrant(world, id, 'calls', { endsOn: '2026-11-10' })
    await world.travel({ days: 9 })
    expect(await facts(id)).toEqual([])
  })

  it('LEV1 the pool shows the strongest first', async () => {
    const weak = await haveReference(world, 'Weak Glass')
    const strong = await haveReference(world, 'Strong Glass')
    await haveGrant(world, weak.customerId, 'calls')
    await haveHeldActivity(world, strong.customerId, null, 'webinar')
    await haveReference(world, 'Newest Glass')
    const { text } = await readReports(world, '/references/pool')
    const at = (name: string) => text.indexOf(`>${name}<`)

    expect([at('Strong Glass') > 0, at('Strong Glass') < at('Newest Glass'), at('Strong Glass') < at('Weak Glass')]).toEqual([
      true,
      true,
      true,
    ])
    expect(text).toContain('Has co-marketed')
  })

  it('LEV2 has names and no number, in every report and file', async () => {
    const { id } = await haveCustomer(world)
    await haveGrant(world, id, 'calls')
    await countReports(world.deps)
    const file = (await readReports(world, '/reports/file.csv?table=levels')).text

    expect(file).toBe('quarter,strongest,customers,of\r\n2026-Q4,takes_calls,1,1\r\n')
    expect((await readReports(world)).text).not.toMatch(/reference level \d|level \d/i)
  })
})

describe('the shares of customers', () => {
  it('CAT1 LEV1 count each customer once by category and by its strongest, and once in each fact', async () => {
    const sponsor = await haveCustomer(world)
    const { id: regular } = await haveCustomer(world)
    await haveSigned(world, sponsor.id, { kind: 'sponsor' })
    await haveGrant(world, sponsor.id, 'web_release')
    await haveGrant(world, sponsor.id, 'calls')
    await countReports(world.deps)

    expect(await figuresOf(world, 'category')).toEqual({ '2026-Q4 regular': 1, '2026-Q4 sponsor': 1 })
    expect(await figuresOf(world, 'level')).toEqual({ '2026-Q4 can_be_named': 1, '2026-Q4 none': 1 })
    expect(await figuresOf(world, 'fact')).toEqual({ '2026-Q4 can_be_named': 1, '2026-Q4 takes_calls': 1, '2026-Q4 has_co_marketed': 0 })
    expect(regular).toBeTruthy()
  })

  it('leave a quarter as it ended and tell the movement since', async () => {
    const { id } = await haveCustomer(world)
    await countReports(world.deps)
    await world.travel({ days: 70 })
    await haveGrant(world, id, 'calls', { startsOn: '2027-01-01' })
    await countReports(world.deps)
    await countReports(world.deps)

    expect(await figuresOf(world, 'level')).toEqual({ '2026-Q4 none': 1, '2027-Q1 takes_calls': 1 })
    const { text } = await readReports(world)
    expect(text).toContain('2027-Q1')
    expect(text).toMatch(/\+1/)
  })

  it('say that nothing was counted before the first night', async () => {
    const { status, text } = await readReports(world)
    expect([status, text.includes('Not counted yet'), text.includes('Nobody waits that long')]).toEqual([200, true, true])
  })
})

describe('coverage', () => {
  const calls = () => figuresOf(world, 'cover/prospect_call/technical')

  it('counts who could be asked by trade, size, side and activity, and shows where nobody is', async () => {
    const { customerId, engineer } = await haveReference(world)
    await countReports(world.deps)
    expect(await calls()).toEqual({ 'manufacturing/250-999': 1 })
    expect(await figuresOf(world, 'cover/site_visit/technical')).toEqual({})

    await world.deps.db.update(contacts).set({ email: null }).where(eq(contacts.id, engineer.id))
    await countReports(world.deps)
    expect(await calls()).toEqual({})
    expect(await figuresOf(world, 'cover/prospect_call/business')).toEqual({ 'manufacturing/250-999': 1 })

    await world.travel({ days: 91 })
    await countReports(world.deps)
    expect(await figuresOf(world, 'cover/prospect_call/business')).toEqual({})
    expect((await readReports(world, `/reports/coverage?activity=prospect_call&side=business`)).text).toContain('Nobody')
    expect(customerId).toBeTruthy()
  })

  it('names requests that found nobody', async () => {
    await haveAsk(world, await haveGuest(world, 'Asked In Vain'))
    const { text } = await readReports(world, '/reports/coverage')
    expect(text).toContain('Asked In Vain')
  })
})

describe('reports', () => {
  it.each(['sales', 'admin', 'auditor'] as const)('are read by %s, with every file', async (role) => {
    expect((await readReports(world, '/reports', role)).status).toBe(200)
    for (const table of ['categories', 'levels', 'facts', 'hours', 'support', 'influence', 'requests', 'funnel', 'coverage']) {
      expect([table, (await readReports(world, `/reports/file.csv?table=${table}`, role)).status]).toEqual([table, 200])
    }
    expect((await readReports(world, '/reports/file.csv?table=salaries', role)).status).toBe(404)
  })

  it('are not for finance', async () => {
    for (const path of ['/reports', '/reports/coverage', '/reports/file.csv?table=levels'])
      expect((await readReports(world, path, 'finance')).status).toBe(404)
  })

  it('tell an admin of an overdue request and open nothing of it', async () => {
    await haveAsk(world, await haveGuest(world, 'Kept Waiting'))
    await world.travel({ hours: 73 })
    const admin = (await readReports(world, '/reports', 'admin')).text
    expect([admin.includes('Kept Waiting'), admin.includes('/references/requests/')]).toEqual([true, false])
    expect((await readReports(world)).text).toContain('/references/requests/')
    expect(await world.deps.db.select().from(activities)).toEqual([])
  })
})
