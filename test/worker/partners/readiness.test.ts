import { beforeEach, describe, expect, it } from 'vitest'
import { inbox, outbox } from '../../../schema/records.ts'
import { appliers } from '../../../worker/appliers.ts'
import { sweepOutbox } from '../../../worker/notices/deliver.ts'
import { applyAccount, refreshReadiness, refreshStale } from '../../../worker/partners/readiness.ts'
import { findDestination, listDestinations } from '../../../worker/partners/store.ts'
import { applyStored, putEvent } from '../../../worker/stripe/inbox.ts'
import { haveDestination, haveMember, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let account: string
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
  account = await haveDestination(world, partner.id)
  await refreshReadiness(world.deps, partner.id)
})

const control = (act: string, body: object) =>
  world.standIn.fetch(`http://stripe.test/_/${act}`, { method: 'POST', body: JSON.stringify(body) })
const owed = async () => (await world.deps.db.select().from(outbox)).map(({ template, recipient }) => [template, recipient])
const refresh = () => refreshReadiness(world.deps, partner.id)

describe('looking again', () => {
  it('stores what Stripe says now, and when', async () => {
    await control('account', { id: account, state: 'due' })
    await world.travel({ hours: 1 })

    await refresh()

    const destination = await findDestination(world.deps.db, partner.id)
    expect(destination).toMatchObject({
      version: 1,
      readiness: 'restricted',
      readinessCodes: ['requirements_past_due'],
      askedAt: world.now(),
    })
    expect(destination?.requirements).toMatchObject([{ deadline: 'past_due', restricts: true }])
  })

  it('tells the owners, and nobody else, once', async () => {
    await haveMember(world, partner.id)
    await control('account', { id: account, state: 'restrict' })
    await Promise.all([refresh(), refresh(), refresh()])
    await refresh()

    expect(await owed()).toEqual([['stripe_details_due', partner.owner.email]])
    await control('account', { id: account, state: 'restore' })
    await refresh()
    await refresh()

    expect(await owed()).toEqual([
      ['stripe_details_due', partner.owner.email],
      ['stripe_ready', partner.owner.email],
    ])
  })

  it('mails what Stripe asks for once, with its deadline, and again when it asks for more', async () => {
    await control('account', { id: account, state: 'ask' })
    await refresh()
    await world.travel({ days: 1 })
    await Promise.all([refresh(), refresh()])
    await world.settle()
    await sweepOutbox(world.deps)

    expect(await findDestination(world.deps.db, partner.id)).toMatchObject({ readiness: 'active' })
    expect(world.mails).toHaveLength(1)
    expect(world.mails[0]?.text).toContain('A document about your company')
    expect(world.mails[0]?.text).toContain('best before 16 November 2026')
    const page = (await (await world.ask('/get-paid', { as: partner.owner })).text()).replace(/<[^>]+>/g, ' ')
    expect(page).toMatch(/A document about your company[\s\S]*Best before\s+16 November 2026/)

    await control('account', { id: account, state: 'due' })
    await refresh()
    expect((await owed()).length).toBe(2)
  })

  it('does nothing for a partner without a destination', async () => {
    expect(await refreshReadiness(world.deps, (await havePartner(world)).id)).toBe(false)
  })

  it('keeps what is stored when Stripe does not answer', async () => {
    const before = await findDestination(world.deps.db, partner.id)
    // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
    await control('faults', [{ match: { method: 'GET' }, when: 'before', then: 'html_502', times: 'always' }])
    await world.travel({ hours: 1 })

    await expect(refresh()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await findDestination(world.deps.db, partner.id)).toEqual(before)
  })
})

