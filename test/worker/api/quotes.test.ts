import { beforeEach, expect, it } from 'vitest'
import { getQuote } from '../../../worker/quotes/store.ts'
import { withdrawQuote } from '../../../worker/quotes/withdraw.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClosed, havePublished, haveQuote, line } from '../quotes/have-quotes.ts'
import { haveKey } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

async function read(query = '', scope: 'references:read' | 'prospects:read' = 'references:read') {
  const { headers } = await haveKey(world, [scope])
  const answer = await world.ask(`/api/v1/quotes${query}`, { headers })
  return {
    status: answer.status,
    body: (await answer.json()) as { data?: { id: string; shown_as: string }[]; has_more?: boolean; code?: string },
  }
}

it('SUR2 a key reads what may be shown, under the name its author allows, and nothing that only staff read', async () => {
  const { id } = await havePublished(world, await haveClosed(world), { attribution: 'company' }, { benefitDisclosed: 'a tenth off' })
  await haveQuote(world, await haveClosed(world, { company: 'Velmora Ceramics' }), { channels: [], line: 'For you alone.' })

  const { body } = await read()

  expect(body.data).toMatchObject([{ id, text: line, channels: ['site'], benefit_disclosed: 'a tenth off', ends_on: '2027-11-02' }])
  expect(JSON.stringify(body)).not.toMatch(/Rasmus|alone|Velmora/)
  expect(await read('', 'prospects:read')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await world.ask('/api/v1/quotes')).status).toBe(401)
})

it('GRA3 what was withdrawn is in no answer after the click, nor a place in the list', async () => {
  const first = await havePublished(world, await haveClosed(world, { company: 'Salthaven Foods' }))
  await world.travel({ minutes: 1 })
  const second = await havePublished(world, await haveClosed(world, { company: 'Velmora Ceramics' }))
  const ids = async (query: string) => (await read(query)).body.data?.map(({ id }) => id)
  expect((await read('?limit=1')).body).toMatchObject({ data: [{ id: second.id }], has_more: true })
  expect([await ids(`?starting_after=${second.id}`), await ids(`?ending_before=${first.id}`)]).toEqual([[first.id], [second.id]])

  await withdrawQuote(world.deps, await getQuote(world.deps.db, second.id), { by: 'mem_1', side: 'them', reason: 'no more' })

  expect(await ids('')).toEqual([first.id])
  expect((await read(`?starting_after=${second.id}`)).status).toBe(422)
  expect((await read('?status=offered')).status).toBe(422)
})
