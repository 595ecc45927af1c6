import { beforeEach, describe, expect, it } from 'vitest'
import { audit, outbox } from '../../../schema/records.ts'
import { getPartner, listDestinations } from '../../../worker/partners/store.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Quarrymoor' })
})

const ask = (path: string, form?: Record<string, string>, as = partner.owner) => world.ask(path, { as, ...(form && { form }) })
const account = { seen: '0', country: 'NL', entityType: 'company' }
const control = (act: string, body: unknown) =>
  world.standIn.fetch(`http://stripe.test/_/${act}`, { method: 'POST', body: JSON.stringify(body) })
const spoil = (fault: unknown, match: object, when = 'after') =>
  // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
  control('faults', [{ match, when, then: fault, times: 'once' }])
const destinations = () => listDestinations(world.deps.db, partner.id)
const accounts = () => Object.keys(world.standIn.state.tables.accounts)
const onboard = async (link: string | null, choice = 'complete') => {
  await world.standIn.fetch(link ?? '')
  await world.standIn.fetch(link ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `choice=${choice}&bank_account=000123456789`,
    redirect: 'manual',
  })
}

describe('setting up', () => {
  it('opens the account, keeps it as version 1 without a rest, and leads to Stripe', async () => {
    const answer = await ask('/get-paid/account', account)

    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining('/setup/')])
    const [destination] = await destinations()
    expect(destination).toMatchObject({ version: 1, stripeAccount: accounts()[0], readiness: 'restricted', bankAccount: null })
    expect(destination?.holdUntil).toEqual(destination?.changedAt)
    expect((await world.deps.db.select().from(audit)).map(({ act }) => act)).toEqual(['destination.opened'])
    const page = await (await ask('/get-paid')).text()
    expect(page).toContain('A bank account for your payouts')
    expect(page).toContain('Finish at Stripe')
  })

  it('opens one account when the form is sent twice, at once or later', async () => {
    await Promise.all([ask('/get-paid/account', account), ask('/get-paid/account', account)])
    await ask('/get-paid/account', account)

    expect([accounts().length, (await destinations()).length]).toEqual([1, 1])
  })

  it('opens one account when Stripe’s answer is lost, and asks for the same again word for word', async () => {
    await spoil('drop', { method: 'POST', path: '/v2/core/accounts' })
    const lost = await ask('/get-paid/account', account)
    const again = await ask('/get-paid/account', { ...account, entityType: 'individual' })

    expect([lost.status, again.status]).toEqual([503, 303])
    expect([accounts().length, (await destinations()).length]).toEqual([1, 1])
  })

  it('is looked at again when the person comes back', async () => {
    const { headers } = await ask('/get-paid/account', account)
    await onboard(headers.get('location'))
    const page = await ask('/get-paid/return')
    await world.settle()

    expect([page.status, (await destinations())[0]?.readiness]).toEqual([200, 'active'])
    expect(await page.text()).toContain('You are ready to be paid')
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([[partner.owner.email, 'Quarrymoor is ready to be paid']])
    expect(await destinations()).toHaveLength(1)
  })

  it('shows what was known when Stripe does not answer then', async () => {
    await ask('/get-paid/account', account)
    await spoil('drop', { method: 'GET' }, 'before')
    const page = await ask('/get-paid/return')

    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Stripe does not answer at the moment')])
  })

  it('makes nothing on the page for a link that ran out; its button asks for a new one', async () => {
    await ask('/get-paid/account', account)
    const links = () => Object.keys(world.standIn.state.links).length
    const before = links()
    const page = await (await ask('/get-paid/again')).text()
    expect([links(), page.includes('action="/get-paid/onboarding"')]).toEqual([before, true])

    expect((await ask('/get-paid/onboarding', {})).headers.get('location')).toContain('/setup/')
  })

  it('opens the dashboard of an account that is complete, and says so of one that is not', async () => {
    const { headers } = await ask('/get-paid/account', account)
    expect((await ask('/get-paid/dashboard', {})).status).toBe(409)
    await onboard(headers.get('location'))

    expect((await ask('/get-paid/dashboard', {})).headers.get('location')).toContain('/express/')
  })

  it.each<[string, Record<string, string>, string]>([
    ['a country off the list', { country: 'RU' }, 'We cannot pay into this country yet.'],
    ['no country', { country: '' }, 'Choose a country.'],
    ['nobody to be paid', { entityType: '' }, 'Choose who is paid'],
    ['no version', { seen: 'x' }, 'The form was not complete.'],
    ['a field nobody asked for', { version: '9' }, 'The form was not complete.'],
  ])('answers %s with its sentence and opens nothing', async (_case, change, sentence) => {
    const answer = await ask('/get-paid/account', { ...account, ...change })

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(sentence)])
    expect([accounts(), await destinations()]).toEqual([[], []])
  })

  it('needs an account before there are links to it', async () => {
    for (const act of ['onboarding', 'dashboard', 'look']) expect((await ask(`/get-paid/${act}`, {})).status).toBe(409)
  })
})