describe('another bank account', () => {
  it('is a new version with 72 hours of rest, and every owner is told', async () => {
    const other = await haveMember(world, partner.id, { role: 'owner' })
    await control('bank-account', { id: account, last4: '0001' })
    await world.travel({ hours: 1 })
    await Promise.all([refresh(), refresh()])

    const [now, before] = await listDestinations(world.deps.db, partner.id)
    expect(now).toMatchObject({ version: 2, stripeAccount: account, changedAt: world.now(), readiness: 'active' })
    expect(now?.holdUntil.getTime()).toBe(world.now().getTime() + 72 * 3_600_000)
    expect(before).toMatchObject({ version: 1 })
    expect(await owed()).toEqual([
      ['payout_destination_changed', partner.owner.email],
      ['payout_destination_changed', other.email],
      ['payout_destination_changed', 'pay@partner.example'],
    ])
  })

  it('is told to who was an owner until lately, and to the contact Stripe knows, once to an address', async () => {
    const [thief, former, longGone, colleague] = [
      await haveMember(world, partner.id, { role: 'owner', email: 'a-thief@partner.example' }),
      await haveMember(world, partner.id, { role: 'owner', email: 'pay@partner.example' }),
      await haveMember(world, partner.id, { role: 'owner' }),
      await haveMember(world, partner.id),
    ]
    const stranger = (await havePartner(world)).owner
    const remove = ({ id }: { id: string }) => world.ask(`/members/${id}/removal`, { as: thief, form: {} })
    await remove(longGone)
    await world.travel({ days: 30, hours: 1 })
    for (const person of [colleague, partner.owner, former]) expect((await remove(person)).status).toBe(303)
    await control('bank-account', { id: account, last4: '0001' })
    await refresh()

    const told = (await owed()).map(([, recipient]) => recipient)
    expect(told).toEqual([thief.email, partner.owner.email, 'pay@partner.example'])
    expect(told).not.toContain(stranger.email)
    await world.settle()
    await sweepOutbox(world.deps)
    expect(world.mails.map(({ to }) => to).sort()).toEqual([...told].sort())
  })

  it('is none when the same one is entered again', async () => {
    await control('bank-account', { id: account, last4: '6789' })
    await refresh()

    expect(await listDestinations(world.deps.db, partner.id)).toHaveLength(1)
  })

  it('given first belongs to the version it was given for', async () => {
    const [destination] = await listDestinations(world.deps.db, partner.id)

    expect(destination).toMatchObject({ version: 1, bankAccount: expect.any(String) })
    expect(destination?.holdUntil).toEqual(destination?.changedAt)
  })
})

describe('an event about an account', () => {
  const event = (id: string, type: string, over: object = {}) => ({
    id,
    type,
    object: account,
    account,
    apiVersion: null,
    livemode: false,
    ...over,
  })

  it.each(Object.keys(appliers).filter((type) => appliers[type] === applyAccount))('%s makes us look', async (type) => {
    await control('account', { id: account, state: 'reject' })
    await putEvent(world.deps, 'accounts', event('evt_1', type))
    await applyStored(world.deps, 'evt_1', appliers)

    expect((await findDestination(world.deps.db, partner.id))?.readiness).toBe('rejected')
  })

  it('of nobody’s account is not for us', async () => {
    await putEvent(world.deps, 'connect', event('evt_1', 'account.updated', { account: 'acct_other', object: 'acct_other' }))
    await applyStored(world.deps, 'evt_1', appliers)

    expect((await world.deps.db.select().from(inbox))[0]).toMatchObject({ status: 'ignored' })
  })

  it('waits in the inbox while Stripe does not answer', async () => {
    // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
    await control('faults', [{ match: { method: 'GET' }, when: 'before', then: 'drop', times: 'once' }])
    await putEvent(world.deps, 'connect', event('evt_1', 'account.updated'))
    await applyStored(world.deps, 'evt_1', appliers)

    expect((await world.deps.db.select().from(inbox))[0]).toMatchObject({ status: 'new', tries: 1 })
  })
})

describe('the daily look', () => {
  it('asks about everybody it did not ask for a day, and goes on when one fails', async () => {
    const others = await Promise.all([havePartner(world), havePartner(world)])
    for (const { id } of others) await haveDestination(world, id)
    await world.travel({ hours: 21 })
    const path = `/v2/core/accounts/${account}`
    // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
    await control('faults', [{ match: { method: 'GET', path }, when: 'before', then: 'drop', times: 'once' }])

    await expect(refreshStale(world.deps)).rejects.toThrow('1 partners')

    const asked = await Promise.all([partner, ...others].map(async ({ id }) => (await findDestination(world.deps.db, id))?.askedAt))
    expect(asked.map((at) => at?.getTime() === world.now().getTime())).toEqual([false, true, true])
    await refreshStale(world.deps)
    expect((await findDestination(world.deps.db, partner.id))?.askedAt).toEqual(world.now())
  })
})
