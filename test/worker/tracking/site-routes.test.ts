import { beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { siteSettings } from '../../../schema/tracking.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let asked: string[]
let admin: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  asked = []
  const read = async (url: string) => {
    asked.push(url)
    return {
      kind: 'answered' as const,
      status: 200,
      location: null,
      policy: null,
      html: '<script async src="http://localhost:8787/goodword.js">',
    }
  }
  world = await createWorld({ pages: { read } })
  admin = await haveStaff(world, 'admin')
})

const page = async (query: string) => {
  const answer = await world.ask(`/site?${new URLSearchParams({ page: query })}`, { as: admin })
  return { status: answer.status, text: await answer.text() }
}

describe('the page of the company’s own site', () => {
  it('shows the two lines, that the script answers, and the recipes', async () => {
    const text = await (await world.ask('/site', { as: admin })).text()

    for (const words of [
      'http://localhost:8787/goodword.js',
      'bytes compressed',
      'client_reference_id',
      '/api/v1/prospects',
      'https://www.wrenmarch.example',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('looks at a page that the programme names as its own', async () => {
    const { status, text } = await page('https://www.wrenmarch.example/prices')

    expect([status, asked]).toEqual([200, ['https://www.wrenmarch.example/prices']])
    expect(text).toContain('from this portal')
  })

  it.each([
    'https://evil.example/',
    'http://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1:8787/up',
    'http://localhost:8787/',
    'file:///etc/passwd',
    'https://www.wrenmarch.example@evil.example/',
    'https://www.wrenmarch.example.evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    '\u0000',
    'x'.repeat(5_000),
  ])('asks nobody else: %s', async (query) => {
    const { status, text } = await page(query)

    expect([status, asked]).toEqual([422, []])
    expect(text).toContain('Give an address of a page on one of the sites below')
  })

  it('lets an administrator say which sites may ask, in the trail', async () => {
    const answer = await world.ask('/site/origins', { as: admin, secondFactor: 'now', form: { origins: 'https://shop.example/' } })

    expect(answer.status).toBe(303)
    expect(await world.deps.db.select().from(siteSettings)).toMatchObject([{ origins: ['https://shop.example'], changedBy: admin.id }])
    expect(await world.deps.db.select().from(audit)).toMatchObject([{ act: 'site.origins_changed', subject: 'site' }])
    expect((await page('https://www.wrenmarch.example/')).status).toBe(422)
    expect((await page('https://shop.example/')).status).toBe(200)
  })

  it('lets sales read and change nothing', async () => {
    const sales = await haveStaff(world, 'sales')

    expect(await (await world.ask('/site', { as: sales })).text()).not.toContain('Save the sites')
    expect((await world.ask('/site/origins', { as: sales, form: { origins: '' } })).status).toBe(404)
  })
})
