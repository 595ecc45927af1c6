import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { readiness } from '../../../schema/references.ts'
import { havePartner } from '../../support/fixtures.ts'
import { rowsReadBy } from '../../support/rows-read.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveAsk, haveGuest, haveReference, propose } from '../references/desk.ts'
import { haveKey, type Problem } from './fixtures.ts'

let world: World
let key: Awaited<ReturnType<typeof haveKey>>
beforeEach(async () => {
  world = await createWorld()
  key = await haveKey(world, ['references:read'])
})

const get = (path: string, as = key) => world.ask(`/api/v1/references${path}`, { headers: as.headers })
const list = async (path: string, as = key) => {
  const answer = await get(path, as)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.json<{ data: Record<string, unknown>[]; has_more: boolean }>()
}
const idsIn = ({ data }: Awaited<ReturnType<typeof list>>) => data.map(({ id }) => id)

describe('GET /api/v1/references', () => {
  it('REQ2 LEV2 lists the pool without a name, and says in words how each vouches', async () => {
    const reference = await haveReference(world)
    const answer = await get('')
    const text = await answer.text()

    expect(JSON.parse(text)).toEqual({
      data: [
        {
          id: reference.customerId,
          industry: 'manufacturing',
          size: '250-999',
          used_for: 'shift planning',
          vouches: ['takes_calls'],
          ready: true,
          rests_until: null,
          created_at: world.now().toISOString(),
        },
      ],
      has_more: false,
    })
    for (const word of [reference.company, reference.engineer.name, reference.manager.email]) expect(text).not.toContain(word)
  })

  it('REQ1 says of each by itself whether it is ready to be asked', async () => {
    const untrained = await haveReference(world, 'Untrained')
    await world.travel({ minutes: 1 })
    const fine = await haveReference(world, 'Fine')
    await world.deps.db.update(readiness).set({ trainedOn: null }).where(eq(readiness.customerId, untrained.customerId))

    expect((await list('')).data.map(({ id, ready }) => [id, ready])).toEqual([
      [fine.customerId, true],
      [untrained.customerId, false],
    ])
  })

  it('pages by cursor in both directions, and neither repeats nor hides', async () => {
    const made: string[] = []
    for (const name of ['One', 'Two', 'Three']) {
      made.unshift((await haveReference(world, name)).customerId)
      await world.travel({ minutes: 1 })
    }
    const first = await list('?limit=2')
    const rest = await list(`?limit=2&starting_after=${made[1]}`)

    expect([idsIn(first), first.has_more]).toEqual([made.slice(0, 2), true])
    expect([idsIn(rest), rest.has_more]).toEqual([made.slice(2), false])
    expect(idsIn(await list(`?limit=1&ending_before=${made[2]}`))).toEqual([made[1]])
    expect(idsIn(await list(`?created_at[gte]=${world.now().toISOString()}`))).toEqual([])
  })

  it('declines what no list takes with a problem', async () => {
    for (const query of ['?limit=0', '?limit=101', '?starting_after=pro_nobodys', '?starting_after=a_1&ending_before=a_2', '?name=x']) {
      const answer = await get(query)
      expect([query, answer.status, answer.headers.get('content-type')]).toEqual([query, 422, 'application/problem+json'])
      expect((await answer.json<Problem>()).code).toBe('invalid')
    }
  })

  it('needs the scope', async () => {
    const other = await haveKey(world, ['prospects:read'])
    for (const path of ['', '/requests']) expect((await get(path, other)).status).toBe(403)
  })

  it('is never a partner’s: the scope is the company’s alone', async () => {
    const partner = await havePartner(world)
    await expect(haveKey(world, ['references:read'], partner.id)).rejects.toThrow()
  })
})

describe('GET /api/v1/references/requests', () => {
  it('lists every request with its state, the newest first', async () => {
    const reference = await haveReference(world)
    const guest = await haveGuest(world)
    const proposed = await haveAsk(world, guest)
    await world.travel({ minutes: 1 })
    const asked = await haveAsk(world, guest)
    await propose(world, proposed, reference)
    const { data } = await list('/requests')

    expect(data).toMatchObject([
      { id: asked, status: 'asked', prospect: guest.prospectId, customer: null, activity: 'prospect_call', slot_at: null },
      { id: proposed, status: 'proposed', customer: reference.customerId },
    ])
    expect(JSON.stringify(data)).not.toMatch(new RegExp(`${guest.contact.name}|${reference.company}|How long it took`))
    expect(idsIn(await list(`/requests?starting_after=${asked}`))).toEqual([proposed])
  })

  it('reads few rows', async () => {
    const guest = await haveGuest(world)
    for (let n = 0; n < 30; n += 1) await haveAsk(world, guest)
    const { rows, status } = await rowsReadBy(world, '/api/v1/references/requests', { headers: key.headers })
    expect([status, rows < 60]).toEqual([200, true])
  })
})
