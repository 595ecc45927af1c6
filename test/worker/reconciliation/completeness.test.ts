import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { compareCompleteness } from '../../../worker/reconciliation/completeness.ts'
import { putEvent } from '../../../worker/stripe/inbox.ts'
import { createWorld, type World } from '../../support/world.ts'
import { arrive, atStripe, havePaid, haveReferral, listInvoices } from '../deals/stripe-story.ts'
import { breaksOf, failReads, told } from './support.ts'

let world: World

const compare = async () => {
  await world.travel({ hours: 1 })
  await compareCompleteness(world.deps, { begin: true })
  await compareCompleteness(world.deps, { begin: false })
}

beforeEach(async () => {
  world = await createWorld()
})

describe('R5 completeness', () => {
  it('is clean when everything that was paid and came back is known', async () => {
    const { payment_intent, subscribe } = await havePaid(world)
    const monthly = await subscribe({ email: 'bob@elm.example' })
    await arrive(world, 'checkout.session.completed', monthly.id)
    for (const { id } of await listInvoices(world, { subscription: monthly.subscription })) await arrive(world, 'invoice.paid', id)
    const refund = await atStripe(world, 'refund', { payment_intent, amount: 30_000 })
    await arrive(world, 'refund.created', refund.id)

    await compare()

    expect(await told(world, 'R5')).toEqual([])
  })

  it('finds a checkout of a referral that no payment was made of, and closes once it is', async () => {
    const { checkOut } = await haveReferral(world)
    const session = await checkOut()
    await compare()
    await compare()

    expect(await breaksOf(world, 'R5')).toMatchObject([
      { subject: session.paymentIntent, currency: 'eur', expectedMinor: 0, actualMinor: 100_000, closedAt: null },
    ])

    await arrive(world, 'checkout.session.completed', session.id)
    await world.travel({ days: 60 })
    await compare()
    expect(await told(world, 'R5')).toEqual([`${session.paymentIntent} clean_run`])
  })

  it('finds a paid invoice of a known customer, and lets strangers and those who came later be', async () => {
    const { subscribe } = await havePaid(world)
    await atStripe(world, 'checkout', { amount: 5_000, currency: 'eur', email: 'stranger@else.example' })
    const monthly = await subscribe({ client_reference_id: undefined })
    const [invoice] = await listInvoices(world, { subscription: monthly.subscription })

    await compare()

    expect(await told(world, 'R5')).toEqual([`${invoice?.id} open`])
  })

  it('finds a refund that our books do not know, and one that they know in another state', async () => {
    const { payment_intent } = await havePaid(world)
    const unknown = await atStripe(world, 'refund', { payment_intent, amount: 30_000 })
    const known = await atStripe(world, 'refund', { payment_intent, amount: 20_000 })
    await arrive(world, 'refund.created', known.id)
    await world.deps.db.run(sql`update payment_facts set status = 'pending' where object = ${known.id}`)

    await compare()
    expect((await told(world, 'R5')).sort()).toEqual([`${known.id} open`, `${unknown.id} open`].sort())

    await arrive(world, 'refund.updated', unknown.id)
    await arrive(world, 'refund.updated', known.id)
    await compare()
    expect((await told(world, 'R5')).sort()).toEqual([`${known.id} clean_run`, `${unknown.id} clean_run`].sort())
  })

  it('finds a payment whose commission is not what its returns leave of it (I19)', async () => {
    const { payment_intent } = await havePaid(world)
    await world.deps.db.run(sql`update payments set returned_minor = 30000`)

    await compare()

    expect(await breaksOf(world, 'R5')).toMatchObject([
      {
        subject: `pmt_${payment_intent}`,
        what: expect.stringContaining('not what its terms and returns leave'),
        currency: 'eur',
        closedAt: null,
      },
    ])
  })

  it('finds a refusal beside a commission (I31)', async () => {
    const { payment_intent } = await havePaid(world)
    await world.deps.db.run(sql`insert into payment_refusals select p.id, d.partner_id, d.terms_version_id, 'why', 1
      from payments p join deals d on d.id = p.deal_id`)

    await compare()

    expect(await breaksOf(world, 'R5')).toMatchObject([
      { subject: `pmt_${payment_intent}`, what: expect.stringContaining('refusal beside') },
    ])
  })

  it('finds what Stripe told a day ago and nobody could apply, and closes when it is', async () => {
    await putEvent(world.deps, 'platform', {
      id: 'evt_late',
      type: 'refund.created',
      object: 're_1',
      account: null,
      apiVersion: null,
      livemode: false,
    })
    await compare()
    expect(await told(world, 'R5')).toEqual([])

    await world.travel({ days: 1 })
    await compare()
    expect(await told(world, 'R5')).toEqual(['evt_late open'])

    await world.deps.db.run(sql`update inbox set status = 'done' where id = 'evt_late'`)
    await compare()
    expect(await told(world, 'R5')).toEqual(['evt_late clean_run'])
  })

  it('goes on where Stripe interrupted it', async () => {
    const { checkOut } = await haveReferral(world)
    await checkOut()
    await failReads(world, '/v1/disputes', 'rate_limit', 'once')

    await expect(compare()).rejects.toThrow()
    expect(await told(world, 'R5')).toHaveLength(1)
    await compareCompleteness(world.deps, { begin: false })
    const [walk] = await world.deps.db.all<{ started: number | null }>(sql`select started_at "started" from recon_walks where name = 'R5'`)
    expect(walk?.started).toBeNull()
    expect(await told(world, 'R5')).toHaveLength(1)
  })
})
