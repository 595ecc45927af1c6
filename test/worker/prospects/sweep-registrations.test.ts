import { beforeEach, describe, expect, it } from 'vitest'
import { attributions } from '../../../schema/prospects.ts'
import { runCron } from '../../../worker/cron.ts'
import { sweepRegistrations } from '../../../worker/prospects/sweep-registrations.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { anotherCompany, haveAccepted, haveRefused, haveRegistration, registrationIn } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
  sales = await haveStaff(world, 'sales')
})

const subjects = () => world.mails.map(({ subject }) => subject)
const post = (path: string, form: Record<string, string>, as: { kind: 'member' | 'staff'; id: string } = partner.owner) =>
  world.ask(path, { as, form })
async function sweep() {
  await sweepRegistrations(world.deps)
  await world.settle()
}

describe('the clock', () => {
  it('REG3 tells sales once when an answer is due, and decides nothing', async () => {
    const id = await haveRegistration(world, partner)
    await world.settle()
    world.mails.length = 0
    await world.travel({ days: 2, seconds: -1 })
    await sweep()
    expect(subjects()).toEqual([])

    await world.travel({ seconds: 1 })
    await Promise.all([sweep(), sweep()])
    await sweep()

    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([[sales.email, 'Due: the registration of Halewick Dairies']])
    expect((await registrationIn(world, id)).status).toBe('submitted')
  })

  it('tells again when the appeal is due', async () => {
    const id = await haveRefused(world, partner, sales)
    await world.travel({ days: 7 })
    await sweep()
    await post(`/registrations/${id}/appeal`, { appeal: 'We met them.' })
    await world.travel({ days: 2 })
    await sweep()

    expect(subjects().filter((subject) => subject.startsWith('Due'))).toEqual(['Due: the appeal of Halewick Dairies'])
  })

  it('writes a week before a protection ends, ends it, and leaves the credit', async () => {
    const id = await haveAccepted(world, partner, sales)
    await world.travel({ days: 83, seconds: -1 })
    await sweep()
    expect(subjects().some((subject) => subject.includes('ends on'))).toBe(false)

    await world.travel({ seconds: 1 })
    await sweep()
    await sweep()
    expect(subjects().filter((subject) => subject.includes('ends on'))).toEqual([
      'Halewick Dairies: your protection ends on 31 January 2027',
    ])

    await world.travel({ days: 7 })
    await Promise.all([sweep(), sweep()])
    expect(await registrationIn(world, id)).toMatchObject({ status: 'ended', endedBecause: 'expired' })
    expect(subjects().filter((subject) => subject.includes('has ended'))).toHaveLength(1)
    expect(await world.deps.db.select().from(attributions)).toMatchObject([{ partnerId: partner.id, n: 1 }])
    await haveRegistration(world, partner)
  })

  it('runs every hour', async () => {
    await haveRegistration(world, partner)
    await world.travel({ days: 3 })
    await runCron(world.deps, '7 * * * *').catch(() => undefined)
    await world.settle()

    expect(subjects()).toContain('Due: the registration of Halewick Dairies')
  })
})

describe('an extension', () => {
  const ask = (id: string) => post(`/registrations/${id}/extension`, { progress: 'They try it in two halls.' })
  const answer = (id: string, form: Record<string, string> = {}) =>
    post(`/registrations/${id}/extension/answer`, { outcome: 'granted', days: '60', reason: 'The trial runs.', ...form }, sales)

  it('is asked once with the progress, granted by days with a reason, and tells the partner', async () => {
    const id = await haveAccepted(world, partner, sales)
    await world.travel({ days: 80 })

    expect((await ask(id)).status).toBe(303)
    await world.settle()
    expect(subjects()).toContain('Halewick Dairies: an extension is asked for')
    expect(await (await world.ask('/registrations', { as: sales })).text()).toMatch(/Extensions to answer.*Halewick Dairies/s)
    expect((await answer(id)).status).toBe(303)
    await world.settle()

    expect((await registrationIn(world, id)).protectedUntil?.toISOString()).toBe('2027-04-01T09:00:00.000Z')
    expect(subjects()).toContain('Halewick Dairies is yours until 1 April 2027')
    expect((await ask(id)).status).toBe(409)
    expect((await answer(id)).status).toBe(409)
  })

  it('keeps the protection while it waits, also over its end; declined, it ends', async () => {
    const id = await haveAccepted(world, partner, sales)
    await world.travel({ days: 89, hours: 23 })
    await ask(id)
    await world.travel({ days: 1 })
    await sweep()
    expect((await registrationIn(world, id)).status).toBe('accepted')

    expect((await answer(id, { outcome: 'declined', days: '' })).status).toBe(303)
    await sweep()
    expect((await registrationIn(world, id)).status).toBe('ended')
  })

  it('is answered once by two people at once', async () => {
    const id = await haveAccepted(world, partner, sales)
    await ask(id)

    const statuses = (await Promise.all([answer(id), answer(id, { outcome: 'declined' }), answer(id, { days: '10' })])).map(
      ({ status }) => status,
    )

    expect(statuses.toSorted()).toEqual([303, 409, 409])
  })

  it.each([
    [{ outcome: '' }, /Choose whether/],
    [{ days: '0' }, /1 to 365/],
    [{ reason: '' }, /Say why/],
  ])('declines %j', async (wrong, sentence) => {
    const id = await haveAccepted(world, partner, sales)
    await ask(id)

    const declined = await answer(id, wrong)

    expect([declined.status, await declined.text()]).toEqual([422, expect.stringMatching(sentence)])
  })

  it('of what is not accepted is refused', async () => {
    expect((await ask(await haveRegistration(world, partner))).status).toBe(409)
  })
})

describe('taking back', () => {
  const withdraw = (id: string) => post(`/registrations/${id}/withdrawal`, {})

  it('ends what waits, and a protection that runs; the credit stays', async () => {
    const waiting = await haveRegistration(world, partner)
    const accepted = await haveAccepted(world, partner, sales, anotherCompany(world))

    expect([(await withdraw(waiting)).status, (await withdraw(accepted)).status]).toEqual([303, 303])

    expect((await registrationIn(world, waiting)).status).toBe('withdrawn')
    expect(await registrationIn(world, accepted)).toMatchObject({ status: 'ended', endedBecause: 'given_up' })
    expect(await world.deps.db.select().from(attributions)).toHaveLength(1)
    expect([(await withdraw(waiting)).status, (await withdraw(accepted)).status]).toEqual([409, 409])
    await haveRegistration(world, partner)
  })

  it('at the moment of a decision: one of them stands', async () => {
    const id = await haveRegistration(world, partner)

    const answers = await Promise.all([
      withdraw(id),
      post(`/registrations/${id}/refusal`, { version: '1', reason: 'no_fit', words: 'Too small for us.' }, sales),
    ])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  })
})
