import { expect, it } from 'vitest'
import { linkDays } from '../../../schema/tracking.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { haveLink } from './fixtures.ts'

it('gives a partner its clicks by link and day, its own alone, and every row once', async () => {
  const world = await createWorld()
  const [ada, tom] = [await havePartner(world), await havePartner(world)]
  const fileOf = async (as: { kind: 'member'; id: string }) => (await world.ask('/links/clicks.csv', { as })).text()
  expect(await fileOf(ada.owner)).toBe('day,link,code,campaign,clicks\r\n')

  const fair = await haveLink(world, ada.id, { code: '-fair', campaign: 'spring' })
  const next = await haveLink(world, ada.id, { code: 'next' })
  await haveLink(world, ada.id, { code: 'unseen' })
  const theirs = await haveLink(world, tom.id, { code: 'tom' })
  const dayAt = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10)
  const counted = [
    ...Array.from({ length: 700 }, (_, n) => ({ linkId: fair.id, day: dayAt(n), clicks: n + 1 })),
    ...Array.from({ length: 600 }, (_, n) => ({ linkId: next.id, day: dayAt(n), clicks: 1 })),
    { linkId: theirs.id, day: dayAt(0), clicks: 9 },
  ]
  for (let n = 0; n < counted.length; n += 20) await world.deps.db.insert(linkDays).values(counted.slice(n, n + 20))

  const answer = await world.ask('/links/clicks.csv', { as: await haveMember(world, ada.id) })
  const lines = (await answer.text()).trim().split('\r\n')

  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="clicks.csv"')
  expect([lines.length, new Set(lines).size]).toEqual([1_301, 1_301])
  expect(lines.slice(0, 3)).toEqual([
    'day,link,code,campaign,clicks',
    `2024-01-01,${fair.id},'-fair,spring,1`,
    expect.stringMatching(/^2024-01-02/),
  ])
  expect(lines.at(-1)).toBe(`${dayAt(599)},${next.id},next,,1`)
  expect(await fileOf(tom.owner)).toBe(`day,link,code,campaign,clicks\r\n2024-01-01,${theirs.id},tom,,9\r\n`)
  expect((await world.ask('/links/clicks.csv', { as: await haveStaff(world, 'sales') })).status).toBe(404)
})
