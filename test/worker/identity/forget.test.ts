import { expect, it } from 'vitest'
import { rateCounts, sessions, signIns } from '../../../schema/people.ts'
import { forgetIdentity } from '../../../worker/identity/forget.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { openBrowser, readSignInMail } from './browser.ts'

it('what runs each night forgets what can no longer be used, and nothing that can', async () => {
  const world = await createWorld()
  const person = await haveStaff(world, 'admin')
  const browser = openBrowser(world)
  const signIn = async () => {
    await browser.ask('/sign-in', { email: person.email })
    await world.settle()
    await browser.ask(readSignInMail(world.mails.at(-1)).path, {})
  }
  const kept = async () => [
    (await world.deps.db.select().from(sessions)).length,
    (await world.deps.db.select().from(signIns)).length,
    (await world.deps.db.select().from(rateCounts)).length,
  ]
  await signIn()

  await forgetIdentity(world.deps)
  expect(await kept()).toEqual([1, 1, 2])
  await world.travel({ days: 3 })
  await forgetIdentity(world.deps)
  expect(await kept()).toEqual([1, 0, 0])
  await world.travel({ days: 89 })
  await forgetIdentity(world.deps)
  expect(await kept()).toEqual([0, 0, 0])
})
