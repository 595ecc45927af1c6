import { beforeEach, describe, expect, it } from 'vitest'
import { archiveLink } from '../../../worker/tracking/archive-link.ts'
import { forgetLinks, forgetLinksOf, recallLink, rememberLink } from '../../../worker/tracking/link-cache.ts'
import { findLinkTarget } from '../../../worker/tracking/store.ts'
import { haveGroup, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from './fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const follow = (path: string) => world.ask(path, { headers: browser })
const nothing = Promise.resolve(undefined)

describe('what an isolate knows of links', () => {
  it('is bounded, and the oldest goes first', async () => {
    const now = world.now()
    for (let n = 0; n <= 5_000; n += 1) await rememberLink(`code-${n}`, nothing, [], now)

    const known = (n: number) => recallLink(`code-${n}`, now)
    expect([known(0), known(1), known(5_000)]).toEqual([undefined, null, null])
  })

  it('is no minute old, whichever way the clock goes', async () => {
    const now = world.now()
    await rememberLink('ada', nothing, [], now)
    const later = (seconds: number) => recallLink('ada', new Date(now.getTime() + seconds * 1_000))

    expect([later(59), later(-59), later(60), later(-60)]).toEqual([null, null, undefined, undefined])
  })

  it('is nothing that was read before it was forgotten: credit ends at once, also for who asks at that moment', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada' })
    const { signingKeys } = world.deps.settings
    const forgettings = [
      () => archiveLink(world.deps, { id: partner.owner.id, partnerId: partner.id }, link.id),
      async () => forgetLinksOf(partner.id),
      async () => forgetLinks(),
    ]
    for (const forget of forgettings) {
      const read = await findLinkTarget(world.deps.db, 'ada')
      // What was read is on its way while somebody changes it.
      const remembered = rememberLink(
        'ada',
        Promise.resolve()
          .then(forget)
          .then(() => read),
        signingKeys,
        world.now(),
      )

      expect(await remembered).toMatchObject({ linkId: link.id })
      expect(recallLink('ada', world.now())).toBeUndefined()
    }
    expect(referralOf(await follow('/r/ada'))).toBeNull()
  })

  it('follows a partner into its new group, and a group’s new window, at once', async () => {
    const admin = await haveStaff(world, 'admin', 'sales')
    const group = await haveGroup(world)
    const setWindow = (days: string) =>
      world.ask(`/terms/${group.id}/rules`, { as: admin, form: { windowDays: days, model: 'first_touch', minimums: '' } })
    expect((await setWindow('7')).status).toBe(303)
    await haveLink(world, partner.id, { code: 'ada' })
    const maxAge = async () => /Max-Age=(\d+)/.exec((await follow('/r/ada')).headers.get('set-cookie') ?? '')?.[1]
    expect(await maxAge()).toBe(String(60 * 86_400))

    const moved = await world.ask(`/partners/${partner.id}/group`, { as: admin, form: { groupId: group.id } })
    expect([moved.status, await maxAge()]).toEqual([303, String(7 * 86_400)])

    expect(await (await world.ask('/goodword.js')).text()).toContain('"days":7')
    expect([(await setWindow('30')).status, await maxAge()]).toEqual([303, String(30 * 86_400)])
    expect(await (await world.ask('/goodword.js')).text()).toContain('"days":30')
  })
})
