import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, recipient } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let account: Stripe.V2.Core.Account

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  account = await stripe.v2.core.accounts.create(recipient())
})

async function haveLink(): Promise<string> {
  const link = await stripe.v2.core.accountLinks.create({
    account: account.id,
    use_case: {
      type: 'account_onboarding',
      account_onboarding: {
        refresh_url: 'https://portal.test/again',
        return_url: 'https://portal.test/back',
        collection_options: { fields: 'eventually_due', future_requirements: 'include' },
      },
    },
  })
  return link.url
}

const finish = (url: string, choice: string) =>
  standIn.fetch(url, { method: 'POST', body: new URLSearchParams({ choice, bank_account: 'DE89370400440532013000' }) })
const capability = async () =>
  (await stripe.v2.core.accounts.retrieve(account.id, { include: ['configuration.recipient'] })).configuration?.recipient?.capabilities
    ?.stripe_balance?.stripe_transfers
const types = async () => (await stripe.v2.core.events.list({ object_id: account.id })).data.map((event) => event.type)

describe('an account', () => {
  it('begins restricted, and says what is missing', async () => {
    expect(await capability()).toEqual({
      status: 'restricted',
      status_details: [{ code: 'requirements_past_due', resolution: 'provide_info' }],
    })
    expect(account.requirements?.entries?.map((entry) => entry.minimum_deadline.status)).toEqual([
      'past_due',
      'past_due',
      'past_due',
      'past_due',
    ])
    expect(account.identity).toEqual({ country: 'de', entity_type: 'company' })
  })

  it('keeps away what was not included', async () => {
    const plain = await stripe.v2.core.accounts.retrieve(account.id)

    expect(plain.configuration).toBeUndefined()
    expect(plain.requirements).toBeUndefined()
    expect(plain.metadata).toEqual({ goodword_partner: 'par_1' })
  })

  it('is closed by naming every configuration that it has', async () => {
    await expect(stripe.v2.core.accounts.close(account.id, { applied_configurations: [] })).rejects.toMatchObject({ statusCode: 400 })

    const closed = await stripe.v2.core.accounts.close(account.id, { applied_configurations: ['recipient'] })

    expect(closed.closed).toBe(true)
    expect((await stripe.v2.core.accounts.list()).data).toEqual([])
  })

  it('never changes its country', async () => {
    await expect(stripe.v2.core.accounts.update(account.id, { identity: { country: 'fr' } })).rejects.toMatchObject({ statusCode: 400 })
  })

  it('has a login link once it is set up', async () => {
    await expect(stripe.accounts.createLoginLink(account.id)).rejects.toMatchObject({ statusCode: 400 })
    await finish(await haveLink(), 'complete')

    await expect(stripe.accounts.createLoginLink(account.id)).resolves.toMatchObject({ object: 'login_link' })
  })
})

describe('the hosted onboarding', () => {
  it('shows what Stripe asks for', async () => {
    const page = await standIn.fetch(await haveLink())

    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('Partner Ltd')
    expect(html).toContain('identity.attestations.terms_of_service.account')
    expect(html).toContain('value="complete"')
  })

  it('makes the account active when completed, and says so by events', async () => {
    const url = await haveLink()
    await standIn.fetch(url)

    const answer = await finish(url, 'complete')

    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('https://portal.test/back')
    expect(await capability()).toEqual({ status: 'active', status_details: [] })
    expect(await types()).toContain('v2.core.account[configuration.recipient].capability_status_updated')
    expect(await types()).toContain('v2.core.account[requirements].updated')
    expect((await stripe.accounts.retrieve(account.id)).external_accounts?.data).toMatchObject([
      { last4: '3000', country: 'DE', currency: 'eur' },
    ])
  })

  it('tells that the browser came back, without naming a related object', async () => {
    await finish(await haveLink(), 'leave')

    const returned = (await stripe.v2.core.events.list()).data.find((event) => event.type === 'v2.core.account_link.returned')

    expect(returned).toMatchObject({ data: { account_id: account.id, configurations: ['recipient'], use_case: 'account_onboarding' } })
    expect(returned).not.toHaveProperty('related_object')
    expect((await capability())?.status).toBe('restricted')
  })

  it.each([
    ['due', 'restricted', 'requirements_past_due'],
    ['pending', 'pending', 'determining_status'],
    ['restrict', 'restricted', 'restricted_other'],
    ['reject', 'rejected', 'rejected_other'],
  ])('can end %s', async (choice, status, code) => {
    await finish(await haveLink(), choice)

    expect(await capability()).toMatchObject({ status, status_details: [{ code }] })
  })

  it('works once: a used or an old link leads to the refresh address', async () => {
    const used = await haveLink()
    const old = await haveLink()
    await standIn.fetch(used)
    const again = await standIn.fetch(used)
    await standIn.advance(301)
    const late = await standIn.fetch(old)

    for (const answer of [again, late]) {
      expect(answer.status).toBe(302)
      expect(answer.headers.get('location')).toBe('https://portal.test/again')
    }
  })

  it('knows no other links', async () => {
    expect((await standIn.fetch('https://stripe.test/setup/nothing')).status).toBe(404)
  })
})
