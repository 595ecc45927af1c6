import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { recordEvidence } from '../../../worker/prospects/record-evidence.ts'
import { getProspect } from '../../../worker/prospects/store.ts'
import { endNda } from '../../../worker/references/nda.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveGuest, haveSignedNda } from '../references/desk.ts'

let world: World
let guest: Awaited<ReturnType<typeof haveGuest>>
beforeEach(async () => {
  world = await createWorld()
  guest = await haveGuest(world, 'Sextant Ferries')
})

const openPlans = (happenedOn = '2026-11-02') =>
  recordEvidence(world.deps, 'stf_seed', guest.prospectId, {
    act: world.deps.newId('act'),
    level: 'roadmap_shared',
    detail: 'The fleet plan until 2031.',
    happened_on: happenedOn,
    file: '',
    who_else: 'The board',
  })
const level = async () => (await getProspect(world.deps.db, guest.prospectId)).level
const required = { code: 'nda_required', status: 409 }

it('NDA3 plans are opened under a mutual NDA and no other', async () => {
  await expect(openPlans()).rejects.toMatchObject(required)
  await haveSignedNda(world, guest, 'one_way')
  await expect(openPlans()).rejects.toMatchObject(required)
  expect(await level()).toBe(0)

  await haveSignedNda(world, guest, 'mutual')
  await openPlans()
  expect(await level()).toBe(6)
})

it('NDA3 asks for the day the plans were opened: not before it was signed, and not after it ended', async () => {
  const nda = await haveSignedNda(world, guest, 'mutual')
  await expect(openPlans('2026-11-01')).rejects.toMatchObject(required)
  await world.travel({ days: 10 })
  await endNda(world.deps, 'stf_seed', nda, 'Ended by us.')
  await world.travel({ days: 3 })
  await expect(openPlans('2026-11-13')).rejects.toMatchObject(required)
  await openPlans('2026-11-11')
  expect(await level()).toBe(6)
})

it('NDA3 holds for SQL alone: of another prospect, and merely sent', async () => {
  const other = await haveGuest(world, 'Haldrick Foundry')
  await haveSignedNda(world, other, 'mutual')
  const insert = () =>
    env.DB.prepare(
      `insert into evidence (id, prospect_id, level, direction, detail, happened_on, recorded_by, recorded_at)
       values ('evd_plans', '${guest.prospectId}', 6, 'up', 'Said so.', '2026-11-02', 'x', 0)`,
    ).run()

  await expect(insert()).rejects.toThrow(/plans are opened under a mutual NDA/)
  await haveSignedNda(world, guest, 'mutual')
  await insert()
})
