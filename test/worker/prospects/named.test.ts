import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { registrationLinks } from '../../../schema/privacy.ts'
import { prospects } from '../../../schema/prospects.ts'
import { checkChain } from '../../../worker/audit/chain.ts'
import { sealLogs } from '../../../worker/audit/seal.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { isLeftAlone } from '../../../worker/prospects/left-alone.ts'
import type { NewRegistration } from '../../../worker/prospects/registration-shapes.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveRegistration, refusal, registrationIn, type registrationOf } from './registrations.ts'

/** Texts that stand nowhere else: whatever is left of one of them is left of the person. */
const canary: Partial<NewRegistration> & {
  company: string
  domain: string
  contactName: string
  email: string
  need: string
  nextStep: string
  name2: string
  email2: string
} = {
  company: 'Zanzibarcanary Dairies',
  domain: 'zanzibarcanary.example',
  contactName: 'Quillon Zanzibarcanary',
  email: 'quillon@zanzibarcanary.example',
  title: 'Head of zanzibarcanary',
  need: 'zanzibarcanary: fewer stops',
  nextStep: 'zanzibarcanary demo on Monday',
  scope: 'zanzibarcanary in the north',
  others: 'named',
  ...{ name2: 'Odalys Zanzibarcanary', email2: 'odalys@zanzibarcanary.example', role2: 'economic_buyer', confidence2: 'guess' },
}
const trace = /zanzibarcanary/i

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
  sales = await haveStaff(world, 'sales', 'auditor')
})

/** Every row of every table in which one of these texts is left. */
async function traces(): Promise<string[]> {
  const tables = await env.DB.prepare("select name from sqlite_master where type = 'table' and name not glob '_cf_*'").all<{
    name: string
  }>()
  const found: string[] = []
  for (const { name } of tables.results) {
    const { results } = await env.DB.prepare(`select * from "${name}"`).all()
    found.push(...results.map((row) => `${name}: ${JSON.stringify(row)}`).filter((row) => trace.test(row)))
  }
  return found
}
const tablesOf = (rows: readonly string[]) => [...new Set(rows.map((row) => row.split(':')[0] ?? ''))].toSorted()

async function haveRefused(overrides: Parameters<typeof registrationOf>[1] = {}): Promise<string> {
  const id = await haveRegistration(world, partner, { ...canary, ...overrides })
  const words = 'We could not see zanzibarcanary work.'
  const answer = await world.ask(`/registrations/${id}/refusal`, { as: sales, form: refusal({ words }) })
  expect(answer.status).toBe(303)
  return id
}
/** What `/me` mails to an address: the paths of its private links. */
async function linksTo(email: string): Promise<string[]> {
  const before = world.mails.length
  expect((await world.ask('/me', { form: { email } })).status).toBe(200)
  await world.settle()
  return world.mails.slice(before).flatMap(({ to, text }) => (to === email ? [/(\/me\/[\w-]+)/.exec(text)?.[1] ?? ''] : []))
}
const page = async (path: string) => {
  const answer = await world.ask(path)
  return { status: answer.status, text: await answer.text() }
}

