import { beforeEach, describe, expect, it } from 'vitest'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { sentencesOf } from '../bad-input/answers.ts'
import { haveAccepted, haveRefused } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
  sales = await haveStaff(world, 'sales')
})

async function sentTwice(path: string, form: Record<string, string>, again: Record<string, string>) {
  expect((await world.ask(path, { as: partner.owner, form })).status).toBe(303)
  const answer = await world.ask(path, { as: partner.owner, form: again })
  return [answer.status, sentencesOf(await answer.text()).join(' ')]
}

describe('a form that the page no longer draws', () => {
  it('says on the page why a second appeal is not taken, well typed or not', async () => {
    const path = `/registrations/${await haveRefused(world, partner, sales)}/appeal`

    expect(await sentTwice(path, { appeal: 'You overlooked the meeting.' }, { appeal: 'And the other one.' })).toEqual([
      409,
      expect.stringMatching(/Only what we refused can be appealed/),
    ])
    const empty = await world.ask(path, { as: partner.owner, form: { appeal: '' } })
    expect([empty.status, sentencesOf(await empty.text()).join(' ')]).toEqual([422, expect.stringMatching(/Say what we overlooked/)])
  })

  it('says so of a second wish for more time', async () => {
    const path = `/registrations/${await haveAccepted(world, partner, sales)}/extension`

    expect(await sentTwice(path, { progress: 'A trial has begun.' }, { progress: 'It goes on.' })).toEqual([
      409,
      expect.stringMatching(/once/),
    ])
  })
})
