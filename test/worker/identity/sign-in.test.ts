import { beforeEach, describe, expect, it } from 'vitest'
import { members, partners, sessions, signIns } from '../../../schema/people.ts'
import { audit } from '../../../schema/records.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { askToSignIn, openBrowser } from './browser.ts'

let world: World
let person: { id: string; email: string }
beforeEach(async () => {
  world = await createWorld()
  person = await haveStaff(world, 'admin')
})

const askForMail = (browser?: ReturnType<typeof openBrowser>, email = person.email, next?: string) =>
  askToSignIn(world, email, browser, next)
const howMany = async () => (await world.deps.db.select().from(sessions)).length
const isIn = async (browser: { ask: (path: string) => Promise<Response> }) => (await browser.ask('/people')).status === 200

describe('a mailed link', () => {
  it('signs in by its button, in the browser that asked', async () => {
    const { browser, answer, path } = await askForMail()
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/code'])
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-goodword-browser=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )

    const page = await browser.ask(path)
    expect([page.status, await howMany()]).toEqual([200, 0])
    expect(await page.text()).toContain(`action="${path}"`)
    const entered = await browser.ask(path, {})

    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/'])
    expect(entered.headers.get('set-cookie')).toMatch(
      /^__Host-goodword=eyJ[\w.-]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await isIn(browser)).toBe(true)
    expect((await world.deps.db.select().from(audit)).map(({ actor, act }) => [actor, act])).toEqual([[person.id, 'person.signed_in']])
  })

  it('is not used up by looking, however often a mail program does', async () => {
    const { browser, path } = await askForMail()
    for (let n = 0; n < 3; n += 1) await openBrowser(world).ask(path)

    expect((await browser.ask(path, {})).status).toBe(303)
  })

  it('starts one session when it is posted twice at once, and none after that', async () => {
    const { browser, path } = await askForMail()

    const answers = await Promise.all([browser.ask(path, {}), browser.ask(path, {})])
    const third = await browser.ask(path, {})

    expect([...answers, third].map(({ status }) => status).sort()).toEqual([303, 410, 410])
    expect(await howMany()).toBe(1)
    expect(await third.text()).toContain('This link has done its work')
  })

  it('signs nobody in from another browser, and says to type the code', async () => {
    const { path } = await askForMail()
    const other = openBrowser(world)
    await other.ask('/sign-in', { email: 'somebody@else.example', next: '' })

    expect(await (await other.ask(path)).text()).toContain('type the six digits from the mail there')
    expect((await other.ask(path, {})).status).toBe(409)
    expect((await openBrowser(world).ask(path, {})).status).toBe(409)
    expect(await howMany()).toBe(0)
  })

  it('works for ten minutes', async () => {
    const { browser, path } = await askForMail()
    await world.travel({ minutes: 10 })

    expect([(await browser.ask(path)).status, (await browser.ask(path, {})).status]).toEqual([410, 410])
    expect(await howMany()).toBe(0)
  })

  it('answers 410 for a token that is none', async () => {
    expect((await openBrowser(world).ask('/sign-in/link/nothing')).status).toBe(410)
    expect((await openBrowser(world).ask('/sign-in/link/nothing', {})).status).toBe(410)
  })
})

