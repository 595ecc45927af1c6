import { beforeEach, describe, expect, it } from 'vitest'
import { acts } from './acts.ts'
import { clientOf, haveFunded, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  const account = await haveFunded(standIn)
  await perform(standIn, 'checkout', { amount: 9_900, currency: 'usd', email: 'a@b.example', interval: 'month', name: '<b>Ada</b>' })
  await clientOf(standIn).transfers.create({ amount: 5_000, currency: 'usd', destination: account })
  await standIn.advance(2 * 86_400)
})

const page = async (query = '') => (await standIn.fetch(`http://stripe.test/${query}`)).text()
const submit = (act: string, fields: Record<string, string>) =>
  standIn.fetch(`http://stripe.test/_/${act}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Referer: 'http://stripe.test/' },
  })

describe('the dashboard', () => {
  it('shows everything, and nothing that a stranger wrote becomes markup', async () => {
    const html = await page()

    expect(html).toContain('2026-11-03 09:00:00 UTC')
    expect(html).toContain('1,049.00 USD')
    expect(html).toContain('50.00 USD')
    expect(html).toContain('POST /v1/transfers')
    expect(html).not.toContain('<b>Ada</b>')
  })

  it('shows what may become of a dispute, and the credit notes', async () => {
    const [invoice] = (await clientOf(standIn).invoices.list()).data
    await perform(standIn, 'credit-note', { invoice: invoice?.id, amount: 100, refund: 100 })
    await perform(standIn, 'dispute', { invoice: invoice?.id, status: 'warning_needs_response' })

    const html = await page()

    expect(html).toContain('value="warning_closed"')
    expect(html).not.toContain('value="appeal_under_review"')
    expect(html).toContain('1.00 USD')
  })

  it('has only forms that lead somewhere', async () => {
    const actions = new Set([...(await page()).matchAll(/action="\/_\/([\w-]+)"/g)].map(([, name]) => name))

    expect(actions.size).toBeGreaterThan(10)
    for (const action of actions) expect([...acts.map((act) => act.name), 'clock']).toContain(action)
  })

  it('does what a form asks for and comes back to say so', async () => {
    const answer = await submit('fund', { amount: '100', currency: 'eur' })

    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/?done=Done%3A+fund.#balance')
    expect(await page('?done=Done%3A+fund.')).toMatch(/Done: fund\.[\s\S]*1\.00 EUR/)
  })

  it.each([
    ['fund', { amount: '-1', currency: 'eur' }, 'greater than or equal to 1'],
    ['fund', { amount: '1', currency: 'xxx' }, 'Invalid currency'],
    ['account', { id: 'acct_x', state: 'complete' }, 'No such account'],
    ['refund', { invoice: 'in_x' }, 'no payment'],
    ['refund', {}, 'Say what to refund'],
  ])('says what is wrong with %s %j', async (act, fields, problem) => {
    const { headers, status } = await submit(act, fields)

    expect(status).toBe(303)
    expect(new URL(headers.get('location') ?? '', 'http://stripe.test').searchParams.get('problem')).toContain(problem)
  })

  it('tells scripts the status and the message', async () => {
    const answer = await standIn.fetch('http://stripe.test/_/fund', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { message: 'The body is not JSON.' } })
    expect((await standIn.fetch('http://stripe.test/_/nothing')).status).toBe(404)
  })

  it('gives scripts the whole state', async () => {
    const state = await (await standIn.fetch('http://stripe.test/_/state')).json()

    expect(state).toMatchObject({
      now: '2026-11-03T09:00:00.000Z',
      transfers: [{ amount: 5_000 }],
      accounts: [{ transfers: 'active', payouts: [{ amount: 5_000 }] }],
      balances: { available: [{ amount: 104_900, currency: 'usd' }] },
      invoices: [{ amount_paid: 9_900 }],
    })
  })
})
