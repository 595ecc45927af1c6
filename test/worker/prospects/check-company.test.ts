import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { rateCounts } from '../../../schema/people.ts'
import { prospects } from '../../../schema/prospects.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { leaveAlone } from '../../../worker/prospects/left-alone.ts'
import { nameCompanies } from '../../../worker/prospects/name-companies.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveAccepted, haveRegistration, registrationOf } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let rival: typeof partner
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
  rival = await havePartner(world, { name: 'Pennyroyal Ovens', groupId: partner.groupId })
})

const check = (domain: string, company = '', as: { kind: 'member' | 'staff'; id: string } = partner.owner) =>
  world.ask('/registrations/check', { as, form: { domain, company } })
const said = async (domain: string, company = '') => {
  const answer = await check(domain, company)
  return [answer.status, await answer.text()]
}

describe('“Is this company free?”', () => {
  it('answers free, with what to do next', async () => {
    expect(await said('www.halewick.example')).toEqual([
      200,
      expect.stringMatching(/Free: nobody else.*registrations\/new\?domain=halewick\.example/s),
    ])
    expect(await (await world.ask('/registrations/new?domain=halewick.example&company=Halewick', { as: partner.owner })).text()).toMatch(
      /value="Halewick".*value="halewick\.example"/s,
    )
  })

  it('answers with the date where another is protected, with its own date to itself, and names nobody', async () => {
    await haveAccepted(world, rival, await haveStaff(world, 'sales'))

    const [status, page] = await said('shop.halewick.example')
    expect([status, page]).toEqual([200, expect.stringMatching(/Protected by another until 31 January 2027/)])
    expect(page).not.toMatch(/Pennyroyal|Ann Lee|Halewick Dairies/)
    expect(await (await check('halewick.example', '', rival.owner)).text()).toContain('Protected for you until 31 January 2027')
  })

  it('answers that it is a customer, or that a person must look', async () => {
    await haveProspect(world, null, { company: 'Copsedale', domain: 'copsedale.example' })
    await world.deps.db.update(prospects).set({ stage: 'customer', customerSince: world.now() })
    await haveRegistration(world, rival)

    expect(await said('copsedale.example')).toEqual([200, expect.stringMatching(/Already a customer/)])
    expect(await said('halewick.example')).toEqual([200, expect.stringMatching(/A person must look/)])
    expect(await said('hw.example', 'HALEWICK Dairy Ltd')).toEqual([200, expect.stringMatching(/A person must look/)])
    expect(await said('hw.example')).toEqual([200, expect.stringMatching(/Free/)])
  })

  it('compares names with prospects from before names were compared, once the night has passed', async () => {
    await haveProspect(world, null, { company: 'Copsedale Printworks', domain: 'copsedale.example' })

    expect(await said('cp.example', 'Copsedale Print Works Ltd')).toEqual([200, expect.stringMatching(/Free/)])
    await nameCompanies(world.deps)
    await nameCompanies(world.deps)
    expect(await said('cp.example', 'Copsedale Print Works Ltd')).toEqual([200, expect.stringMatching(/A person must look/)])
  })

  it('finds the very same name among any number that begin alike', async () => {
    await env.DB.batch([
      env.DB.prepare(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < 80) insert into prospects (id, company, domain, stage, created_at, version)
         select printf('pro_%06d', i), printf('Mill %d', i), printf('mill%d.example', i), 'new', i, 1 from n`,
      ),
      env.DB.prepare("insert into company_names (prospect_id, name_key, name_lead) select id, 'mill ' || domain, 'ml' from prospects"),
      env.DB.prepare("update company_names set name_key = 'mill zwiebelkuchen' where prospect_id = 'pro_000080'"),
    ])

    expect(await said('zk.example', 'Mill Zwiebelkuchen GmbH')).toEqual([200, expect.stringMatching(/A person must look/)])
    expect(await said('zk.example', 'Mill Apfelstrudel')).toEqual([200, expect.stringMatching(/Free/)])
  })

  it('says of a company that wants to be left alone no more than that a person must look; registering it is refused', async () => {
    await inOneBatch(world.deps.db, await leaveAlone(world.deps, { emails: [], domains: ['halewick.example'] }))

    expect(await said('halewick.example')).toEqual([200, expect.stringMatching(/A person must look/)])
    const answer = await world.ask('/registrations', { as: partner.owner, form: { ...registrationOf(world) } })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringMatching(/asked us to be left alone/)])
  })

  it.each(['gmail.com', 'ann@gmail.com', 'nonsense', '192.168.0.1', 'co.uk', '', '..'])(
    'declines %j and counts nothing',
    async (domain) => {
      const answer = await check(domain)

      expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(/mail service|no domain|Give the company/)])
      expect(await world.deps.db.select().from(rateCounts)).toEqual([])
    },
  )

  it('is asked twenty times a day by one partner, however many ask at once, and never for another', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => check(`c${n}.example`)))

    const statuses = answers.map(({ status }) => status)
    expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 429).length]).toEqual([20, 40])
    expect((await check('c1.example', '', rival.owner)).status).toBe(200)
    await world.travel({ days: 1 })
    expect((await check('c1.example')).status).toBe(200)
  })

  it('is a partner’s', async () => {
    expect((await check('halewick.example', '', await haveStaff(world, 'sales'))).status).toBe(404)
  })

  it('stands beside the introduction form', async () => {
    expect(await (await world.ask('/introductions/new', { as: partner.owner })).text()).toContain('href="/registrations/check"')
  })
})
