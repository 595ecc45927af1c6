import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { promotionCodes } from '../../../schema/codes.ts'
import { audit } from '../../../schema/records.ts'
import { groups } from '../../../schema/terms.ts'
import { assignCode, setBenefit } from '../../../worker/tracking/promotion-acts.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { atStripe } from '../deals/stripe-story.ts'

let world: World
let ada: Awaited<ReturnType<typeof havePartner>>
let tom: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
let code: string
beforeEach(async () => {
  world = await createWorld()
  ada = await havePartner(world, { name: 'Ostervane Textiles' })
  tom = await havePartner(world, { name: 'Pennyroyal Ovens' })
  sales = await haveStaff(world, 'sales')
  code = (await atStripe(world, 'promotion-code', { code: 'TOM10', percent: 10 })).id
  expect((await world.ask('/promotion-codes/sync', { as: sales, form: {} })).status).toBe(303)
})

type As = { kind: 'member' | 'staff'; id: string }
const send = (act: string, form: Record<string, string>, as: As = sales) => world.ask(`/promotion-codes/${code}/${act}`, { as, form })
const page = async (path: string, as: As) => (await world.ask(path, { as })).text()
const stored = async () => (await world.deps.db.select().from(promotionCodes))[0]
const trailOf = async (act: string) => (await world.deps.db.select().from(audit).where(eq(audit.act, act))).length

describe('the pages of promotion codes', () => {
  it('for staff list what Stripe has, whose each is, and find one by how it begins', async () => {
    expect(await page('/promotion-codes', sales)).toMatch(/TOM10/)
    expect(await page('/promotion-codes?q=tom', sales)).toContain('TOM10')
    expect(await page('/promotion-codes?q=zzz', sales)).not.toContain('TOM10')
    expect(await page('/promotion-codes?of=nobody', sales)).toContain('TOM10')

    await send('partner', { partner: tom.id, version: '1' })

    expect(await page('/promotion-codes?of=nobody', sales)).not.toContain('TOM10')
    expect(await page('/promotion-codes', sales)).toContain('Pennyroyal Ovens')
  })

  it('for a partner show its own alone, with what to say and how often it was used', async () => {
    expect(await page('/promotion-codes', tom.owner)).toContain('No code is yours yet')
    await send('partner', { partner: tom.id, version: '1' })

    const own = await page('/promotion-codes', tom.owner)
    expect(own).toMatch(/With my code TOM10 you get 10 % off.*I receive a share if you become a customer/s)
    expect(own).toContain('Not yet')
    expect(await page('/promotion-codes', ada.owner)).not.toContain('TOM10')
    for (const as of [tom.owner, await haveMember(world, tom.id)])
      expect((await world.ask(`/promotion-codes/${code}`, { as })).status).toBe(404)
  })

  it('are no business of finance and approvers, and the auditor changes nothing', async () => {
    for (const role of ['finance', 'approver'] as const) {
      expect((await world.ask('/promotion-codes', { as: await haveStaff(world, role) })).status).toBe(404)
    }
    const auditor = await haveStaff(world, 'auditor')
    expect(await page(`/promotion-codes/${code}`, auditor)).not.toContain('<form class="form"')
    expect((await send('pause', { reason: 'No more.', version: '1' }, auditor)).status).toBe(404)
    expect(await stored()).toMatchObject({ version: 1, pausedAt: null })
  })
})

