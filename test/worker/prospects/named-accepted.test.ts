import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { contacts } from '../../../schema/prospects.ts'
import { isLeftAlone } from '../../../worker/prospects/left-alone.ts'
import type { NewRegistration } from '../../../worker/prospects/registration-shapes.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { acceptance, haveRegistration, registrationIn } from './registrations.ts'

/** The founder writes from a mailbox of her own: a person whom an accepted registration names, without the company’s domain. */
const founder = 'odalys.zanzibarcanary@gmail.com'
const told = {
  contactName: 'Odalys Zanzibarcanary',
  email: founder,
  title: 'Founder',
  need: 'Odalys Zanzibarcanary wants fewer stops.',
  scope: 'The whole company',
  nextStep: 'A demonstration on Monday.',
  others: 'named',
  ...{ name2: 'Ann Lee', email2: 'ann@halewick.example', role2: 'ally', confidence2: 'known' },
} satisfies Partial<NewRegistration>

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
let id: string
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
  sales = await haveStaff(world, 'sales')
  id = await haveRegistration(world, partner, told)
  const answer = await world.ask(`/registrations/${id}/acceptance`, { as: sales, form: acceptance() })
  expect(answer.status).toBe(303)
})

async function linkTo(email: string): Promise<string> {
  const before = world.mails.length
  await world.ask('/me', { form: { email } })
  await world.settle()
  const [mail, ...more] = world.mails.slice(before).filter(({ to }) => to === email)
  expect(more).toEqual([])
  return /(\/me\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
}
/** The rows in which a word of the founder is left. */
async function traces(): Promise<string[]> {
  const { results } = await env.DB.prepare("select name from sqlite_master where type = 'table' and name not glob '_cf_*'").all<{
    name: string
  }>()
  const rows = await Promise.all(
    results.map(async ({ name }) =>
      (await env.DB.prepare(`select * from "${name}"`).all()).results.map((row) => `${name}: ${JSON.stringify(row)}`),
    ),
  )
  return rows.flat().filter((row) => /zanzibarcanary|"Founder"/i.test(row))
}
const textOf = async (path: string) => (await world.ask(path)).text()

describe('somebody with a mailbox elsewhere whom an accepted registration names', () => {
  it('sees what was told of it, and nobody else of the company', async () => {
    const path = await linkTo(founder)
    const page = await textOf(path)

    expect(page).toMatch(/Ostervane Textiles told us that it works with you.*We accepted it: it receives a share/s)
    for (const text of [told.contactName, founder, told.need, told.nextStep]) expect(page).toContain(text)
    expect(page).not.toContain('Ann Lee')
    const file = await (await world.ask(`${path}/data.json`)).json()
    expect(file).toMatchObject({ you: { email: founder }, registrations: [{ by: 'Ostervane Textiles', status: 'accepted', others: [] }] })
  })

  it('goes alone: name, address and every word that names it; the company and its people stay', async () => {
    const path = await linkTo(founder)
    expect(await textOf(`${path}/erasure`)).toContain('what was told of the company')

    expect((await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })).status).toBe(200)
    await world.settle()

    expect(await traces()).toEqual([])
    const pages = [`/registrations/${id}`, `/prospects/${(await registrationIn(world, id)).prospectId}`]
    for (const page of pages) {
      for (const as of [sales, partner.owner])
        expect([page, /zanzibarcanary|Founder/i.test(await (await world.ask(page, { as })).text())]).toEqual([page, false])
    }
    expect(await registrationIn(world, id)).toMatchObject({ status: 'accepted', need: 'Erased', nextStep: told.nextStep, erasedAt: null })
    expect(await world.deps.db.select().from(contacts)).toMatchObject([{ name: 'Erased', email: null, title: null }, { name: 'Ann Lee' }])
    expect((await world.ask(path)).status).toBe(410)
    expect(await isLeftAlone(world.deps, { email: founder })).toBe(true)
    expect(await isLeftAlone(world.deps, { domain: 'halewick.example' })).toBe(false)
    expect(await textOf(await linkTo('ann@halewick.example'))).toContain('What we hold')
  })

  it('is forgotten here, too, when it erases a company of its own', async () => {
    const path = await linkTo('ann@halewick.example')
    const other = await havePartner(world, { name: 'Kestrel Yard' })
    const elsewhere = await haveRegistration(world, other, {
      company: 'Corbel',
      domain: 'corbel.example',
      email: 'bo@corbel.example',
      others: 'named',
      ...{ name2: 'Ann Lee', email2: 'ann@halewick.example', role2: 'unknown', confidence2: 'guess' },
    })

    await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })

    expect(await registrationIn(world, elsewhere)).toMatchObject({ company: 'Erased', status: 'withdrawn' })
  })
})
