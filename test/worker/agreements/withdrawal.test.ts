import { beforeEach, describe, expect, it } from 'vitest'
import { useGrant } from '../../../worker/agreements/grant-use.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { hasParameter, isOpen, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, haveCustomerPartner, haveGrant, haveSigned, statusOfGrant } from './have.ts'

const words = 'They kept every date, said with a heron.'
const benefit = 'a tenth off the price'
let world: World
let customer: Awaited<ReturnType<typeof haveCustomerPartner>>
let grantId: string

beforeEach(async () => {
  world = await createWorld()
  customer = await haveCustomerPartner(world)
  grantId = await haveGrant(world, customer.prospectId, 'web_release', { text: words, benefitDisclosed: benefit })
  for (const use of ['wall', 'quote'] as const) await useGrant(world.deps, grantId, { act: act(world), use, place: 'ours' }, 'stf_1')
})

/** Every address that anybody may read without being told an id. */
const openPaths = routes.filter((route) => route.method === 'GET' && isOpen(route) && !hasParameter(route)).map(({ path }) => path)

async function pathsThatShow(text: string): Promise<string[]> {
  const shown: string[] = []
  for (const path of openPaths) {
    const answer = await world.ask(path)
    if ((await answer.text()).includes(text)) shown.push(path)
  }
  return shown
}

describe('a quote that the customer allowed', () => {
  it('GRA5 stands on the wall and in the file for other sites, with what it gets for it', async () => {
    expect(openPaths).toEqual(expect.arrayContaining(['/wall', '/sponsors.json']))
    expect(await pathsThatShow(words)).toEqual(['/sponsors.json', '/wall'])
    expect(await pathsThatShow(benefit)).toEqual(['/sponsors.json', '/wall'])
    expect(await pathsThatShow('Salthaven Foods')).toEqual(['/sponsors.json', '/wall'])
  })

  it('GRA3 is gone everywhere after one click, and nothing may be kept by a cache', async () => {
    for (const path of ['/sponsors.json', '/wall']) {
      expect([path, (await world.ask(path)).headers.get('cache-control')]).toEqual([path, expect.stringContaining('no-store')])
    }
    expect((await world.ask('/sponsors.json')).headers.get('access-control-allow-origin')).toBe('*')

    const click = await world.ask(`/relationship/grants/${grantId}/withdrawal`, { as: customer.owner, method: 'POST', form: {} })

    expect([click.status, click.headers.get('location')]).toEqual([303, '/relationship'])
    expect(await pathsThatShow(words)).toEqual([])
    expect(await pathsThatShow('Salthaven')).toEqual([])
    expect(await (await world.ask('/sponsors.json')).json()).toEqual({ company: 'Wrenmarch B.V.', sponsors: [], quotes: [] })
  })

  it('GRA3 staff read that it is over, and where it stood', async () => {
    const sales = await haveStaff(world, 'sales')
    await world.ask(`/relationship/grants/${grantId}/withdrawal`, { as: customer.owner, method: 'POST', form: {} })

    const page = await (await world.ask(`/grants/${grantId}`, { as: sales })).text()

    expect(page).toContain('Withdrawn')
    expect(page).toContain('Taken down')
    expect(page).not.toContain('Note this use')
  })

  it('is shown until its last day and not a day longer, whatever the night does', async () => {
    const ends = await haveGrant(world, customer.prospectId, 'web_release', { text: 'Until tomorrow only.', endsOn: '2026-11-03' })
    await useGrant(world.deps, ends, { act: act(world), use: 'wall', place: 'ours' }, 'stf_1')
    await world.travel({ days: 1 })
    expect(await pathsThatShow('Until tomorrow only.')).toEqual(['/sponsors.json', '/wall'])

    await world.travel({ days: 1 })

    expect(await pathsThatShow('Until tomorrow only.')).toEqual([])
    expect(await statusOfGrant(world, ends)).toBe('given')
  })
})

describe('our relationship', () => {
  it('shows the customer its own page: agreements, what is left, permissions, and no other’s', async () => {
    const other = await haveCustomerPartner(world, 'Velmora Ceramics')
    await haveSigned(world, customer.prospectId, { owed: [{ activity: 'prospect_call', promised: 3 }], percent: 20 })

    const ours = await (await world.ask('/relationship', { as: customer.owner })).text()
    const theirs = await (await world.ask('/relationship', { as: other.owner })).text()

    for (const word of ['Salthaven Foods', words, '4,000.00', 'Call with a prospect', 'Withdraw']) expect(ours).toContain(word)
    for (const word of ['Salthaven', words]) expect(theirs).not.toContain(word)
    const click = await world.ask(`/relationship/grants/${grantId}/withdrawal`, { as: other.owner, method: 'POST', form: {} })
    expect([click.status, await statusOfGrant(world, grantId)]).toEqual([404, 'given'])
  })

  it('opens for a customer that is no partner by the link of a mail, which signs, allows and withdraws there alone', async () => {
    const asked = { act: act(world), name: 'Ida Holm', email: 'ida@salthaven.example' }
    await sendRelationshipLink(world.deps, customer.prospectId, asked, 'stf_1')
    await world.settle()
    const address = /\/relationship\/by-link\/[\w-]+/.exec(world.mails.map(({ text }) => text).join())?.[0] ?? ''

    const page = await world.ask(address)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Salthaven Foods')
    const click = await world.ask(`${address}/grants/${grantId}/withdrawal`, { method: 'POST', form: {} })

    expect([click.status, await statusOfGrant(world, grantId)]).toEqual([303, 'withdrawn'])
    expect((await world.ask(`${address}x`)).status).toBe(404)
    await sendRelationshipLink(world.deps, customer.prospectId, { ...asked, act: act(world) }, 'stf_1')
    expect((await world.ask(address)).status).toBe(404)
  })

  it('a link ends after sixty days', async () => {
    await sendRelationshipLink(world.deps, customer.prospectId, { act: act(world), name: 'Ida', email: 'ida@salthaven.example' }, 'stf_1')
    await world.settle()
    const address = /\/relationship\/by-link\/[\w-]+/.exec(world.mails.map(({ text }) => text).join())?.[0] ?? ''
    expect((await world.ask(address)).status).toBe(200)

    await world.travel({ days: 60 })

    expect((await world.ask(address)).status).toBe(404)
  })
})
