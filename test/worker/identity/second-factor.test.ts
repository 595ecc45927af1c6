import { beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { Refusal } from '../../../worker/errors.ts'
import { requireSecondFactor } from '../../../worker/identity/second-factor.ts'
import { startSession } from '../../../worker/identity/session.ts'
import { findSession } from '../../../worker/identity/session-store.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { readSignInMail } from './browser.ts'

let world: World
let approver: Awaited<ReturnType<typeof haveStaff>>
let session: { sessionId: string; cookie: string }
beforeEach(async () => {
  world = await createWorld()
  approver = await haveStaff(world, 'approver')
  session = await startSession(world.deps, approver, { userAgent: 'test' })
})

const ask = (path: string, form?: Record<string, string>, { cookie } = session) =>
  world.ask(path, { headers: { cookie }, ...(form && { form }) })
const codeInMail = () => readSignInMail(world.mails.at(-1)).code
const provedAt = async ({ sessionId } = session) => (await findSession(world.deps.db, sessionId))?.session.secondFactorAt

describe('the second factor', () => {
  it('is a fresh code by mail that marks the session and leads on', async () => {
    const page = await ask('/sign-in/second-factor?next=/runs/run_1')
    expect(await page.text()).toContain(`We sent six digits to ${approver.email}`)

    const answer = await ask('/sign-in/second-factor', { code: codeInMail(), next: '/runs/run_1' })

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/runs/run_1'])
    expect(await provedAt()).toEqual(world.now())
    expect((await world.deps.db.select().from(audit)).map(({ act }) => act)).toEqual(['second_factor.proved'])
  })

  it('works once, for ten minutes, and in the session that asked', async () => {
    const other = await startSession(world.deps, approver, { userAgent: 'test' })
    await ask('/sign-in/second-factor')
    const code = codeInMail()

    expect((await ask('/sign-in/second-factor', { code, next: '' }, other)).status).toBe(422)
    expect((await ask('/sign-in/second-factor', { code, next: '' })).status).toBe(303)
    expect((await ask('/sign-in/second-factor', { code, next: '' })).status).toBe(422)
    expect(await provedAt(other)).toBe(null)

    await ask('/sign-in/second-factor/mail', { next: '' })
    await world.travel({ minutes: 10 })
    expect((await ask('/sign-in/second-factor', { code: codeInMail(), next: '' })).status).toBe(422)
  })

  it('sends no second mail for a page loaded again, and one when asked', async () => {
    await ask('/sign-in/second-factor')
    await ask('/sign-in/second-factor')
    expect(world.mails).toHaveLength(1)

    const page = await ask('/sign-in/second-factor/mail', { next: '/runs' })

    expect(world.mails).toHaveLength(2)
    expect(await page.text()).toContain('name="next" value="/runs"')
    expect((await ask('/sign-in/second-factor', { code: readSignInMail(world.mails[0]).code, next: '' })).status).toBe(422)
    expect((await ask('/sign-in/second-factor', { code: codeInMail(), next: '' })).status).toBe(303)
  })

  it('is not the code of a sign-in, nor the other way round', async () => {
    await ask('/sign-in/second-factor')
    const fresh = codeInMail()
    await ask('/sign-in', { email: approver.email, next: '' })
    await world.settle()

    expect((await ask('/sign-in/second-factor', { code: codeInMail(), next: '' })).status).toBe(422)
    expect((await ask('/sign-in/code', { code: fresh, next: '' })).status).toBe(422)
  })

  it('is refused after five wrong tries', async () => {
    await ask('/sign-in/second-factor')
    const code = codeInMail()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let n = 0; n < 5; n += 1) await ask('/sign-in/second-factor', { code: wrong, next: '' })

    expect((await ask('/sign-in/second-factor', { code, next: '' })).status).toBe(422)
    expect(await provedAt()).toBe(null)
  })

  it('asks to sign in first', async () => {
    expect((await world.ask('/sign-in/second-factor')).status).toBe(303)
    expect((await world.ask('/sign-in/second-factor', { form: { code: '000000' } })).status).toBe(401)
  })
})

it('requireSecondFactor lets a proof of the last ten minutes pass, and no other', () => {
  const viewer = { ...approver, roles: [], sessionId: 'ses_1' }
  const now = world.now()
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

  expect(() => requireSecondFactor({ ...viewer, secondFactorAt: minutesAgo(10) }, now)).not.toThrow()
  for (const secondFactorAt of [null, minutesAgo(10.01)]) {
    expect(() => requireSecondFactor({ ...viewer, secondFactorAt }, now)).toThrow(Refusal)
  }
})
