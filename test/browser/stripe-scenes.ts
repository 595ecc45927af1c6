import type { Locator, Page } from 'playwright-core'
import type { Stage } from './stage.ts'
import type { Visitor } from './visitor.ts'

/** A button of Stripe's dashboard: in which part, in the newest row with this text, what is filled in before, and what stands there after. */
type Press = {
  part: string
  row?: string | RegExp
  fill?: Record<string, string>
  choose?: Record<string, string>
  button: string
  /** Where the outcome stands, if elsewhere, and its text in the newest row, or in the row of that name. */
  shows?: { part?: string; row?: string | RegExp; text: RegExp }
}

/** A month of crons and webhooks takes a busy machine a while. */
const monthMs = 60_000
const customer = 'Vesper Lanterns'
const ofCustomer = { part: 'customers', row: customer }
const newInvoice = { part: 'invoices', row: 'vesper@lanterns.example' }
const newCharge = { part: 'refunds', row: /ch_1/ }
const newDispute = { part: 'disputes', row: /du_1/ }

/** What customers, their banks and we ourselves do about money that comes in. */
const revenue: Press[] = [
  { part: 'balance', fill: { Amount: '123456', Currency: 'usd' }, button: 'Fund', shows: { row: 'USD', text: /[\d,]+\.\d\d USD/ } },
  {
    part: 'customers',
    fill: { Email: 'vesper@lanterns.example', Name: customer },
    button: 'Create customer',
    shows: { row: customer, text: /vesper@lanterns\.example/ },
  },
  { ...ofCustomer, button: 'Subscribe', shows: { row: customer, text: /active sub_/ } },
  { ...ofCustomer, choose: { Payment: 'open' }, button: 'Invoice', shows: { ...newInvoice, text: /manual.*50\.00 USD.*open/s } },
  { ...newInvoice, button: 'Pay', shows: { text: /manual.*50\.00 USD.*50\.00 USD.*paid/s } },
  { ...newInvoice, fill: { Amount: '300' }, button: 'Refund', shows: { part: 'refunds', row: /re_1/, text: /3\.00 USD.*succeeded/s } },
  { part: 'refunds', row: /re_1/, button: 'Fail', shows: { text: /3\.00 USD.*failed/s } },
  {
    ...newInvoice,
    fill: { 'Amount of the credit note': '200', 'Of it refunded': '200' },
    button: 'Credit note',
    shows: { part: 'disputes', row: /cn_1/, text: /2\.00 USD.*issued/s },
  },
  { ...ofCustomer, choose: { Payment: 'open' }, button: 'Invoice', shows: { ...newInvoice, text: /open/ } },
  { ...newInvoice, button: 'Void', shows: { text: /void/ } },
  { ...newCharge, choose: { Beginning: 'needs_response' }, button: 'Dispute', shows: { ...newDispute, text: /needs_response/ } },
  { ...newDispute, button: 'lost', shows: { text: /lost/ } },
  { ...newDispute, button: 'appeal under review', shows: { text: /appeal_under_review/ } },
  { ...newDispute, button: 'won', shows: { text: /won/ } },
  { ...ofCustomer, button: 'Decline from now on', shows: { row: customer, text: /declined: accept it again/ } },
  { ...ofCustomer, button: 'declined: accept it again', shows: { row: customer, text: /Decline from now on/ } },
  { part: 'clock', button: 'Advance 31 days', shows: { ...newInvoice, text: /subscription_cycle.*99\.00 USD.*paid/s } },
  { ...ofCustomer, button: 'End', shows: { row: customer, text: /canceled/ } },
]

/** What becomes of money that went out, and of the account it went to. */
const payees = (account: string): Press[] => {
  const ofAccount = { part: 'accounts', row: account }
  const become = (state: string, text: RegExp): Press => ({
    ...ofAccount,
    choose: { State: state },
    button: 'Do it',
    shows: { row: account, text },
  })
  const ofBank = { part: 'bank-payouts', row: account }
  return [
    { part: 'transfers', row: account, fill: { Amount: '1' }, button: 'Reverse', shows: { text: /0\.01 EUR/ } },
    become('restrict', /restricted/),
    become('restore', /active/),
    become('reject', /rejected/),
    become('complete', /active/),
    { ...ofAccount, button: 'Pay out to bank', shows: { ...ofBank, text: /in_transit/ } },
    { ...ofBank, button: 'Arrive', shows: { text: /paid/ } },
    { ...ofBank, button: 'Fail later', shows: { text: /failed/ } },
    { ...ofAccount, button: 'Change bank', shows: { row: account, text: /4321/ } },
    { ...ofAccount, button: 'Pay out to bank', shows: { ...ofBank, text: /in_transit/ } },
    become('close', /closed/),
  ]
}

const events: Press[] = [
  {
    part: 'events',
    row: 'payout.failed',
    button: 'Resend',
    shows: { row: 'payout.failed', text: /delivered \(200\), (due|delivered|failed)/ },
  },
  { part: 'events', row: 'payout.created', button: 'Send twice', shows: { row: 'payout.created', text: /delivered \(200\), \w+.*, \w+/ } },
  { part: 'events', fill: { 'The newest once more': '5' }, button: 'Send newest first' },
  { part: 'events', choose: { 'From now on': 'each twice' }, button: 'Send them so' },
  { part: 'balance', button: 'Fund', shows: { part: 'events', row: 'topup.succeeded', text: /, / } },
  { part: 'events', choose: { 'From now on': 'as they happen' }, button: 'Send them so' },
]

/** Every button that the local world's Stripe has for people, pressed once. The last scene of a walk: it closes the partner's account. */
export async function workStripe(stage: Stage, visitor: Visitor, account: string): Promise<void> {
  // Money that lies in the account would go to its bank as days pass: the clock comes last.
  for (const press of [...payees(account), ...events, ...revenue]) await pressed(stage, visitor.page, press)
  await stage.see(visitor, 'stripe-stand-in')
}

async function pressed({ addresses }: Stage, page: Page, press: Press): Promise<void> {
  await page.goto(addresses.world)
  const place = placeIn(page, press.part, press.row)
  const form = place
    .locator('form')
    .filter({ has: page.getByRole('button', { name: press.button, exact: true }) })
    .first()
  for (const [label, value] of Object.entries(press.fill ?? {})) await form.getByLabel(label).first().fill(value)
  for (const [label, value] of Object.entries(press.choose ?? {})) await form.getByLabel(label).first().selectOption({ label: value })
  await form.getByRole('button', { name: press.button, exact: true }).click({ timeout: monthMs })
  const [done, problem] = [page.getByRole('status'), page.getByRole('alert')]
  await done.or(problem).waitFor({ timeout: monthMs })
  const name = `${press.button} in ${press.part}`
  if (await problem.isVisible()) throw new Error(`${name}: ${await problem.textContent()}`)
  if (!press.shows) return
  const { part = press.part, row = press.row, text } = press.shows
  const shown = (await placeIn(page, part, row).textContent()) ?? ''
  if (!text.test(shown)) throw new Error(`${name} shows “${shown}”, not ${text}`)
}

const placeIn = (page: Page, part: string, row: string | RegExp | undefined): Locator => {
  const whole = page.locator(`#${part}`)
  return row === undefined ? whole : whole.getByRole('row').filter({ hasText: row }).first()
}
