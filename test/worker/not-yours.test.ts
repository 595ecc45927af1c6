import { beforeEach, describe, expect, it } from 'vitest'
import { introduceSomebody } from '../../worker/prospects/introduce-somebody.ts'
import { rowsOf, textOf } from '../local/walk/forms.ts'
import { hasParameter, isBare, type Route, routes } from '../support/routes.ts'
import { createWorld, type World } from '../support/world.ts'
import { forms } from './bad-input/forms.ts'
import { cookieOf, type Scene, setScene, type Who } from './bad-input/scene.ts'
import { dump } from './bad-input/stored.ts'
import { haveSides, recordOf, type Side, wordsOf } from './not-yours/sides.ts'
import { recordsOfStaff } from './not-yours/staff.ts'

let world: World
let scene: Scene
let ours: Side
let theirs: Side

beforeEach(async () => {
  world = await createWorld()
  scene = await setScene(world)
  const sides = await haveSides(scene)
  ours = sides.ours
  theirs = sides.theirs
})

const isOfPartners = ({ roles }: Route) => roles.some((role) => role.startsWith('partner'))
const partnerRoutes = routes.filter((route) => !isBare(route) && isOfPartners(route))
const named = partnerRoutes.filter(hasParameter)
const lists = partnerRoutes.filter((route) => route.method === 'GET' && !hasParameter(route))

/** What a fine form of this route carries. */
const formFor = async (route: Route): Promise<Record<string, string> | undefined> =>
  route.method === 'GET' ? undefined : ((await forms[`${route.method} ${route.path}`]?.ready(scene))?.form ?? {})

async function answerAt({ method }: Route, path: string, cookie: string, form?: Record<string, string>) {
  const answer = await world.ask(path, { method, headers: { cookie }, ...(form && { body: new URLSearchParams(form) }) })
  return { status: answer.status, text: textOf(await answer.text()), location: answer.headers.get('location') }
}

/** The route with one id in place of its parameters. */
const at = (route: Route, id: string) => route.path.replaceAll(/:\w+/g, id)

describe.each(['owner', 'member'] as const)('the %s of a partner', { timeout: 60_000 }, (who) => {
  const personOf = (side: Side) => (who === 'owner' ? side.partner.owner : side.member)

  it('finds its own records', async () => {
    const cookie = await cookieOf(world, personOf(ours))

    for (const route of named.filter(({ method }) => method === 'GET')) {
      const { status } = await answerAt(route, at(route, recordOf(route.path, ours)), cookie)
      expect([route.path, status]).toEqual([route.path, 200])
    }
  })

  it("gets for another partner's record exactly what a missing one gets, and changes nothing", async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const asked: { route: Route; form: Record<string, string> | undefined }[] = []
    for (const route of named) asked.push({ route, form: await formFor(route) })
    const before = await dump(world)
    for (const { route, form } of asked) {
      const id = recordOf(route.path, theirs)

      const another = await answerAt(route, at(route, id), cookie, form)
      const missing = await answerAt(route, at(route, `${id.split('_')[0]}_nobodys`), cookie, form)

      expect([route.path, another]).toEqual([route.path, missing])
      expect([route.path, another.status]).toEqual([route.path, 404])
    }
    expect(await dump(world)).toEqual(before)
  })

  it("reads nothing of another partner's in any list, file or record of its own", async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const alien = wordsOf(theirs)
    const paths = [
      ...lists.map(({ path }) => path),
      ...named.filter(({ method }) => method === 'GET').map((route) => at(route, recordOf(route.path, ours))),
    ]

    let own = ''
    for (const path of paths) {
      const answer = await world.ask(path, { headers: { cookie } })
      const body = await answer.text()
      expect([path, alien.filter((word) => body.includes(word))]).toEqual([path, []])
      own += body
    }
    const shown = [ours.link.code, ours.person.company, ours.paid.id, ours.payoutId, ours.ready]
    expect(shown.filter((word) => !own.includes(word))).toEqual([])
  })

  it('sees of a prospect that both introduced its own part, and of the other’s only that there is another', async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const again = {
      ...theirs.person,
      contactName: 'Bea of Brigantine',
      email: 'bea@southquay.example',
      domain: 'southquay.example',
    }
    const introducer = { id: ours.partner.owner.id, partnerId: ours.partner.id }
    await introduceSomebody(world.deps, introducer, { act: scene.act(), ...again, agreed: 'yes' })

    const page = await (await world.ask(`/prospects/${theirs.prospectId}`, { headers: { cookie } })).text()

    expect(page).toContain('Bea of Brigantine')
    const who = rowsOf(page)
      .slice(1)
      .map((cells) => cells.find((cell) => /^(You|Another partner)$/.test(cell)))
    expect(who).toEqual(['Another partner', 'You'])
    const alien = wordsOf(theirs).filter((word) => word !== theirs.prospectId && word !== theirs.person.company)
    expect(alien.filter((word) => page.includes(word))).toEqual([])
  })

  it('gets from every page and form of staff what a missing page gets', async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const ofStaff = routes.filter((route) => !isBare(route) && !isOfPartners(route) && !route.roles.includes('anyone'))
    const records = await recordsOfStaff(scene, ours)
    const { text: missing } = await answerAt({ method: 'GET', path: '/nowhere', roles: [] }, '/nowhere', cookie)

    expect(ofStaff.length).toBeGreaterThan(30)
    const before = await dump(world)
    for (const route of ofStaff) {
      const path = records(route.path)
      // Who may enter is asked before what was sent.
      const form = route.method === 'GET' ? undefined : {}
      const { status, text } = await answerAt(route, path, cookie, form)
      expect([path, status, text]).toEqual([path, 404, missing])
    }
    expect(await dump(world)).toEqual(before)
    if (who === 'member') return
    for (const route of ofStaff.filter(({ method }) => method === 'GET')) {
      const path = records(route.path)
      expect([path, await statusForStaff(route, path)]).toEqual([path, 200])
    }
  })
})
const personOfRole: Record<string, Who> = { sales: 'sales', finance: 'finance', approver: 'approver', admin: 'admin', auditor: 'auditor' }

async function statusForStaff({ roles }: Route, path: string): Promise<number> {
  const who = roles.map((role) => personOfRole[role]).find((each) => each !== undefined)
  if (!who) throw new Error(`${path} is open to nobody of staff`)
  const answer = await world.ask(path, { headers: { cookie: await cookieOf(world, scene.people[who]) } })
  return answer.status === 303 ? 200 : answer.status
}