describe('what staff decide of a code', () => {
  it('whose it is: once, also when the form is sent twice, and never over somebody else’s decision', async () => {
    const [first, again] = [
      await send('partner', { partner: tom.id, version: '1' }),
      await send('partner', { partner: ada.id, version: '1' }),
    ]

    expect(first.status).toBe(303)
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('changed this code')])
    expect(await stored()).toMatchObject({ partnerId: tom.id, version: 2 })
    expect(await trailOf('code.assigned')).toBeLessThanOrEqual(1)
  })

  it('that it is nobody’s again, as long as it gave no credit', async () => {
    await send('partner', { partner: tom.id, version: '1' })
    expect((await send('partner', { partner: '', version: '2' })).status).toBe(303)
    expect(await stored()).toMatchObject({ partnerId: null })
  })

  it('from when to when and how often it counts, which the partner reads', async () => {
    await send('partner', { partner: tom.id, version: '1' })
    expect((await send('limits', { from: '2026-11-01', until: '2026-12-31', most: '20', version: '2' })).status).toBe(303)

    expect(await page('/promotion-codes', tom.owner)).toMatch(/Not yet of 20 that count.*31 Dec/s)
    const wrong = await send('limits', { from: '2026-12-31', until: '2026-11-01', most: '', version: '3' })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('The last day lies before the first one.')])
  })

  it('that it pauses for a reason, which the partner reads, and goes on', async () => {
    await send('partner', { partner: tom.id, version: '1' })
    expect((await send('pause', { reason: 'Seen on a coupon site.', version: '2' })).status).toBe(303)
    expect(await page('/promotion-codes', tom.owner)).toContain('Paused: Seen on a coupon site.')

    expect((await send('resume', { version: '3' })).status).toBe(303)
    expect(await page('/promotion-codes', tom.owner)).not.toContain('Paused')
    expect((await send('resume', { version: '3' })).status).toBe(409)
  })

  it('what a group’s friends get: only an administrator, shown on the introduction page, and ended again', async () => {
    const admin = await haveStaff(world, 'admin')
    const form = { group: ada.groupId, words: '10 % off your first year' }
    expect((await send('benefit', form)).status).toBe(404)

    expect((await send('benefit', form, admin)).status).toBe(303)
    expect((await world.deps.db.select().from(groups).where(eq(groups.id, ada.groupId)))[0]).toMatchObject({ benefitCode: code })
    expect((await send('benefit/end', { group: ada.groupId }, admin)).status).toBe(303)
    expect((await world.deps.db.select().from(groups).where(eq(groups.id, ada.groupId)))[0]).toMatchObject({ benefitCode: null })
  })

  it('that it is no partner’s own while a whole group’s prospects are shown it, nor the other way round', async () => {
    const admin = await haveStaff(world, 'admin')
    await send('benefit', { group: ada.groupId, words: '' }, admin)

    const assigned = await send('partner', { partner: tom.id, version: '1' })
    expect([assigned.status, await assigned.text()]).toEqual([409, expect.stringMatching(/are shown this code\. End that benefit first\./)])
    expect(await stored()).toMatchObject({ partnerId: null, version: 1 })

    await send('benefit/end', { group: ada.groupId }, admin)
    expect((await send('partner', { partner: tom.id, version: '1' })).status).toBe(303)
    expect((await send('benefit', { group: ada.groupId, words: '' }, admin)).status).toBe(409)
  })

  it('one of both when they decide at the same moment', async () => {
    const admin = await haveStaff(world, 'admin')

    const answers = await Promise.all([
      send('benefit', { group: ada.groupId, words: '' }, admin),
      send('partner', { partner: tom.id, version: '1' }),
    ])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    const [group] = await world.deps.db.select().from(groups).where(eq(groups.id, ada.groupId))
    expect([group?.benefitCode, (await stored())?.partnerId].filter((each) => each !== null)).toHaveLength(1)
  })

  it('nothing of a whole group where a partner was given the code between look and write', async () => {
    const { db } = world.deps
    const late = new Proxy(db, {
      get: (target, property) =>
        property === 'batch'
          ? async (...statements: Parameters<typeof db.batch>) => {
              await assignCode(world.deps, sales, code, { partner: tom.id, version: 1 })
              return target.batch(...statements)
            }
          : Reflect.get(target, property),
    })

    const act = setBenefit({ ...world.deps, db: late }, sales, code, { group: ada.groupId, words: '' })

    await expect(act).rejects.toMatchObject({ code: 'stale' })
    expect((await db.select().from(groups).where(eq(groups.id, ada.groupId)))[0]).toMatchObject({ benefitCode: null })
  })

  it('of one that is not there is nothing', async () => {
    for (const [act, form] of [
      ['partner', { partner: tom.id, version: '1' }],
      ['pause', { reason: 'No more.', version: '1' }],
      ['resume', { version: '1' }],
      ['limits', { from: '', until: '', most: '', version: '1' }],
    ] as const) {
      expect((await world.ask(`/promotion-codes/promo_none/${act}`, { as: sales, form })).status).toBe(404)
    }
  })
})
