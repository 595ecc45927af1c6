import { beforeEach, describe, expect, it } from 'vitest'
import { apiScopes } from '../../../schema/api.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { noteGoodwill } from '../../../worker/engagements/goodwill.ts'
import { haveMember } from '../../support/fixtures.ts'
import { isOpen, pathWith, type Route, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, haveCustomerPartner, haveSales } from '../agreements/have.ts'
import { haveKey } from '../api/fixtures.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'
import { by, haveEngagement, today } from './engaged.ts'

const words = ['Stayed through a night of herons', 'Zelda Heron', 'as a partner would']
let world: World
beforeEach(async () => {
  world = await createWorld()
})

describe('GOO1 the goodwill log', () => {
  it('is read by staff alone: it reaches no page, file, mail or answer for a customer, a partner, a prospect or a program', async () => {
    const { prospectId, partner, owner } = await haveCustomerPartner(world)
    await haveCustomer(world, { prospectId })
    const { id } = await haveEngagement(world, { prospectId })
    const deed = { act: act(world), whatWeDid: words[0] ?? '', thankedBy: words[1] ?? '', happenedOn: today }
    await noteGoodwill(world.deps, id, deed, by)
    const person = { act: act(world), name: 'Ida Holm', email: 'ida@salthaven.example' }
    await sendRelationshipLink(world.deps, prospectId, person, by)
    await world.settle()
    const link = /\/relationship\/by-link\/[\w-]+/.exec(world.mails.map(({ text }) => text).join())?.[0] ?? ''

    const member = await haveMember(world, partner.id)
    const gets = routes.filter(({ method }) => method === 'GET')
    const pathsOf = (isFor: (route: Route) => boolean) =>
      gets.filter(isFor).flatMap((route) => [id, prospectId].map((record) => pathWith(route, record)))
    const read: [string, string][] = []
    for (const as of [owner, member]) {
      const role = as === owner ? 'partner owner' : 'partner member'
      for (const path of pathsOf((route) => isOpen(route, role))) read.push([path, await textAt(path, { as })])
    }
    for (const path of [link, ...pathsOf((route) => isOpen(route))]) read.push([path, await textAt(path)])
    const key = await haveKey(world, [...apiScopes])
    for (const path of pathsOf(({ path: each }) => each.startsWith('/api/v1')))
      read.push([path, await textAt(path, { headers: key.headers })])

    expect(read.length).toBeGreaterThan(80)
    expect(read.find(([path]) => path === link)?.[1]).toContain('Fewer stops of line 1')
    expect(read.filter(([, text]) => words.some((word) => text.includes(word))).map(([path]) => path)).toEqual([])
    expect(words.filter((word) => JSON.stringify(world.mails).includes(word))).toEqual([])
  })

  it('stands on the engagement for staff, with how to answer thanks', async () => {
    const sales = await haveSales(world)
    const { id } = await haveEngagement(world)
    await noteGoodwill(world.deps, id, { act: act(world), whatWeDid: words[0] ?? '', thankedBy: words[1] ?? '', happenedOn: today }, by)
    const page = await textAt(`/engagements/${id}`, { as: sales })
    expect(words.filter((word) => !page.includes(word))).toEqual([])
  })

  it('takes nothing that is empty or of a day to come', async () => {
    const sales = await haveSales(world)
    const { id } = await haveEngagement(world)
    for (const wrong of [{ whatWeDid: '' }, { happenedOn: '2026-11-03' }, { happenedOn: '' }]) {
      const form = { act: act(world), whatWeDid: 'Came on a Sunday', thankedBy: '', happenedOn: today, ...wrong }
      expect([wrong, (await world.ask(`/engagements/${id}/goodwill`, { as: sales, form })).status]).toEqual([wrong, 422])
    }
  })
})

const textAt = async (path: string, options: Parameters<World['ask']>[1] = {}): Promise<string> => (await world.ask(path, options)).text()