describe('somebody whom a refused registration names', () => {
  it('sees who told us what, behind a link that its own mailbox gets', async () => {
    await haveRefused()

    const [path = ''] = await linksTo(canary.email)
    const shown = await page(path)

    expect(shown.status).toBe(200)
    expect(shown.text).toMatch(/Ostervane Textiles told us that it works with you.*We said no: it receives nothing for you/s)
    for (const text of [canary.company, canary.domain, canary.contactName, canary.need, canary.nextStep, canary.name2]) {
      expect(shown.text).toContain(text)
    }
    expect(shown.text).not.toContain(canary.email2)
    const file = await world.ask(`${path}/data.json`)
    expect(await file.json()).toMatchObject({
      you: { email: canary.email },
      registrations: [{ by: 'Ostervane Textiles', status: 'refused', company: canary.company, others: [canary.name2] }],
    })
  })

  it('reads its part in the words for itself, whatever the partner ticked', async () => {
    await haveRefused({ role: 'no_influence', confidence: 'known' })

    for (const [email, part] of [
      [canary.email, 'contact person'],
      [canary.email2, 'decides on the purchase, a guess'],
    ] as const) {
      const [path = ''] = await linksTo(email)
      const shown = await page(path)
      const file = await world.ask(`${path}/data.json`)

      expect(shown.text).toContain(part)
      expect(shown.text).not.toMatch(/no_influence|no say|economic_buyer|pays/i)
      expect(await file.json()).toMatchObject({ registrations: [{ you: { role: part } }] })
    }
  })

  it('has it erased from every table, and its pages, mails and seals are none the wiser', async () => {
    const id = await haveRefused()
    const member = await haveMember(world, partner.id)
    await world.ask(`/registrations/${id}/appeal`, { as: member, form: { appeal: 'zanzibarcanary is ours.' } })
    await world.settle()
    await sealLogs(world.deps)
    const [path = ''] = await linksTo(canary.email)
    expect(tablesOf(await traces())).toEqual(['outbox', 'registration_decisions', 'registration_people', 'registrations'])

    expect((await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })).status).toBe(200)
    await world.settle()

    expect(await traces()).toEqual([])
    expect(await registrationIn(world, id)).toMatchObject({ status: 'withdrawn', company: 'Erased', partnerId: partner.id })
    for (const [at, as] of [
      [`/registrations/${id}`, partner.owner],
      ['/registrations', partner.owner],
      [`/registrations/${id}`, sales],
      ['/registrations', sales],
      ['/audit', sales],
    ] as const) {
      const answer = await world.ask(at, { as })
      expect([at, answer.status, trace.test(await answer.text())]).toEqual([at, 200, false])
    }
    expect((await checkChain(world.deps.db, 0)).broken).toEqual([])
    expect(world.mails.at(-1)).toMatchObject({ to: canary.email })
    expect(await world.deps.db.select().from(registrationLinks)).toEqual([])
  })

  it('is left alone from then on, with its company where nobody else of it is known', async () => {
    await haveRefused()
    const [path = ''] = await linksTo(canary.email)
    await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })

    await expect(haveRegistration(world, partner, canary)).rejects.toMatchObject({ code: 'erased' })
    await expect(haveRegistration(world, partner, { domain: 'other.example', email2: canary.email, name2: 'Q' })).rejects.toMatchObject({
      code: 'erased',
    })
    expect(await isLeftAlone(world.deps, { domain: canary.domain })).toBe(true)
    expect(await linksTo(canary.email)).toEqual([])
  })

  it('does not speak for a company that we know: the prospect stays, and may be named', async () => {
    const known = await haveProspect(world, partner.id, { domain: 'halewick.example', company: 'Halewick Dairies' })
    await haveRefused({ domain: 'halewick.example', company: 'Halewick Dairies', email: 'eve@halewick.example' })
    const [path = ''] = await linksTo('eve@halewick.example')

    await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })

    expect(await traces()).toEqual([])
    expect((await page(path)).status).toBe(410)
    expect((await world.ask(`/prospects/${known.id}`, { as: sales })).status).toBe(200)
    expect(await isLeftAlone(world.deps, { domain: 'halewick.example' })).toBe(false)
    expect(await isLeftAlone(world.deps, { email: 'eve@halewick.example' })).toBe(true)
  })

  it('erases twice, or in two windows at once, what there is once', async () => {
    await haveRefused()
    const [path = ''] = await linksTo(canary.email)

    const answers = await Promise.all([1, 2].map(() => world.ask(`${path}/erasure`, { form: { sure: 'yes' } })))
    await world.settle()

    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
    expect((await world.ask(`${path}/erasure`, { form: { sure: 'yes' } })).status).toBe(410)
    expect(world.mails.filter(({ subject }) => /erased/i.test(subject))).toHaveLength(1)
    expect(await traces()).toEqual([])
  })

  it('keeps everything while a form does not say so, and while a program only opens the address', async () => {
    await haveRefused()
    const [path = ''] = await linksTo(canary.email)
    const before = await traces()

    for (const form of [{}, { sure: 'no' }, { sure: 'yes', more: '1' }] as Record<string, string>[]) {
      expect((await world.ask(`${path}/erasure`, { form })).status).toBe(422)
    }
    for (const at of [path, `${path}/erasure`, `${path}/data.json`]) expect((await world.ask(at)).status).toBe(200)
    expect((await traces()).length).toBe(before.length)
    expect((await world.ask(`${path}/correction`, { form: { name: 'X', email: 'x@y.example', title: '', company: 'Z' } })).status).toBe(410)
  })
})

describe('a private link of a registration', () => {
  it('works for 400 days, as any other, and is nothing to guess', async () => {
    await haveRefused()
    const [path = ''] = await linksTo(canary.email)
    await world.travel({ days: 399 })
    expect((await page(path)).status).toBe(200)
    await world.travel({ days: 2 })
    expect((await page(path)).status).toBe(410)
    for (const wrong of [`${path}x`, path.slice(0, -1), '/me/reg_000001', '/me/%00']) expect((await page(wrong)).status).toBe(410)
  })

  it('ends with a newer one', async () => {
    await haveRefused()
    const [first = ''] = await linksTo(canary.email)
    const [second = ''] = await linksTo(canary.email)

    expect([(await page(first)).status, (await page(second)).status]).toEqual([410, 200])
  })

  it('shows nothing once the registration was accepted: then the person has the page of a prospect', async () => {
    const id = await haveRegistration(world, partner, canary)
    const [path = ''] = await linksTo(canary.email)
    expect((await page(path)).text).toContain('We have not answered yet')
    const form = { version: '1', prospect: 'new', days: '90', takeover: '', words: '' }
    expect((await world.ask(`/registrations/${id}/acceptance`, { as: sales, form })).status).toBe(303)

    expect((await page(path)).status).toBe(410)
    const [later = ''] = await linksTo(canary.email)
    expect((await page(later)).text).toContain(`wrote: “${canary.need}”`)
  })

  it('goes with the prospect that the company became meanwhile', async () => {
    await haveRefused()
    const [path = ''] = await linksTo(canary.email)
    const named = {
      act: 'act_9',
      company: 'Z',
      contactName: 'Other',
      email: `other@${canary.domain}`,
      need: 'x',
      domain: canary.domain,
      agreed: 'yes',
    }
    expect((await world.ask('/introductions', { as: partner.owner, form: named })).status).toBe(303)
    const [prospect] = await world.deps.db.select().from(prospects)
    expect((await page(path)).status).toBe(200)

    await eraseProspect(world.deps, prospect?.id ?? '', 'prospect')

    expect(await traces()).toEqual([])
    expect((await page(path)).status).toBe(410)
  })
})
