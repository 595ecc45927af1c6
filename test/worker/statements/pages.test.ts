import { beforeEach, describe, expect, it } from 'vitest'
import { haveCommission } from '../../support/fixtures.ts'
import { textsOf } from '../../support/pdf-text.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveNovember, issue, statementsOf, travelTo } from './support.ts'

let world: World
let story: Awaited<ReturnType<typeof haveNovember>>

beforeEach(async () => {
  world = await createWorld()
  story = await haveNovember(world)
})

const ask = async (path: string, as: { kind: 'staff' | 'member'; id: string }) => {
  const answer = await world.ask(path, { as })
  return { status: answer.status, text: await answer.text() }
}

describe('a partner', () => {
  it('sees a draft that grows, and under the same address the issued statement', async () => {
    const list = await ask('/payouts/statements', story.other.owner)
    expect(list.text).toContain('Draft, may still grow')
    const path = `/payouts/statements/stm_${story.other.id}_usd_2026-11_0`
    expect((await ask(path, story.other.owner)).text).toContain('$10.00')
    await haveCommission(world, story.other, 250, 'usd')
    expect((await ask(path, story.other.owner)).text).toContain('$12.50')

    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)

    const { status, text } = await ask(path, story.other.owner)
    expect([status, text.includes('>Issued<'), text.includes('ST-00000')]).toEqual([200, true, true])
    expect((await ask('/payouts/statements', story.other.owner)).text).not.toContain('Draft')
  })

  it('reads every line with its receipt, what it corrects and the transfer; the balance below zero as a debt', async () => {
    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)
    const [statement] = await statementsOf(world, story.partner.id)
    const { text } = await ask(`/payouts/statements/${statement?.id}`, story.partner.owner)

    expect(text).toContain(`/earnings/${story.later.id}`)
    expect(text).toContain(`corrects ${story.partner.commissions[0]?.id}`)
    expect(text).toContain(`transfer ${story.transfer}`)
    expect(text).toContain('Closing balance, owed by the partner')
    expect(text).toContain('−$35.00')
    const csv = (await ask(`/payouts/statements/${statement?.id}/statement.csv`, story.partner.owner)).text.trim().split('\r\n')
    expect(csv[1]).toMatch(/^ST-000001,2026-11,,opening_balance,.*,0,0\.00,usd$/)
    expect(csv.at(-1)).toMatch(/closing_balance,.*,-3500,-35\.00,usd$/)
    expect(csv.length).toBe(1 + 1 + 5 + 1)
  })

  it('gets the same as a PDF, its pages counted, with names no built-in font knows', async () => {
    for (let n = 0; n < 45; n += 1) await haveCommission(world, story.other, 100 + n, 'usd')
    await world.deps.db.run(`update partners set name = 'Łódź 東京 Żagle' where id = '${story.other.id}'`)
    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)
    const id = `stm_${story.other.id}_usd_2026-11_0`
    const answer = await world.ask(`/payouts/statements/${id}/statement.pdf`, { as: story.other.owner })

    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const pages = await textsOf(await answer.arrayBuffer())
    expect(pages.length).toBeGreaterThan(1)
    const [first = ''] = pages
    expect(first).toContain('Statement for November 2026')
    expect(first).toContain(`1 / ${pages.length}`)
    expect(first).toContain('Lódz ?? Zagle')
    expect(pages.at(-1)).toContain('|Closing balance|')
    expect(pages.at(-1)).toContain(`64.90 USD`)
    expect(pages.every((page) => page.includes('|Amount|') || page.startsWith('Date'))).toBe(true)
    const lines = pages
      .join('|')
      .split('|')
      .filter((text) => /^[\d.–]+ USD$/.test(text))
    expect(lines.length).toBe(1 + 46 + 1)
  })

  it('finds nobody else’s, issued or not', async () => {
    const id = `stm_${story.other.id}_usd_2026-11_0`
    expect((await ask(`/payouts/statements/${id}`, story.partner.owner)).status).toBe(404)
    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)
    for (const end of ['', '/statement.csv', '/statement.pdf']) {
      expect((await ask(`/payouts/statements/${id}${end}`, story.partner.owner)).status).toBe(404)
    }
    for (const odd of [
      'stm_x',
      `stm_${story.other.id}_usd_2026-13_0`,
      `stm_${story.other.id}_usd_2027-05_0`,
      `stm_${story.other.id}_usd_2026-10_0`,
    ]) {
      expect((await ask(`/payouts/statements/${odd}`, story.other.owner)).status).toBe(404)
    }
  })
})

it('finance and the auditor read them from the partner’s page; sales does not', async () => {
  await travelTo(world, '2026-12-03T08:00:00Z')
  await issue(world)
  const [statement] = await statementsOf(world, story.partner.id)
  for (const who of [story.people.finance, story.people.auditor]) {
    expect((await ask(`/partners/${story.partner.id}`, who)).text).toContain(`/partners/${story.partner.id}/statements`)
    expect((await ask(`/partners/${story.partner.id}/statements`, who)).text).toContain('ST-000001')
    const page = await ask(`/partners/${story.partner.id}/statements/${statement?.id}`, who)
    expect(page.text).toContain(`/commissions/${story.later.id}`)
  }
  expect((await ask(`/partners/${story.other.id}/statements/${statement?.id}`, story.people.finance)).status).toBe(404)
})
