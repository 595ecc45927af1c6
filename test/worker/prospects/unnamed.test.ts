import { beforeEach, describe, expect, it } from 'vitest'
import { outbox } from '../../../schema/records.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { acceptance, haveRegistration } from './registrations.ts'

let world: World
let ada: Awaited<ReturnType<typeof havePartner>>
let tom: typeof ada
let sales: Awaited<ReturnType<typeof haveStaff>>
let prospectId: string
beforeEach(async () => {
  world = await createWorld()
  ada = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  tom = await havePartner(world, { name: 'Pennyroyal Ovens', groupId: ada.groupId })
  sales = await haveStaff(world, 'sales')
  prospectId = (await haveProspect(world, tom.id, { company: 'Copsedale', domain: 'copsedale.example' })).id
})

const sent = async (path: string, form: Record<string, string>) => {
  const answer = await world.ask(path, { as: sales, form })
  return [answer.status, await answer.text()]
}
const leaves = (name: string) => [422, expect.stringContaining(`leave “${name}” out`)]
const told = async () => (await world.deps.db.select().from(outbox)).map(({ template, data }) => `${template} ${JSON.stringify(data)}`)

/** A claim of Ada’s to what is Tom’s. */
const haveClaim = () =>
  submitClaim(
    world.deps,
    { id: ada.owner.id, partnerId: ada.id },
    { act: world.deps.newId('act'), kind: 'missing', company: '', domain: 'copsedale.example', evidence: 'I named you to them.', link: '' },
  )

describe('no partner reads of another in what a person writes', () => {
  it.each(['refused', 'accepted'])('to a claim that is %s', async (answer) => {
    const id = await haveClaim()

    expect(await sent(`/claims/${id}/answer`, { answer, reason: 'The introduction of pennyroyal ovens came first.' })).toEqual(
      leaves('Pennyroyal Ovens'),
    )

    expect((await told()).filter((mail) => /claim_answered|credit_moved/.test(mail))).toEqual([])
    expect((await sent(`/claims/${id}/answer`, { answer: 'refused', reason: 'Ostervane Textiles came second, I am sorry.' }))[0]).toBe(303)
  })

  it.each(['Ostervane Textiles', 'Pennyroyal Ovens'])('about credit that moves, for both read it: %s', async (name) => {
    const form = { partner: ada.id, other: '', seen: '1', move_reason: `In the end ${name} brought them here.` }

    expect(await sent(`/prospects/${prospectId}/attribution`, form)).toEqual(leaves(name))
    expect((await sent(`/prospects/${prospectId}/attribution`, { ...form, move_reason: 'The other one brought them here.' }))[0]).toBe(303)
  })

  it('about a registration that takes over', async () => {
    const id = await haveRegistration(world, ada, { company: 'Copsedale', domain: 'copsedale.example', email: 'c@copsedale.example' })
    const form = acceptance({ prospect: prospectId, takeover: 'Ostervane Textiles met the buyer.' })

    expect(await sent(`/registrations/${id}/acceptance`, form)).toEqual(leaves('Ostervane Textiles'))
  })

  it('who only claimed it, too', async () => {
    const delia = await havePartner(world, { name: 'Kestrel Yard', groupId: ada.groupId })
    const claim = { kind: 'missing', company: '', domain: 'copsedale.example', evidence: 'I named you to them.', link: '' } as const
    await submitClaim(world.deps, { id: delia.owner.id, partnerId: delia.id }, { act: world.deps.newId('act'), ...claim })
    const id = await haveClaim()

    const form = { answer: 'refused', reason: 'Kestrel Yard claimed it with better evidence.' }
    expect(await sent(`/claims/${id}/answer`, form)).toEqual(leaves('Kestrel Yard'))
  })

  it('about a protection that is extended', async () => {
    const id = await haveRegistration(world, ada, { company: 'Copsedale', domain: 'copsedale.example', email: 'c@copsedale.example' })
    const taken = acceptance({ prospect: prospectId, takeover: 'They met the buyer first.' })
    expect((await sent(`/registrations/${id}/acceptance`, taken))[0]).toBe(303)
    await world.ask(`/registrations/${id}/extension`, { as: ada.owner, form: { progress: 'A trial has begun.' } })

    const form = { outcome: 'granted', days: '30', reason: 'Pennyroyal Ovens may wait.' }
    expect(await sent(`/registrations/${id}/extension/answer`, form)).toEqual(leaves('Pennyroyal Ovens'))
  })
})
