import { expect, it } from 'vitest'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { atStripe } from '../deals/stripe-story.ts'

it('asks Stripe and says what to do', async () => {
  const world = await createWorld()
  const admin = await haveStaff(world, 'admin')

  const page = await (await world.ask('/setup', { as: admin })).text()
  expect(page).toContain('From US Stripe does not carry money to JP')
  expect(page).toContain('knows no endpoint at http://localhost:8787/webhooks/stripe/connect')

  await atStripe(world, 'destination', { url: 'http://localhost:8787/webhooks/stripe', secrets: ['whsec_x'] })
  expect(await (await world.ask('/setup', { as: admin })).text()).toContain('It sends everything that is needed.')
})

it('is a page also while Stripe does not answer, and only for admins and auditors', async () => {
  const world = await createWorld()
  // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
  await atStripe(world, 'faults', [{ match: { method: 'GET' }, when: 'before', then: 'html_502', times: 'always' }])
  const answer = await world.ask('/setup', { as: await haveStaff(world, 'auditor') })

  expect([answer.status, (await answer.text()).includes('Stripe did not tell.')]).toEqual([200, true])
  expect((await world.ask('/setup', { as: await haveStaff(world, 'finance') })).status).toBe(404)
})
