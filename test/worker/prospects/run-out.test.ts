import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { registrationDecisions } from '../../../schema/registrations.ts'
import { type Desk, haveAccepted, haveDesk, haveRegistration, registrationIn } from './registrations.ts'

let desk: Desk
let id: string
beforeEach(async () => {
  desk = await haveDesk()
  id = await haveAccepted(desk.world, desk.partner, desk.sales)
})

const textOf = async (path: string, as: { kind: 'member' | 'staff'; id: string }) => (await desk.world.ask(path, { as })).text()
const look = async (as: { kind: 'member' | 'staff'; id: string }) =>
  (await desk.world.ask('/registrations/check', { as, form: { domain: 'halewick.example', company: '' } })).text()
const registerAs = (partner: Desk['partner'] | Desk['rival']) => haveRegistration(desk.world, { id: partner.id, owner: partner.owner })

describe('a protection that ran out, before the hourly sweep', () => {
  it('protects to its last second and not at the next', async () => {
    await desk.world.travel({ days: 90, seconds: -1 })
    expect(await look(desk.rival.owner)).toMatch(/Protected by another until/)

    await desk.world.travel({ seconds: 1 })
    expect((await registrationIn(desk.world, id)).status).toBe('accepted')
    expect(await look(desk.rival.owner)).not.toMatch(/Protected/)
    expect(await look(desk.partner.owner)).toMatch(/Free: nobody else/)
  })

  it('reads ended on every page and in the file', async () => {
    await desk.world.travel({ days: 90 })

    const own = await textOf(`/registrations/${id}`, desk.partner.owner)
    expect(own).toMatch(/Its protection ended.*31 Jan.*Its time is over/s)
    expect(own).not.toMatch(/Yours until|Give the protection up|Ask for more time/)
    expect(await textOf('/registrations', desk.partner.owner)).not.toMatch(/Yours until/)
    expect(await textOf('/registrations?status=ended', desk.partner.owner)).toMatch(/Halewick Dairies/)
    expect(await textOf('/registrations?status=accepted', desk.partner.owner)).not.toMatch(/Halewick Dairies/)
    expect(await textOf('/registrations?status=all', desk.sales)).not.toMatch(/Protected until/)
    expect(await textOf('/registrations?status=ended', desk.sales)).toMatch(/Halewick Dairies/)
    expect(await textOf('/registrations?status=accepted', desk.sales)).not.toMatch(/Halewick Dairies/)
    expect(await textOf('/registrations/export.csv?status=all', desk.sales)).toMatch(/,ended,.*,expired\r\n/)
  })

  it('lists each once among those that ended, the newest first', async () => {
    await desk.world.travel({ days: 1 })
    const other = { company: 'Marrowby Mills', domain: 'marrowby.example', email: 'jo@marrowby.example' }
    const given = await haveAccepted(desk.world, desk.rival, desk.sales, other)
    await desk.world.ask(`/registrations/${given}/withdrawal`, { as: desk.rival.owner, form: {} })
    await desk.world.travel({ days: 89 })

    const file = await textOf('/registrations/export.csv?status=ended', desk.sales)

    expect(
      file
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[1]),
    ).toEqual(['Marrowby Mills', 'Halewick Dairies'])
  })

  it('is neither given up nor extended', async () => {
    await desk.world.travel({ days: 90 })

    expect((await desk.world.ask(`/registrations/${id}/withdrawal`, { as: desk.partner.owner, form: {} })).status).toBe(409)
    expect(
      (await desk.world.ask(`/registrations/${id}/extension`, { as: desk.partner.owner, form: { progress: 'A trial.' } })).status,
    ).toBe(409)
  })

  it.each(['partner', 'rival'] as const)('is free for its %s to register, which writes its end down and tells its partner', async (who) => {
    await desk.world.travel({ days: 90 })

    const again = await registerAs(desk[who])
    await desk.world.settle()

    expect(await registrationIn(desk.world, again)).toMatchObject({ status: 'submitted' })
    expect(await registrationIn(desk.world, id)).toMatchObject({ status: 'ended', endedBecause: 'expired' })
    expect(desk.mailsTo(desk.partner.owner.email).filter((subject) => subject.includes('has ended'))).toHaveLength(1)
  })

  it('is not taken over by what is accepted then', async () => {
    await desk.world.travel({ days: 89 })
    const waiting = await haveRegistration(desk.world, desk.rival, {
      domain: 'halewick-group.example',
      email: 'ann@halewick-group.example',
    })
    await desk.world.travel({ days: 1 })
    const { prospectId } = await registrationIn(desk.world, id)

    expect((await desk.accept(waiting, { prospect: prospectId ?? '', takeover: 'They brought the order.' })).status).toBe(303)

    expect(await registrationIn(desk.world, id)).toMatchObject({ status: 'ended', endedBecause: 'expired' })
    expect(
      await desk.world.deps.db.select().from(registrationDecisions).where(eq(registrationDecisions.registrationId, waiting)),
    ).toHaveLength(1)
  })
})

describe('a protection whose partner asked for more time', () => {
  it('goes on until a person answers, also when that is late', async () => {
    await desk.world.travel({ days: 89 })
    await desk.world.ask(`/registrations/${id}/extension`, { as: desk.partner.owner, form: { progress: 'A trial.' } })
    await desk.world.travel({ days: 30 })

    expect(await look(desk.rival.owner)).toMatch(/Protected by another until we have said whether it gets more time/)
    await expect(registerAs(desk.rival)).rejects.toThrow(/protected by another until we have said/)
    expect(await textOf(`/registrations/${id}`, desk.partner.owner)).toMatch(/until then the protection goes on/)
    expect(await textOf('/registrations?status=accepted', desk.sales)).toMatch(/Halewick Dairies/)
  })
})
