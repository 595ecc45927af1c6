import { beforeEach, describe, expect, it } from 'vitest'
import { ndaViews } from '../../../schema/references.ts'
import { listTrailOf } from '../../../worker/audit/store.ts'
import { endNda, sendNda } from '../../../worker/references/nda.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { textsOf } from '../../support/pdf-text.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, dayIn, haveGuest, haveSignedNda, linkIn } from './desk.ts'

let world: World
let guest: Awaited<ReturnType<typeof haveGuest>>
beforeEach(async () => {
  world = await createWorld()
  guest = await haveGuest(world)
})

const pagesOf = async (answer: Response) => {
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'application/pdf',
    'private, no-store',
  ])
  return textsOf(await answer.arrayBuffer())
}
const seen = async () => (await world.deps.db.select().from(ndaViews)).map(({ contactId, what }) => [contactId, what])

describe('the copy of an NDA', () => {
  it('NDA2 names its signer and the day on every page, and is logged before it leaves', async () => {
    const id = await haveSignedNda(world, guest)
    await world.settle()
    await world.travel({ days: 1 })
    const path = `${linkIn(world, guest.contact.email, '/nda')}/copy.pdf`
    const pages = await pagesOf(await world.ask(path))

    expect(pages.length).toBeGreaterThan(0)
    for (const page of pages) expect(page).toContain('Copy for Pia Cope, 3 November 2026. Confidential.')
    expect(pages.join()).toContain('Agreement of confidence')
    expect(pages.join()).toContain(id)
    expect(await seen()).toEqual([
      [guest.contact.id, 'text'],
      [guest.contact.id, 'copy'],
    ])
  })

  it('NDA2 names the one of ours who made it, on the trail too; the prospect’s own log stays its people’s', async () => {
    const id = await haveSignedNda(world, guest)
    const auditor = await haveStaff(world, 'auditor')
    const pages = await pagesOf(await world.ask(`/references/ndas/${id}/copy.pdf`, { as: auditor }))

    for (const page of pages) expect(page).toContain(`Copy for ${auditor.name}, 2 November 2026`)
    expect((await listTrailOf(world.deps.db, id)).map(({ act, actor }) => [act, actor])).toContainEqual(['nda.copied', auditor.id])
    expect(await seen()).toEqual([[guest.contact.id, 'text']])
  })

  it('NDA4 stays the signer’s own when the NDA has ended', async () => {
    const id = await haveSignedNda(world, guest)
    await endNda(world.deps, 'stf_seed', id, 'Ended by us.')
    await world.settle()
    const pages = await pagesOf(await world.ask(`${linkIn(world, guest.contact.email, '/nda')}/copy.pdf`))
    expect(pages.join()).toContain('Ended')
  })

  it('does not exist before it is signed, nor for anybody else', async () => {
    const form = { act: act(), kind: 'one_way' as const, signer: guest.contact.id, endsOn: dayIn(world, 30) }
    const id = await sendNda(world.deps, 'stf_seed', guest.prospectId, form)
    await world.settle()
    const sales = await haveStaff(world, 'sales')
    const partner = await havePartner(world)
    const status = async (path: string, as?: { kind: 'staff' | 'member'; id: string }) => (await world.ask(path, as ? { as } : {})).status

    expect(await status(`${linkIn(world, guest.contact.email, '/nda')}/copy.pdf`)).toBe(409)
    expect(await status(`/references/ndas/${id}/copy.pdf`, sales)).toBe(409)
    expect(await status('/references/ndas/nda_none/copy.pdf', sales)).toBe(404)
    expect(await status(`/references/ndas/${id}/copy.pdf`, partner.owner)).toBe(404)
    expect(await status(`/references/ndas/${id}/copy.pdf`, await haveStaff(world, 'finance'))).toBe(404)
    expect(await status('/nda/somebody-elses/copy.pdf')).toBe(404)
  })
})
