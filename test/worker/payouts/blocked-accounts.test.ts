import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { refreshReadiness } from '../../../worker/partners/readiness.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { createWorld, type World } from '../../support/world.ts'
import { balance, checkMoney, control, fund, havePayable, havePeople } from './support.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
  await fund(world)
})

it.each([
  ['reject', 'destination_rejected', 'Stripe rejected the account', 'did not accept this account'],
  ['close', 'destination_closed', 'Stripe account is closed', 'is closed'],
  ['restrict', 'restricted', 'Stripe account is restricted', 'Stripe paused this account'],
  ['due', 'requirements_due', 'Stripe asks for details', 'A proof of identity'],
])('%s: the account is left out by name, and what it earned stays owed', async (state, blocker, words, shown) => {
  const { finance } = await havePeople(world)
  const partner = await havePayable(world, 5_000)
  await havePayable(world, 7_000)
  await refreshReadiness(world.deps, partner.id)
  await control(world, 'account', { id: partner.destination, state })

  const runId = await prepareRun(world.deps, { by: finance.id })

  const blocked = await world.deps.db.all(sql`select partner_id, blocker, amount_minor from run_blockers where run_id = ${runId}`)
  expect(blocked).toEqual([{ partner_id: partner.id, blocker, amount_minor: 5_000 }])
  expect(await (await world.ask(`/runs/${runId}`, { as: finance })).text()).toContain(words)
  expect(await (await world.ask('/get-paid', { as: partner.owner })).text()).toContain(shown)
  expect(await balance(world, `avail:${partner.id}:usd`)).toBe(5_000)
  await checkMoney(world)
})