describe('an address', () => {
  it('gets the same answer whether somebody has it or not, and a mail only then', async () => {
    const known = await askForMail()
    const unknown = await askForMail(openBrowser(world), 'nobody@nowhere.example')
    const shown = ({ answer }: { answer: Response }) => [answer.status, answer.headers.get('location'), [...answer.headers.keys()].sort()]

    expect(shown(unknown)).toEqual(shown(known))
    expect(world.mails.map(({ to }) => to)).toEqual([person.email])
    const codeOf = async (browser: typeof known.browser) => {
      const answer = await browser.ask('/sign-in/code', { code: '000000', next: '' })
      return [answer.status, await answer.text()]
    }
    expect(await codeOf(unknown.browser)).toEqual(await codeOf(known.browser))
  })

  it('may be typed in capitals', async () => {
    await askForMail(openBrowser(world), ` ${person.email.toUpperCase()} `)
    expect(world.mails).toHaveLength(1)
  })

  it.each(['', 'x', 'x@', '@x.example', 'a b@x.example', `${'x'.repeat(250)}@x.example`, 'x@y.example\r\nBcc: z@z.example'])(
    'of %j is answered with a sentence',
    async (email) => {
      const { answer } = await askForMail(openBrowser(world), email)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toMatch(/Give a mail address|That is no mail address|254 characters/)
      expect(await world.deps.db.select().from(signIns)).toHaveLength(0)
    },
  )

  it('may ask ten times an hour from anywhere, known or not, and a browser twenty times', async () => {
    for (const email of [person.email, 'nobody@nowhere.example']) {
      const statuses = []
      for (let n = 0; n < 11; n += 1) statuses.push((await askForMail(openBrowser(world), email)).answer.status)
      expect([statuses.filter((status) => status === 303).length, statuses.at(-1)]).toEqual([10, 429])
    }
    const browser = openBrowser(world)
    const statuses = []
    for (let n = 0; n < 21; n += 1) statuses.push((await askForMail(browser, `x${n}@nowhere.example`)).answer.status)
    expect([statuses.filter((status) => status === 303).length, statuses.at(-1)]).toEqual([20, 429])

    await world.travel({ hours: 1 })
    expect((await askForMail()).answer.status).toBe(303)
  })

  it('of somebody removed, deactivated or of a refused partner gets no mail', async () => {
    const { db } = world.deps
    const partner = await havePartner(world)
    const removed = await haveMember(world, partner.id)
    await db.update(members).set({ status: 'removed' })
    const refused = await havePartner(world)
    await db.update(partners).set({ status: 'refused' })

    for (const email of [removed.email, partner.owner.email, refused.owner.email]) await askForMail(openBrowser(world), email)

    expect(world.mails).toEqual([])
  })
})

describe('signing in', () => {
  it('makes an invited member an active one', async () => {
    const partner = await havePartner(world)
    await world.deps.db.update(members).set({ status: 'invited' })
    const { browser, path } = await askForMail(openBrowser(world), partner.owner.email)
    expect((await world.deps.db.select().from(members))[0]?.status).toBe('invited')

    await browser.ask(path, {})

    expect((await world.deps.db.select().from(members))[0]?.status).toBe('active')
  })

  it('goes on to where the person wanted to go, on this site only', async () => {
    const browser = openBrowser(world)
    const asked = await browser.ask('/people')
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fpeople'])
    expect(await (await browser.ask('/sign-in?next=%2Fpeople')).text()).toContain('name="next" value="/people"')
    const { path, answer } = await askForMail(browser, person.email, '/people')
    expect(answer.headers.get('location')).toBe('/sign-in/code?next=%2Fpeople')

    expect(await (await browser.ask(path)).text()).toContain('name="next" value="/people"')
    const link = path.split('?')[0] ?? ''
    expect((await browser.ask(link, { next: '//evil.example' })).headers.get('location')).toBe('/')
    expect((await browser.ask('/sign-in?next=/people')).headers.get('location')).toBe('/people')
  })

  it('stores neither link nor code nor browser', async () => {
    const { browser, path, code } = await askForMail()
    const stored = JSON.stringify(await world.deps.db.select().from(signIns))

    const secrets = [path.split('/').at(-1), code, ...browser.cookies.values()]
    expect(secrets.filter((secret) => secret && stored.includes(`"${secret}"`))).toEqual([])
  })

  it('survives a mail server that is away: the person asks again', async () => {
    world = await createWorld({
      mailer: {
        send: async () => {
          throw new Error('the mail server is away')
        },
      },
    })
    expect((await askForMail()).answer.status).toBe(303)
  })
})
