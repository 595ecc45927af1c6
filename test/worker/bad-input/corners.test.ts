import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { prepareMonthly } from '../../../worker/payouts/prepare.ts'
import { haveCommission, haveDestination } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { fund } from '../payouts/support.ts'
import { type Scene, setScene } from './scene.ts'
import { haveDraftRun } from './states.ts'

let world: World
let scene: Scene
beforeEach(async () => {
  world = await createWorld()
  scene = await setScene(world)
})

const reason = 'To be sure.'
const all = <Row>(query: string) => world.deps.db.all<Row>(sql.raw(query))

describe('a stop', () => {
  it.each([
    ['currency', 'xyz'],
    ['currency', 'eur:usd'],
    ['run', 'run_2026-11_1:xyz'],
    ['run', 'run_1999-01_1:usd'],
    ['partner', 'par_000003:usd'],
  ])('of %s %s, which would stop nothing, is declined', async (kind, subject) => {
    await haveDraftRun(scene)

    const answer = await world.ask('/stops', { as: scene.people.finance, form: { kind, subject, reason } })

    expect(answer.status).toBe(422)
    expect(await all('select scope from stops')).toEqual([])
  })

  it('of USD stops usd', async () => {
    const answer = await world.ask('/stops', { as: scene.people.finance, form: { kind: 'currency', subject: 'USD', reason } })

    expect(answer.status).toBe(303)
    expect(await all('select scope from stops')).toEqual([{ scope: 'currency:usd' }])
  })
})

it('no form uses up the act of the monthly run', async () => {
  await haveDestination(world, scene.partner.id)
  await haveCommission(world, scene.partner, 5_000)
  await fund(world)
  const link = { kind: 'introduction', destination: '', code: '', campaign: '' }

  for (const act of ['act_monthly_2026-11', 'monthly:2026-11', 'monthly_2026-11']) {
    await world.ask('/links', { as: scene.people.member, form: { act, ...link } })
  }
  await prepareMonthly(world.deps)

  expect(await all('select id, prepared_by "by" from payout_runs')).toEqual([{ id: 'run_2026-11_1', by: 'system' }])
})

it('takes into a draft only who was left out of it', async () => {
  const runId = await haveDraftRun(scene)

  const answer = await world.ask(`/runs/${runId}/plan`, { as: scene.people.finance, form: { partnerId: scene.partner.id } })

  expect(answer.status).toBe(409)
  expect(await all("select act from audit where act = 'run.rebuilt'")).toEqual([])
})
