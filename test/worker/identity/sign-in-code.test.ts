import { beforeEach, describe, expect, it } from 'vitest'
import { sessions } from '../../../schema/people.ts'
import { haveStaff } from '../../support/fixtures.ts'
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

describe('a code', () => {
  it('that was read elsewhere signs in where it was asked for, once', async () => {
    const { browser, code } = await askForMail()

    const answers = await Promise.all([browser.ask('/sign-in/code', { code, next: '' }), browser.ask('/sign-in/code', { code, next: '' })])

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(await howMany()).toBe(1)
    expect(await isIn(browser)).toBe(true)
  })

  it('is worth nothing in another browser, or after its link was used', async () => {
    const { browser, path, code } = await askForMail()
    expect((await openBrowser(world).ask('/sign-in/code', { code, next: '' })).status).toBe(422)

    await browser.ask(path, {})
    expect((await browser.ask('/sign-in/code', { code, next: '' })).status).toBe(422)
  })

  it('bears five tries; the right one is refused after them, the link still works', async () => {
    const { browser, path, code } = await askForMail()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let n = 0; n < 5; n += 1) expect((await browser.ask('/sign-in/code', { code: wrong, next: '' })).status).toBe(422)

    const answer = await browser.ask('/sign-in/code', { code, next: '' })

    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('That code is wrong or no longer works.')
    expect((await browser.ask(path, {})).status).toBe(303)
  })

  it('may be typed with a space in its middle', async () => {
    const { browser, code } = await askForMail()
    expect((await browser.ask('/sign-in/code', { code: `${code.slice(0, 3)} ${code.slice(3)}`, next: '' })).status).toBe(303)
  })

  it.each(['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])('of %j is answered with a sentence', async (code) => {
    const { browser } = await askForMail()
    const answer = await browser.ask('/sign-in/code', { code, next: '' })
    expect([answer.status, (await answer.text()).includes('Type the six digits from the mail.')]).toEqual([422, true])
  })

  it('cannot be guessed in one browser for long', async () => {
    const { browser } = await askForMail()
    const statuses = []
    for (let n = 0; n < 21; n += 1) statuses.push((await browser.ask('/sign-in/code', { code: '000000', next: '' })).status)

    expect([statuses.filter((status) => status === 422).length, statuses.at(-1)]).toEqual([20, 429])
  })

  it('cannot be guessed across many browsers: after fifty wrong ones a day none is right', async () => {
    for (let hour = 0; hour < 6; hour += 1) {
      for (let mail = 0; mail < 2; mail += 1) {
        const { browser, code } = await askForMail()
        const wrong = code === '000000' ? '000001' : '000000'
        for (let n = 0; n < 5; n += 1) await browser.ask('/sign-in/code', { code: wrong, next: '' })
      }
      await world.travel({ hours: 1 })
    }
    const { browser, path, code } = await askForMail()

    expect((await browser.ask('/sign-in/code', { code, next: '' })).status).toBe(422)
    expect((await browser.ask(path, {})).status).toBe(303)
  })
})
