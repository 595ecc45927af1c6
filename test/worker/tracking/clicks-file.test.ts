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

it('gives staff the same of one partner or of all, with whose the link is; every row once', async () => {
  const world = await createWorld()
  const [ada, tom] = [await havePartner(world, { name: 'Ada, Ltd' }), await havePartner(world, { name: 'Tom' })]
  const fileOf = async (path: string, as: { kind: 'member' | 'staff'; id: string }) => {
    const answer = await world.ask(path, { as })
    return { status: answer.status, lines: (await answer.text()).trim().split('\r\n') }
  }
  const finance = await haveStaff(world, 'finance')
  const head = 'day,link,code,campaign,clicks,partner'
  expect((await fileOf('/partners/clicks.csv', finance)).lines).toEqual([head])

  const made = [await haveLink(world, ada.id, { code: 'one' }), await haveLink(world, tom.id, { code: 'two', campaign: 'fair' })]
  made.push(await haveLink(world, ada.id, { code: 'three' }))
  const dayAt = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10)
  const counted = made.flatMap(({ id }) => Array.from({ length: 400 }, (_, n) => ({ linkId: id, day: dayAt(n), clicks: n + 1 })))
  for (let n = 0; n < counted.length; n += 20) await world.deps.db.insert(linkDays).values(counted.slice(n, n + 20))

  const all = (await fileOf('/partners/clicks.csv', finance)).lines
  expect([all.length, new Set(all).size]).toEqual([1_201, 1_201])
  expect(all.filter((line) => line.endsWith(',two,fair,1,Tom'))).toEqual([`2024-01-01,${made[1]?.id},two,fair,1,Tom`])

  const hers = (await fileOf(`/partners/${ada.id}/clicks.csv`, finance)).lines
  expect(hers).toEqual([head, ...all.filter((line) => line.endsWith(',"Ada, Ltd"'))])
  expect(hers).toHaveLength(801)

  for (const role of ['sales', 'admin', 'approver', 'auditor'] as const)
    expect((await fileOf('/partners/clicks.csv', await haveStaff(world, role))).status).toBe(200)
  for (const path of ['/partners/clicks.csv', `/partners/${ada.id}/clicks.csv`]) expect((await fileOf(path, ada.owner)).status).toBe(404)
  expect((await fileOf('/partners/par_nobody/clicks.csv', finance)).status).toBe(404)
  for (const path of ['/partners', `/partners/${ada.id}`])
    expect((await fileOf(path, finance)).lines.join()).toContain(`href="${path}/clicks.csv"`)
})
