import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { paymentFacts, payments } from '../../../schema/deals.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, callStripe, haveReferral } from './stripe-story.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

/** A known customer, and an invoice of 1,000.00 EUR, paid by card unless told otherwise. */
async function haveInvoice(more: object = {}) {
  const { partner, subscribe } = await haveReferral(world, { rates: { one_off: { rateBps: 1000, duration: 'life' } } })
  const session = await subscribe()
  await arrive(world, 'checkout.session.completed', session.id)
  const invoice = await atStripe(world, 'invoice', { customer: session.stripeCustomer, amount: 100_000, currency: 'eur', ...more })
  const note = (parts: object) =>
    atStripe<{ id: string; refunds: { refund: string }[] }>(world, 'credit-note', { invoice: invoice.id, ...parts })
  return { partner, invoice: invoice.id, note }
}

const returned = async () => (await world.deps.db.select().from(payments)).map(({ returnedMinor }) => returnedMinor)
const facts = async () => (await world.deps.db.select().from(paymentFacts)).map(({ kind, countsMinor }) => [kind, countsMinor]).sort()

describe('a credit note of a paid invoice', () => {
  it.each([
    ['a credit for later', { amount: 30_000, credit: 30_000 }, 30_000],
    ['money outside of Stripe', { amount: 30_000, out_of_band: 30_000 }, 30_000],
    ['both', { amount: 30_000, credit: 10_000, out_of_band: 20_000 }, 30_000],
    ['a refund, which counts by itself', { amount: 30_000, refund: 30_000 }, 0],
    ['a refund and a credit', { amount: 30_000, refund: 20_000, credit: 10_000 }, 10_000],
  ])('gives back %s', async (_, parts, counts) => {
    const { partner, invoice, note } = await haveInvoice()
    await arrive(world, 'invoice.paid', invoice)
    const { id } = await note(parts)

    expect(await arrive(world, 'credit_note.created', id)).toBe('done')
    expect(await arrive(world, 'credit_note.updated', id)).toBe('done')

    expect(await facts()).toEqual([['credit_note', counts]])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 - counts / 10 })
  })

  it.each([['the note first'], ['the refund first']])('is counted once with its refund, %s', async (order) => {
    const { partner, invoice, note } = await haveInvoice()
    await arrive(world, 'invoice.paid', invoice)
    const { id, refunds } = await note({ amount: 30_000, refund: 20_000, credit: 10_000 })
    const events = [
      ['credit_note.created', id],
      ['refund.created', refunds[0]?.refund ?? ''],
    ] as const

    for (const [type, object] of order === 'the note first' ? events : events.toReversed()) await arrive(world, type, object)

    expect(await facts()).toEqual([
      ['credit_note', 10_000],
      ['refund', 20_000],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 7000 })
  })

  it('keeps its own part when its refund fails', async () => {
    const { partner, invoice, note } = await haveInvoice()
    await arrive(world, 'invoice.paid', invoice)
    const { id, refunds } = await note({ amount: 30_000, refund: 20_000, credit: 10_000 })
    const refund = refunds[0]?.refund ?? ''
    for (const [type, object] of [['credit_note.created', id], ['refund.created', refund]] as const) await arrive(world, type, object) // biome-ignore format: short

    await atStripe(world, 'refund-outcome', { id: refund, outcome: 'failed' })
    await arrive(world, 'refund.failed', refund)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 9000 })
  })

  it('restores its part when it is voided', async () => {
    const { partner, invoice, note } = await haveInvoice()
    await arrive(world, 'invoice.paid', invoice)
    const { id } = await note({ amount: 30_000, credit: 30_000 })
    await arrive(world, 'credit_note.created', id)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 7000 })

    // The stand-in voids only what lowered an open invoice.
    Object.assign(world.standIn.state.tables.creditNotes[id]?.object ?? {}, { status: 'void' })
    await arrive(world, 'credit_note.voided', id)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('waits for the payment of its invoice', async () => {
    const { partner, invoice, note } = await haveInvoice()
    const { id } = await note({ amount: 30_000, credit: 30_000 })

    expect(await arrive(world, 'credit_note.created', id)).toBe('waiting')
    await arrive(world, 'invoice.paid', invoice)
    expect(await arrive(world, 'credit_note.created', id)).toBe('done')

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 7000 })
  })

  it('of a stranger is not for us', async () => {
    const customer = await atStripe(world, 'customer', { email: 'bo@elm.example' })
    const invoice = await atStripe(world, 'invoice', { customer: customer.id, amount: 1000, currency: 'eur' })
    const { id } = await atStripe(world, 'credit-note', { invoice: invoice.id, amount: 100, credit: 100 })

    expect(await arrive(world, 'credit_note.created', id)).toBe('ignored')
  })
})

