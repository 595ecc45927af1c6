import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { activityKinds } from '../../../schema/agreements.ts'
import { customers } from '../../../schema/customers.ts'
import { perks } from '../../../schema/requests.ts'
import { dealKinds } from '../../../schema/terms.ts'
import { addPerk, deliverPerk, planActivity } from '../../../worker/references/activity.ts'
import { createWorld, type World } from '../../support/world.ts'
import { formsOfTerms } from '../bad-input/forms-of-terms.ts'
import { setScene } from '../bad-input/scene.ts'
import { act, codeOf, dayIn, haveObligation, haveReference, type Reference } from './desk.ts'
import { havePlannedActivity } from './held-activity.ts'

let world: World
let reference: Reference
let activityId: string

beforeEach(async () => {
  world = await createWorld()
  reference = await haveReference(world)
  activityId = await havePlannedActivity(world, reference.customerId)
  await addPerk(world.deps, activityId, { kind: 'thank_you', what: 'A hamper', isGift: true })
  await addPerk(world.deps, activityId, { kind: 'travel', what: 'The train', isGift: false })
})

const perkOf = async (what: string) => (await world.deps.db.select().from(perks).where(eq(perks.what, what)))[0]?.id ?? ''
const deliver = async (what: string) =>
  deliverPerk(world.deps, 'stf_seed', await perkOf(what), { on: dayIn(world, 0), costMinor: 4_500, currency: 'eur' })
const setPolicy = (giftPolicy: 'unknown' | 'allowed' | 'limited' | 'forbidden') =>
  world.deps.db.update(customers).set({ giftPolicy }).where(eq(customers.prospectId, reference.customerId))

describe('a perk', () => {
  it.each([
    ['unknown', 'gift_not_allowed'],
    ['forbidden', 'gift_not_allowed'],
    ['limited', 'fine'],
    ['allowed', 'fine'],
  ] as const)('PER1 that is a gift under the policy %s: %s', async (policy, code) => {
    await setPolicy(policy)

    expect(await codeOf(deliver('A hamper'))).toBe(code)
  })

  it('PER1 is refused by SQL alone, too, and travel is no gift', async () => {
    const give = (id: string) => env.DB.prepare(`update perks set delivered_on = '2026-11-02', delivered_by = 'x' where id = '${id}'`).run()

    await expect(give(await perkOf('A hamper'))).rejects.toThrow('no gift without a policy')
    await setPolicy('forbidden')
    expect(await codeOf(deliver('The train'))).toBe('fine')
    expect(await codeOf(deliver('The train'))).toBe('already_done')
  })

  it('PER2 is a cost and never a commission: no book of the money changes', async () => {
    const count = async () => {
      const tables = ['commissions', 'ledger_transactions', 'ledger_entries', 'balances', 'payouts']
      return Promise.all(tables.map(async (table) => (await env.DB.prepare(`select count(*) n from ${table}`).first<{ n: number }>())?.n))
    }
    const before = await count()
    await deliver('The train')

    expect(await count()).toEqual(before)
    expect(await world.deps.db.select({ cost: perks.costMinor }).from(perks).where(eq(perks.what, 'The train'))).toEqual([{ cost: 4_500 }])
  })
})

describe('REQ4 no terms can name a reference', () => {
  it('what terms pay for are kinds of deals, and no activity is one', () => {
    expect(activityKinds.filter((kind) => dealKinds.some((each) => String(each) === kind))).toEqual([])
  })

  it('a version of terms that names a call or a quote is declined, where the same without it is taken', async () => {
    const scene = await setScene(world)
    const ready = await formsOfTerms['POST /terms/:id/versions']?.ready(scene)
    if (!ready) throw new Error('terms have versions')
    const publish = (more: Record<string, string>) => world.ask(ready.path, { as: scene.people.admin, form: { ...ready.form, ...more } })

    for (const kind of activityKinds) {
      const answer = await publish({ [`${kind}_earns`]: 'percent', [`${kind}_percent`]: '10', [`${kind}_duration`]: 'life' })
      expect([kind, answer.status]).toEqual([kind, 422])
    }
    expect((await publish({})).status).toBe(303)
  })
})

describe('something public', () => {
  const plan = (customerId: string, as: 'owed' | 'favour', days: number) =>
    planActivity(world.deps, 'stf_seed', customerId, { act: act(), kind: 'case_study', title: 'Story', on: dayIn(world, days), as })

  it('is refused beyond its cap with the next free day, and OBL3 beyond what is owed unless it is a favour', async () => {
    const { customerId } = await haveReference(world, 'Salthaven Foods')
    await haveObligation(world, customerId, 'case_study', 1)

    expect(await codeOf(plan(customerId, 'owed', 5))).toBe('fine')
    expect(await codeOf(plan(customerId, 'favour', 40))).toBe('cap_reached')
    expect(await codeOf(plan(customerId, 'owed', 100))).toBe('more_than_owed')
    expect(await codeOf(plan(customerId, 'favour', 100))).toBe('fine')
  })

  it('is refused where an agreement ended, and where only private talks are allowed', async () => {
    const { customerId } = await haveReference(world, 'Salthaven Foods')
    await haveObligation(world, customerId, 'case_study', 1)
    await env.DB.prepare("update agreements set status = 'ended', ended_at = 1, end_reason = 'Over.'").run()

    expect(await codeOf(plan(customerId, 'owed', 5))).toBe('agreement_ended')
    await world.deps.db.update(customers).set({ referencePolicy: 'private_only' }).where(eq(customers.prospectId, customerId))
    expect(await codeOf(plan(customerId, 'favour', 5))).toBe('not_matchable')
  })
})
