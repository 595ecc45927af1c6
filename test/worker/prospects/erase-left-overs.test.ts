import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { prospects } from '../../../schema/prospects.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveLink } from '../tracking/fixtures.ts'

const trace = /zanzibarcanary/i
const form = { website: '', goodword_referral: '', need: 'Fewer stops.' }

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  await haveStaff(world, 'sales')
  await haveLink(world, partner.id, { code: 'ada', kind: 'introduction' })
})

async function traces(): Promise<string[]> {
  const { results } = await env.DB.prepare("select name from sqlite_master where type = 'table' and name not glob '_cf_*'").all<{
    name: string
  }>()
  const rows = await Promise.all(
    results.map(async ({ name }) =>
      (await env.DB.prepare(`select * from "${name}"`).all()).results.map((row) => `${name}: ${JSON.stringify(row)}`),
    ),
  )
  return rows.flat().filter((row) => trace.test(row))
}
const tablesOf = (rows: readonly string[]) => [...new Set(rows.map((row) => row.split(':')[0]))].toSorted()
const introduceSelf = (told: { company: string; contactName: string; email: string }) =>
  world.ask('/i/ada', { form: { ...form, ...told, act: world.deps.newId('act') } })
const prospectId = async () => (await world.deps.db.select().from(prospects))[0]?.id ?? ''

describe('erasing leaves nothing behind', () => {
  it('of names and addresses that were put right before', async () => {
    const first = { company: 'Zanzibarcanary', contactName: 'Zanzibarcanary', email: 'a@zanzibarcanary.example' }
    await introduceSelf(first)
    await world.settle()
    const path = /(\/me\/[\w-]+)/.exec(world.mails.findLast(({ to }) => to === first.email)?.text ?? '')?.[1] ?? ''
    await world.ask('/me', { form: { email: first.email } })
    await world.settle()
    const newest = /(\/me\/[\w-]+)/.exec(world.mails.findLast(({ to }) => to === first.email)?.text ?? '')?.[1] ?? path
    const corrected = { name: 'Ann', email: 'ann@halewick.example', title: '', company: 'Halewick' }
    expect((await world.ask(`${newest}/correction`, { form: corrected })).status).toBe(303)
    await world.settle()
    expect(tablesOf(await traces())).toEqual(['outbox', 'prospects'])

    await eraseProspect(world.deps, await prospectId(), 'prospect')

    expect(await traces()).toEqual([])
  })

  it.each([
    ['its domain', { domain: 'www.zanzibarcanary.example', company: '' }],
    ['its name', { domain: '', company: 'Zanzibarcanary Dairies B.V.' }],
  ])('of a claim that told %s before anybody knew the company', async (_, told) => {
    const member = await haveMember(world, partner.id)
    const claim = {
      act: 'act_1',
      kind: 'missing',
      evidence: 'Quillon of zanzibarcanary called us.',
      link: '',
    }
    expect((await world.ask('/claims', { as: member, form: { ...claim, ...told } })).status).toBe(303)
    await introduceSelf({ company: 'Zanzibarcanary Dairies', contactName: 'Quillon', email: 'q@zanzibarcanary.example' })
    await world.settle()
    expect(tablesOf(await traces())).toContain('claims')

    await eraseProspect(world.deps, await prospectId(), 'prospect')

    expect(await traces()).toEqual([])
  })
})