describe('starting over', () => {
  it('makes a new account and version with 72 hours of rest, keeps the old one, tells every owner', async () => {
    const other = await haveMember(world, partner.id, { role: 'owner' })
    await ask('/get-paid/account', account)
    await Promise.all([
      ask('/get-paid/account', { seen: '1', country: 'GB', entityType: 'individual' }),
      ask('/get-paid/account', { seen: '1', country: 'GB', entityType: 'individual' }),
    ])

    const [now, before] = await destinations()
    expect([now?.version, before?.version, accounts().length]).toEqual([2, 1, 2])
    expect(now?.stripeAccount).not.toBe(before?.stripeAccount)
    expect((now?.holdUntil.getTime() ?? 0) - (now?.changedAt.getTime() ?? 0)).toBe(72 * 3_600_000)
    expect((await getPartner(world.deps.db, partner.id)).country).toBe('GB')
    expect((await world.deps.db.select().from(outbox)).map(({ template, recipient }) => [template, recipient])).toEqual([
      ['payout_destination_changed', partner.owner.email],
      ['payout_destination_changed', other.email],
    ])
    expect(await (await ask('/get-paid')).text()).toContain('Your payout details are new')
  })

  it('is told to the contact of the account it replaces, even when nobody of the old people is left', async () => {
    await ask('/get-paid/account', account)
    const thief = await haveMember(world, partner.id, { role: 'owner', email: 'a-thief@elsewhere.example' })
    expect((await ask(`/members/${partner.owner.id}/removal`, {}, thief)).status).toBe(303)
    await world.travel({ days: 40 })
    await ask('/get-paid/account', { seen: '1', country: 'GB', entityType: 'individual' }, thief)

    expect((await destinations())[0]?.version).toBe(2)
    expect((await world.deps.db.select().from(outbox)).map(({ id, recipient }) => [id.split(':').at(-1), recipient])).toEqual([
      [thief.id, thief.email],
      ['stripe_contact', partner.owner.email],
    ])
  })
})

describe('the refusal of a platform that Stripe has not approved', () => {
  it('reaches the admins word for word, once a day, and the partner in calm words', async () => {
    const admin = await haveStaff(world, 'admin')
    await control('settings', { approvedForTransfersOnly: false })
    const answer = await ask('/get-paid/account', account)
    await ask('/get-paid/account', account)
    await world.settle()

    const page = await answer.text()
    expect([answer.status, page.includes('This is on our side, not yours'), page.includes('card_payments')]).toEqual([409, true, false])
    expect(world.mails.map(({ to, text }) => [to, text.includes('Your platform needs approval')])).toEqual([[admin.email, true]])
    expect(await (await world.ask(`/partners/${partner.id}`, { as: admin })).text()).toContain('Your platform needs approval')
    expect(await destinations()).toEqual([])
  })

  it.each([
    'Your platform needs approval for accounts to have requested the `transfers` capability without the `card_payments` capability.',
    'You cannot request the `transfers` capability without the `card_payments` capability for accounts in NL',
  ])('says what to do: %s', async (message) => {
    const admin = await haveStaff(world, 'admin')
    const refusal = { kind: 'error', status: 400, error: { type: 'invalid_request_error', message }, saved: true }
    await spoil(refusal, { method: 'POST', path: '/v2/core/accounts' }, 'before')
    await ask('/get-paid/account', account)
    await world.settle()

    const page = await (await world.ask(`/partners/${partner.id}`, { as: admin })).text()
    expect([page.includes(message.slice(0, 40)), page.includes('recipient+merchant')]).toEqual([true, true])
    expect(world.mails.map(({ to, text }) => [to, text.includes(message), text.includes('recipient+merchant')])).toEqual([
      [admin.email, true, true],
    ])
  })

  it('is over once Stripe approved, whatever is asked for then', async () => {
    await control('settings', { approvedForTransfersOnly: false })
    await ask('/get-paid/account', account)
    await control('settings', { approvedForTransfersOnly: true })

    expect((await ask('/get-paid/account', { ...account, entityType: 'individual' })).status).toBe(303)
    expect(await destinations()).toHaveLength(1)
  })
})

it('is for owners', async () => {
  const member = await haveMember(world, partner.id)

  for (const path of ['/get-paid', '/get-paid/return', '/get-paid/again']) expect((await ask(path, undefined, member)).status).toBe(404)
  for (const act of ['account', 'onboarding', 'dashboard', 'look']) {
    expect((await ask(`/get-paid/${act}`, account, member)).status).toBe(404)
  }
})
