import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { groupRules, groups } from '../../../schema/terms.ts'
import { links } from '../../../schema/tracking.ts'
import { updateGroup } from '../../../worker/terms/store.ts'
import { readClickId } from '../../../worker/tracking/click-id.ts'
import { makeDefaultLinks } from '../../../worker/tracking/make-default-links.ts'
import { haveGroup, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from './fixtures.ts'

let world: World
let group: { id: string }
let partner: Awaited<ReturnType<typeof havePartner>>
let admin: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  group = await haveGroup(world)
  partner = await havePartner(world, { groupId: group.id, name: 'Ostervane' })
  admin = await haveStaff(world, 'admin')
})

const save = (form: Record<string, string>) => world.ask(`/terms/${group.id}/links`, { as: admin, form: { parameter: 'via', ...form } })
const follow = (path: string) => world.ask(path, { headers: browser })
const versions = () => world.deps.db.select().from(groupRules).where(eq(groupRules.groupId, group.id))

describe('the rules of a group for its links', () => {
  it('add UTM parameters to the destination, which keeps its own', async () => {
    await haveLink(world, partner.id, { code: 'ada', campaign: 'fair', destinationPath: '/a?x=1&utm_source=own#f' })
    await haveLink(world, partner.id, { code: 'tom', destinationPath: '/' })

    await save({ utm: 'utm_source=partner&utm_medium={code}&utm_campaign={campaign}' })

    const at = async (code: string) => (await follow(`/r/${code}`)).headers.get('location')?.replace(/goodword_referral=[\w-]+/, 'ID')
    expect(await at('ada')).toBe('https://www.wrenmarch.example/a?x=1&utm_source=own&utm_medium=ada&utm_campaign=fair&ID#f')
    expect(await at('tom')).toBe('https://www.wrenmarch.example/?utm_source=partner&utm_medium=tom&ID')
  })

  it('set no cookie where consent is required: the id in the address carries the credit alone', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    expect((await follow('/r/ada')).headers.get('set-cookie')).not.toBeNull()

    await save({ consent: 'yes' })

    const answer = await follow('/r/ada')
    expect([answer.headers.get('set-cookie'), referralOf(answer)]).toEqual([null, expect.stringMatching(/./)])
  })

  it('are versions that stay, and a click id names its own', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const versionOf = async () => {
      const read = readClickId(world.deps.settings.signingKeys, referralOf(await follow('/r/ada')) ?? '')
      return read.ok && read.rulesVersion
    }
    expect(await versionOf()).toBe(1)

    await save({ parameter: 'partner' })
    await save({ parameter: 'partner', defaultLinks: 'introduction' })
    expect(await versionOf()).toBe(2)
    await updateGroup(world.deps.db, { id: group.id, windowDays: 30, model: 'last_touch', minimums: [] }, admin.id, world.now())

    expect(await versions()).toMatchObject([
      { version: 1, parameter: 'via', windowDays: 60, model: 'first_touch' },
      { version: 2, parameter: 'partner', windowDays: 60 },
      { version: 3, parameter: 'partner', windowDays: 30, model: 'last_touch' },
    ])
    const page = await (await world.ask(`/terms/${group.id}/links`, { as: admin })).text()
    expect(page).toMatch(/partner, ref.*via, ref/s)
  })

  it('change what a click is worth by the next version only', async () => {
    const { db } = world.deps
    await expect(db.update(groups).set({ windowDays: 1 }).where(eq(groups.id, group.id))).rejects.toThrow()
    await expect(db.update(groups).set({ rulesVersion: 9 }).where(eq(groups.id, group.id))).rejects.toThrow()
    await expect(db.delete(groupRules)).rejects.toThrow()
    expect(await versions()).toHaveLength(1)
  })

  it('give a new partner its links, once', async () => {
    await save({ defaultLinks: 'https://www.wrenmarch.example/pricing spring\nintroduction' })
    const maker = { id: partner.owner.id, partnerId: partner.id }

    await makeDefaultLinks(world.deps, maker)
    await makeDefaultLinks(world.deps, maker)

    expect(await world.deps.db.select().from(links)).toMatchObject([
      { code: 'ostervane', kind: 'redirect', destinationPath: '/pricing', campaign: 'spring' },
      { kind: 'introduction', campaign: null },
    ])
  })

  it.each([
    [{ parameter: 'Via' }, /1 to 32 letters/],
    [{ parameter: 'c' }, /another meaning/],
    [{ utm: 'source=x' }, /no such parameter/],
    [{ utm: 'utm_source=<b>' }, /no such parameter/],
    [{ utm: 'utm_source=a&utm_source=b' }, /twice/],
    [{ defaultLinks: 'https://elsewhere.example/' }, /Line 1: Links may lead to/],
    [{ defaultLinks: 'introduction a b' }, /Line 1: write an address/],
  ])('decline %j with a sentence', async (wrong, sentence) => {
    const answer = await save(wrong)

    expect(answer.status).toBe(422)
    expect(await answer.text()).toMatch(sentence)
    expect(await versions()).toHaveLength(1)
  })

  it('are an admin’s to change and an auditor’s to read', async () => {
    const auditor = await haveStaff(world, 'auditor')

    expect((await world.ask(`/terms/${group.id}/links`, { as: auditor })).status).toBe(200)
    for (const as of [auditor, partner.owner, await haveStaff(world, 'sales')]) {
      expect((await world.ask(`/terms/${group.id}/links`, { as, form: { parameter: 'x' } })).status).toBe(404)
    }
  })
})
