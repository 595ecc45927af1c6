import type {
  CheckoutAnswer,
  CreditNoteAnswer,
  DisputeAnswer,
  InvoiceAnswer,
  RefundAnswer,
  RevenueSource,
} from '../../../worker/stripe/port-revenue.ts'

/** What Stripe would answer now, from plain lists; the stand-in proves the answers themselves. */
export type Told = {
  checkouts: CheckoutAnswer[]
  invoices: InvoiceAnswer[]
  refunds: RefundAnswer[]
  disputes: DisputeAnswer[]
  notes: CreditNoteAnswer[]
  ended: { subscription: string; at: Date }[]
}
export const nothingTold = (): Told => ({ checkouts: [], invoices: [], refunds: [], disputes: [], notes: [], ended: [] })

export function revenueOf(told: () => Told): RevenueSource {
  const one = <Row extends { id: string }>(rows: Row[], id: string): Row => {
    const row = rows.find((each) => each.id === id)
    if (!row) throw new Error(`Stripe knows no ${id}`)
    return row
  }
  const endOf = (id: string | null) => {
    const end = told().ended.find(({ subscription }) => subscription === id)
    return end ? { at: end.at, reason: null } : null
  }
  return {
    checkout: async (id) => one(told().checkouts, id),
    invoice: async (id) => {
      const invoice = one(told().invoices, id)
      return { ...invoice, subscriptionEnded: endOf(invoice.subscription) }
    },
    refund: async (id) => one(told().refunds, id),
    refundsOfCharge: async (charge) => told().refunds.filter((each) => each.charge === charge),
    dispute: async (id) => one(told().disputes, id),
    creditNote: async (id) => one(told().notes, id),
    subscription: async (id) => ({ id, ended: endOf(id) }),
    invoicesOfPaymentIntent: async (intent) =>
      told()
        .invoices.filter(({ paymentIntents }) => paymentIntents.includes(intent))
        .map(({ id }) => id),
    invoiceOfInvoicePayment: async (id) => id.replace('inpay_', 'in_'),
    checkoutOfSubscription: async (subscription) => told().checkouts.find((each) => each.subscription === subscription),
    checkoutOfPaymentIntent: async (intent) => told().checkouts.find((each) => each.paymentIntent === intent),
    promotionCode: async (id) => {
      throw new Error(`Stripe knows no ${id}`)
    },
  }
}
