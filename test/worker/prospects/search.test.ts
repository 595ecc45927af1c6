import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { contacts, prospects } from '../../../schema/prospects.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { nameCompanies } from '../../../worker/prospects/name-companies.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { rowsReadBy } from '../../support/rows-read.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
})

async function haveNamed(company: string, domain: string, email?: string) {
  const { id } = await haveProspect(world, null, { company, domain })
  if (email) {
    await world.deps.db
      .insert(contacts)
      .values({ id: world.deps.newId('con'), prospectId: id, name: 'Ann', email, namedBy: 'staff', createdAt: world.now() })
  }
  await nameCompanies(world.deps)
  return id
}
const pathOf = (q: string, more = '') => `/prospects?q=${encodeURIComponent(q)}${more}`
const pageOf = async (q: string, more = '') => (await world.ask(pathOf(q, more), { as: sales })).text()
const foundBy = async (q: string, more = '') => [...(await pageOf(q, more)).matchAll(/href="\/prospects\/(pro_\w+)"/g)].map(([, id]) => id)

describe('searching prospects', () => {
  it.each(['hale', 'Halewick D', 'HALEWICK DAIRIES LTD', 'www.halewick', 'https://halewick.exa', 'ann@hale', ' hale '])(
    'finds by %j',
    async (q) => {
      const id = await haveNamed('Halewick Dairies Ltd.', 'halewick.example', 'ann@halewick.example')
      await haveNamed('Oak', 'oak.example')

      expect(await foundBy(q)).toEqual([id])
    },
  )

  it('takes no notice of accents, and finds each once, in the order of what fits', async () => {
    const last = await haveNamed('Éclair Works', 'eclair.example', 'x@clair.example')
    const first = await haveNamed('Ebb', 'ebb.example')

    expect(await foundBy('e')).toEqual([first, last])
    expect(await foundBy('éCLAIR')).toEqual([last])
  })

  it('finds beginnings alone, and says so', async () => {
    await haveNamed('Halewick Dairies', 'halewick.example')

    const page = await pageOf('dairies')

    expect(page).toMatch(/No prospect fits.*A search finds beginnings/s)
    for (const odd of ['%', '_', '"', "'; drop table prospects", '🙂', '\u{10ffff}', 'GmbH', '  ', 'x'.repeat(300)]) {
      expect((await world.ask(pathOf(odd), { as: sales })).status).toBe(200)
    }
  })

  it('narrows to a level', async () => {
    const id = await haveNamed('Halewick Dairies', 'halewick.example')

    expect(await foundBy('hale', '&level=0')).toEqual([id])
    expect(await foundBy('hale', '&level=3')).toEqual([])
  })

  it('forgets whoever was erased, by every word', async () => {
    const id = await haveNamed('Halewick Dairies', 'halewick.example', 'ann@halewick.example')
    await eraseProspect(world.deps, id, 'prospect')

    for (const q of ['hale', 'ann@', 'halewick.example']) expect(await foundBy(q)).toEqual([])
  })

  it('finds a company by the name that it put right itself', async () => {
    const id = await haveNamed('Halwick', 'halewick.example')
    await world.deps.db.update(prospects).set({ domain: null }).where(eq(prospects.id, id))

    expect(await foundBy('halw')).toEqual([id])
  })

  it('says that more begin like it, and reads no more rows for it', { timeout: 60_000 }, async () => {
    await env.DB.batch([
      env.DB.prepare(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) insert into prospects (id, company, domain, stage, created_at, version)
         select printf('pro_%06d', i), printf('Mill %d', i), printf('mill%d.example', i), 'new', i, 1 from n`,
      ),
      env.DB.prepare(
        `insert into contacts (id, prospect_id, name, email, named_by, created_at) select 'con_' || id, id, 'Ann', 'mill-' || id || '@mail.example', 'staff', 1 from prospects`,
      ),
      env.DB.prepare(`insert into company_names (prospect_id, name_key, name_lead) select id, lower(company), 'ml' from prospects`),
    ])

    expect(await pageOf('mill')).toContain('More begin like this')
    expect(await pageOf('mill 2999')).toContain('All whose name')
    for (const more of ['', '&level=5']) expect((await rowsReadBy(world, pathOf('mill', more), { as: sales })).rows).toBeLessThan(300)
    expect(await foundBy('mill 2999')).toEqual(['pro_002999'])
  })
})