describe('a credit note of an open invoice', () => {
  it.each([['before the payment'], ['after it']])('lowers what is paid and gives nothing back, told %s', async (order) => {
    const { partner, invoice, note } = await haveInvoice({ pay: 'no', tax: 20_000 })
    const { id } = await note({ amount: 36_000 })
    if (order === 'before the payment') expect(await arrive(world, 'credit_note.created', id)).toBe('done')
    await atStripe(world, 'pay', { invoice })
    await arrive(world, 'invoice.paid', invoice)
    if (order === 'after it') expect(await arrive(world, 'credit_note.created', id)).toBe('done')

    expect((await world.deps.db.select().from(payments)).map(({ paidMinor, baseMinor }) => [paidMinor, baseMinor])).toEqual([
      [84_000, 70_000],
    ])
    expect(await returned()).toEqual([0])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 7000 })
  })

  it('counts nothing whether it is void or not', async () => {
    const { partner, invoice, note } = await haveInvoice({ pay: 'no' })
    const { id } = await note({ amount: 30_000 })
    await atStripe(world, 'void-credit-note', { id })

    expect(await arrive(world, 'credit_note.voided', id)).toBe('done')
    await atStripe(world, 'pay', { invoice })
    await arrive(world, 'invoice.paid', invoice)
    expect(await arrive(world, 'credit_note.voided', id)).toBe('done')

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })
})

describe('one PaymentIntent that paid two invoices', () => {
  /** What a customer pays for both at once; the stand-in pays one invoice at a time. */
  async function haveTwo() {
    const made = await haveInvoice({ pay: 'no' })
    const [first] = Object.values(world.standIn.state.tables.invoices).filter((row) => row.object.id === made.invoice)
    const second = await atStripe(world, 'invoice', { customer: first?.object.customer, amount: 50_000, currency: 'eur', pay: 'no' })
    await atStripe(world, 'pay', { invoice: made.invoice })
    await atStripe(world, 'pay', { invoice: second.id, outside: true })
    const { invoicePayments, paymentIntents, charges } = world.standIn.state.tables
    const rows = Object.values(invoicePayments).map((row) => row.object)
    const intent = rows.find((each) => each.invoice === made.invoice)?.payment.payment_intent
    const payment = rows.find((each) => each.invoice === second.id)
    if (typeof intent !== 'string' || !payment) throw new Error('both are paid')
    payment.payment = { type: 'payment_intent', payment_intent: intent }
    const both = paymentIntents[intent]?.object
    const charge = Object.values(charges).find((row) => row.object.payment_intent === intent)?.object
    if (both) both.amount = both.amount_received = 150_000
    if (charge) charge.amount = charge.amount_captured = 150_000
    for (const invoice of [made.invoice, second.id]) await arrive(world, 'invoice.paid', invoice)
    return { ...made, second: second.id, intent }
  }

  it('a refund of it waits, and says what a person can do', async () => {
    const { partner, invoice, second, intent } = await haveTwo()
    const refund = await atStripe(world, 'refund', { payment_intent: intent, amount: 20_000 })

    const waits = expect(arrive(world, 'refund.created', refund.id)).rejects
    await waits.toThrow(/which paid in_\w+ and in_\w+: Stripe does not say of which\. Name one/)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 15_000 })
    await callStripe(world, `/v1/refunds/${refund.id}`, { 'metadata[goodword_invoice]': second })
    expect(await arrive(world, 'refund.updated', refund.id)).toBe('done')

    expect((await world.deps.db.select().from(payments)).find(({ source }) => source === second)).toMatchObject({ returnedMinor: 20_000 })
    expect(invoice).not.toBe(second)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 13_000 })
  })

  it('a credit note that names the refund says which it is of', async () => {
    const { invoice, note } = await haveTwo()
    const { id, refunds } = await note({ amount: 20_000, refund: 20_000 })
    const refund = refunds[0]?.refund ?? ''

    await expect(arrive(world, 'refund.created', refund)).rejects.toThrow(/does not say of which/)
    await arrive(world, 'credit_note.created', id)
    expect(await arrive(world, 'refund.created', refund)).toBe('done')

    expect((await world.deps.db.select().from(payments)).find(({ source }) => source === invoice)).toMatchObject({ returnedMinor: 20_000 })
  })
})
