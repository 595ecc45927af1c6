import type { Page } from './person.ts'
import { lookAtStripe, onStripesSide, type Setting } from './setting.ts'
import { eventually } from './steps.ts'

/** The customer's bank questions the first invoice, decides against us, and in the end for us: the partner's share is held, gone, and back. */
export async function sufferDispute(setting: Setting): Promise<void> {
  const { step, owner } = setting
  const decide = (id: string, outcome: string) => onStripesSide(setting, 'decide-dispute', { id, outcome })
  const earnings = (what: string, says: (page: Page) => boolean) =>
    eventually(what, async () => {
      const page = await owner.open('/earnings')
      return says(page) ? page : undefined
    })

  await owner.signIn('/earnings')
  const id = await step('the customer’s bank disputes an invoice, and the partner reads why its share is on hold', async () => {
    const dispute = await onStripesSide<{ id: string }>(setting, 'dispute', { invoice: await findFirstInvoice(setting) })
    const held = await earnings('the hold', (page) => page.text.includes('The customer’s bank disputes this payment'))
    held.expect('On hold')
    return dispute.id
  })
  await step('the dispute is lost, and the partner is written to that its share is taken back', async () => {
    const before = await owner.mails()
    await decide(id, 'lost')
    await owner.mail(/^Correction of .*150\.00/, before)
    await earnings('the cancelled share', ({ text }) => text.includes('Cancelled') && !text.includes('bank disputes'))
  })
  await step('the appeal is won, and the share is the partner’s again', async () => {
    const before = await owner.mails()
    await decide(id, 'appeal_needs_response')
    await decide(id, 'appeal_under_review')
    await decide(id, 'won')
    const { text } = await owner.mail(/^Correction of .*150\.00/, before)
    if (!text.includes('yours again')) throw new Error(`The mail should say that the share is back, but says: ${text}`)
  })
}

async function findFirstInvoice(setting: Setting): Promise<string | undefined> {
  const { customers, invoices } = await lookAtStripe(setting)
  const customer = customers.find(({ email }) => email === setting.subscriber.email)
  return invoices.filter((invoice) => invoice.customer === customer?.id && invoice.status === 'paid').at(-1)?.id
}
