import { describe, expect, it } from 'vitest'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { arrive, atStripe, haveReferral } from '../deals/stripe-story.ts'

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
describe('the last checkouts', () => {
  const textOf = (html: string) =>
    html
      .replaceAll('<wbr/>', '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
  const rowsIn = (page: string) => [...page.matchAll(/<tr.*?<\/tr>/gs)].map(([row]) => textOf(row)).filter((row) => row.includes('cs_'))

  it('say which came with a referral and why the others did not, newest first, and who they are', async () => {
    const world = await createWorld()
    const { referral, checkOut } = await haveReferral(world)
    const sessions = []
    for (const client_reference_id of [referral, undefined, 'order-4711', `${referral.slice(0, -4)}AAAA`]) {
      await world.travel({ minutes: 1 })
      sessions.push(await checkOut({ client_reference_id, email: `ann@oak${sessions.length}.example` }))
    }
    await arrive(world, 'checkout.session.completed', sessions[0]?.id ?? '')

    const page = await (await world.ask('/setup', { as: await haveStaff(world, 'admin') })).text()
    const rows = rowsIn(page)

    expect(textOf(page)).toContain('1 of 4 came with a referral of ours.')
    expect(rows.map((row) => /cs_\w+/.exec(row)?.[0])).toEqual(sessions.map(({ id }) => id).reverse())
    expect(rows).toEqual([
      expect.stringMatching(/A changed one It was changed on its way.*Nobody we know/),
      expect.stringMatching(/Something else What stands there is no click id/),
      expect.stringMatching(/Without one Nobody recommended it/),
      expect.stringMatching(/With a referral oak0\.example/),
    ])
  })

  it('are fifty at most, and none is a sentence', async () => {
    const world = await createWorld()
    const admin = await haveStaff(world, 'admin')
    expect(await (await world.ask('/setup', { as: admin })).text()).toContain('No checkout yet')

    const { checkOut } = await haveReferral(world)
    for (let n = 0; n < 51; n += 1) await checkOut()
    const page = await (await world.ask('/setup', { as: admin })).text()

    expect(rowsIn(page)).toHaveLength(50)
    expect(textOf(page)).toContain('50 of 50 came with a referral of ours.')
  })
})
