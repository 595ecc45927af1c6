import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { runCron } from '../../../worker/cron.ts'
import { textOf } from '../../local/walk/forms.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let finance: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  finance = await haveStaff(world, 'finance')
})

const page = async () => textOf(await (await world.ask('/reconciliation', { as: finance })).text())
const told = () => world.mails.filter(({ subject }) => subject.includes('not read to their end')).map(({ to, subject }) => [to, subject])
/** What the cron does; that a list could not be read is its failure, too. */
async function cron(expression: '20 3 * * *' | '7 * * * *') {
  await runCron(world.deps, expression).catch(() => undefined)
  await world.settle()
}
/** Gives what lets it be read again. */
function refundsUnreadable(): () => void {
  const { lists } = world.deps
  world.deps.lists = { ...lists, refunds: () => Promise.reject(new Error('Stripe does not answer')) }
  return () => {
    world.deps.lists = lists
  }
}

it('a list that Stripe does not let us read is shown with since when, and mailed to finance once a day after a day', async () => {
  expect(await page()).toMatch(/Refunds\s*Not yet/)
  const makeReadable = refundsUnreadable()
  const began = world.now()
  await cron('20 3 * * *')
  await world.travel({ hours: 23 })
  await cron('7 * * * *')
  expect(told()).toEqual([])
  expect(await page()).not.toContain('lists are not read to their end')
  expect(await page()).toMatch(/Refunds.*Being read since 2 November 2026, 09:00 UTC/)

  await world.travel({ hours: 1 })
  await cron('20 3 * * *')
  await cron('7 * * * *')
  await world.travel({ hours: 1 })
  await cron('7 * * * *')
  const mail = [
    finance.email,
    `Needs a person: Stripe’s lists are not read to their end, since ${began.toISOString().slice(0, 10)} (Refunds)`,
  ]
  expect(told()).toEqual([mail])
  expect(await page()).toMatch(/lists are not read to their end.*Since 2 November 2026, 09:00 UTC\s*: Refunds\./)

  await world.travel({ days: 1 })
  await cron('7 * * * *')
  expect(told()).toEqual([mail, mail])

  makeReadable()
  await world.travel({ days: 1 })
  await cron('7 * * * *')
  expect(told()).toHaveLength(2)
  expect(await page()).not.toContain('lists are not read to their end')
  expect(await world.deps.db.all(sql`select name from pulls where started_at is not null`)).toEqual([])
})
