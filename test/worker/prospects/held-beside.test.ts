import { beforeEach, expect, it } from 'vitest'
import { hoursSpent } from '../../../schema/reports.ts'
import { makePrivateLink } from '../../../worker/prospects/private-link.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveCallGrant, haveContact, haveGuest } from '../references/desk.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

it('what a person was sent, asked and said stands on its page and in its file, and nothing of a colleague’s', async () => {
  const { prospectId, contact } = await haveGuest(world, 'Copsedale Printworks', 'copsedale.example')
  const colleague = await haveContact(world, prospectId, { name: 'Ben Ray' })
  const sales = await haveStaff(world, 'sales')
  const { db } = world.deps
  const of = (contactId: string, n: number) => ({ id: `x_${n}`, prospectId, contactId })
  await haveCallGrant(world, prospectId, contact.id)
  const time = { spentOn: 'talk' as const, happenedOn: '2026-11-01', recordedBy: sales.id, recordedAt: world.now() }
  await db.insert(hoursSpent).values([
    { ...of(contact.id, 1), minutes: 45, ...time },
    { ...of(colleague.id, 2), minutes: 99, ...time },
  ])
  const { url, statements } = await makePrivateLink(world.deps, { prospectId, contactId: contact.id }, world.now())
  for (const statement of statements) await statement

  const page = await (await world.ask(new URL(url).pathname)).text()
  const file = JSON.stringify(await (await world.ask(`${new URL(url).pathname}/data.json`)).json())

  for (const shown of [page, file]) {
    expect(shown).toContain('You were asked for a permission')
    expect(shown).toContain('One of ours noted 45 minutes with you.')
    expect(shown).not.toContain('99 minutes')
  }
})
