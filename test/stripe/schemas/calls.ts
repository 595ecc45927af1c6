/** One call of Stripe's API: how it travels, and the method of stripe-node whose types say what is asked and answered. */
export type Call = { method: string; path: string; name: string }

const table = `
  POST   /v2/core/accounts                              v2.core.accounts.create
  GET    /v2/core/accounts                              v2.core.accounts.list
  GET    /v2/core/accounts/:id                          v2.core.accounts.retrieve
  POST   /v2/core/accounts/:id                          v2.core.accounts.update
  POST   /v2/core/accounts/:id/close                    v2.core.accounts.close
  POST   /v2/core/account_links                         v2.core.accountLinks.create
  GET    /v2/core/events                                v2.core.events.list
  GET    /v2/core/events/:id                            v2.core.events.retrieve
  POST   /v2/core/event_destinations                    v2.core.eventDestinations.create
  GET    /v2/core/event_destinations                    v2.core.eventDestinations.list
  GET    /v2/core/event_destinations/:id                v2.core.eventDestinations.retrieve
  POST   /v2/core/event_destinations/:id                v2.core.eventDestinations.update
  DELETE /v2/core/event_destinations/:id                v2.core.eventDestinations.del
  POST   /v2/core/event_destinations/:id/disable        v2.core.eventDestinations.disable
  POST   /v2/core/event_destinations/:id/enable         v2.core.eventDestinations.enable
  POST   /v2/core/event_destinations/:id/ping           v2.core.eventDestinations.ping

  POST   /v1/transfers                                  transfers.create
  GET    /v1/transfers                                  transfers.list
  GET    /v1/transfers/:id                              transfers.retrieve
  POST   /v1/transfers/:id                              transfers.update
  POST   /v1/transfers/:id/reversals                    transfers.createReversal
  GET    /v1/transfers/:id/reversals                    transfers.listReversals
  GET    /v1/transfers/:id/reversals/:reversal          transfers.retrieveReversal
  GET    /v1/balance                                    balance.retrieve
  GET    /v1/balance_transactions                       balanceTransactions.list
  GET    /v1/balance_transactions/:id                   balanceTransactions.retrieve
  POST   /v1/topups                                     topups.create
  GET    /v1/topups                                     topups.list
  GET    /v1/topups/:id                                 topups.retrieve
  POST   /v1/payouts                                    payouts.create
  GET    /v1/payouts                                    payouts.list
  GET    /v1/payouts/:id                                payouts.retrieve
  GET    /v1/account                                    accounts.retrieveCurrent
  GET    /v1/accounts/:id                               accounts.retrieve
  GET    /v1/accounts/:id/external_accounts             accounts.listExternalAccounts
  POST   /v1/accounts/:id/login_links                   accounts.createLoginLink
  POST   /v1/account_sessions                           accountSessions.create
  GET    /v1/country_specs                              countrySpecs.list
  GET    /v1/country_specs/:id                          countrySpecs.retrieve
  GET    /v1/events                                     events.list
  GET    /v1/events/:id                                 events.retrieve

  POST   /v1/customers                                  customers.create
  GET    /v1/customers                                  customers.list
  GET    /v1/customers/:id                              customers.retrieve
  POST   /v1/customers/:id                              customers.update
  POST   /v1/products                                   products.create
  GET    /v1/products                                   products.list
  GET    /v1/products/:id                               products.retrieve
  POST   /v1/products/:id                               products.update
  POST   /v1/prices                                     prices.create
  GET    /v1/prices                                     prices.list
  GET    /v1/prices/:id                                 prices.retrieve
  POST   /v1/prices/:id                                 prices.update
  POST   /v1/coupons                                    coupons.create
  GET    /v1/coupons                                    coupons.list
  GET    /v1/coupons/:id                                coupons.retrieve
  DELETE /v1/coupons/:id                                coupons.del
  POST   /v1/promotion_codes                            promotionCodes.create
  GET    /v1/promotion_codes                            promotionCodes.list
  GET    /v1/promotion_codes/:id                        promotionCodes.retrieve
  POST   /v1/promotion_codes/:id                        promotionCodes.update
  POST   /v1/payment_links                              paymentLinks.create
  GET    /v1/payment_links                              paymentLinks.list
  GET    /v1/payment_links/:id                          paymentLinks.retrieve
  POST   /v1/payment_links/:id                          paymentLinks.update
  GET    /v1/payment_links/:id/line_items               paymentLinks.listLineItems
  POST   /v1/checkout/sessions                          checkout.sessions.create
  GET    /v1/checkout/sessions                          checkout.sessions.list
  GET    /v1/checkout/sessions/:id                      checkout.sessions.retrieve
  GET    /v1/checkout/sessions/:id/line_items           checkout.sessions.listLineItems
  POST   /v1/checkout/sessions/:id/expire               checkout.sessions.expire
  POST   /v1/subscriptions                              subscriptions.create
  GET    /v1/subscriptions                              subscriptions.list
  GET    /v1/subscriptions/:id                          subscriptions.retrieve
  POST   /v1/subscriptions/:id                          subscriptions.update
  DELETE /v1/subscriptions/:id                          subscriptions.cancel
  POST   /v1/invoices                                   invoices.create
  POST   /v1/invoiceitems                               invoiceItems.create
  GET    /v1/invoices                                   invoices.list
  GET    /v1/invoices/:id                               invoices.retrieve
  GET    /v1/invoices/:id/lines                         invoices.listLineItems
  POST   /v1/invoices/:id/finalize                      invoices.finalizeInvoice
  POST   /v1/invoices/:id/pay                           invoices.pay
  POST   /v1/invoices/:id/void                          invoices.voidInvoice
  POST   /v1/invoices/:id/mark_uncollectible            invoices.markUncollectible
  GET    /v1/invoice_payments                           invoicePayments.list
  GET    /v1/invoice_payments/:id                       invoicePayments.retrieve
  POST   /v1/payment_intents                            paymentIntents.create
  POST   /v1/payment_intents/:id/confirm                paymentIntents.confirm
  GET    /v1/payment_intents                            paymentIntents.list
  GET    /v1/payment_intents/:id                        paymentIntents.retrieve
  GET    /v1/charges                                    charges.list
  GET    /v1/charges/:id                                charges.retrieve
  POST   /v1/refunds                                    refunds.create
  GET    /v1/refunds                                    refunds.list
  GET    /v1/refunds/:id                                refunds.retrieve
  POST   /v1/refunds/:id                                refunds.update
  POST   /v1/refunds/:id/cancel                         refunds.cancel
  GET    /v1/disputes                                   disputes.list
  GET    /v1/disputes/:id                               disputes.retrieve
  POST   /v1/disputes/:id                               disputes.update
  POST   /v1/disputes/:id/close                         disputes.close
  POST   /v1/credit_notes                               creditNotes.create
  GET    /v1/credit_notes                               creditNotes.list
  GET    /v1/credit_notes/:id                           creditNotes.retrieve
  POST   /v1/credit_notes/:id                           creditNotes.update
  POST   /v1/credit_notes/:id/void                      creditNotes.voidCreditNote
  GET    /v1/credit_notes/:id/lines                     creditNotes.listLineItems
`

export const calls: Call[] = table
  .trim()
  .split(/\n\s*/)
  .filter(Boolean)
  .map((line) => {
    const [method = '', path = '', name = ''] = line.split(/\s+/)
    return { method, path, name }
  })

/** The call behind a request, if Stripe has one there that is listed. A fixed word goes before a name in its place. */
export function findCall(method: string, pathname: string): Call | undefined {
  const parts = pathname.split('/')
  const matches = (path: string) => {
    const pattern = path.split('/')
    return pattern.length === parts.length && pattern.every((part, index) => part.startsWith(':') || part === parts[index])
  }
  return calls.find((call) => call.method === method && matches(call.path))
}
