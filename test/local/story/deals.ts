import { desc, eq } from 'drizzle-orm'
import { payments } from '../../../schema/deals.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment, recordReturn } from '../../../worker/deals/record.ts'
import { introduceSelf } from '../../../worker/prospects/introduce-self.ts'
import { introduceSomebody } from '../../../worker/prospects/introduce-somebody.ts'
import { newClickId, signClickId } from '../../../worker/tracking/click-id.ts'
import { findLinkTarget } from '../../../worker/tracking/store.ts'
import { partners } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'
import { fairCode } from './claims.ts'
import { pennyroyalCode } from './codes.ts'
import { toldDeals } from './deals-told.ts'
import { onTheWay } from './on-the-way.ts'
import { ownerOf } from './partners.ts'
import type { ToldDeal } from './told-deal.ts'

type Met = Pick<ToldDeal, 'company' | 'contact' | 'need' | 'partner' | 'bond'>

/** How many days before its first payment a deal is agreed. */
const agreedBefore = 3

/** Each prospect arrives once; its deals are opened with the first payment in sight, won with it, and paid on their days, by hand or by Stripe. */
export const selling: Chapter[] = [
  ...toldDeals
    .filter(({ need, bond }) => need && bond !== 'registration')
    .map((deal): Chapter => ({ name: `${deal.key} arrives`, day: deal.met, tell: (teller) => meet(teller, deal) })),
  ...toldDeals
    .filter(({ billed }) => billed !== 'checkout')
    .map(
      (deal): Chapter => ({
        name: `${deal.key} is agreed`,
        day: deal.agreed ?? firstDayOf(deal) - agreedBefore,
        tell: (teller) => agree(teller, deal),
      }),
    ),
  ...toldDeals
    .filter(({ billed }) => billed !== 'subscription')
    .flatMap((deal) =>
      deal.payments.map(
        ([day, amountMinor], n): Chapter => ({
          name: `${deal.key} pays ${n + 1}`,
          day,
          tell: (teller) => (deal.billed === 'checkout' ? payAtCheckout(teller, deal, amountMinor) : pay(teller, deal, n, amountMinor)),
        }),
      ),
    ),
  ...toldDeals.flatMap((deal) =>
    deal.disputed === undefined
      ? []
      : { name: `${deal.key} is disputed`, day: deal.disputed, tell: (teller: Teller) => dispute(teller, deal) },
  ),
  ...toldDeals.flatMap((deal) =>
    (deal.returns ?? []).map(
      ([day, amountMinor], n): Chapter => ({
        name: `${deal.key} gets back ${n + 1}`,
        day,
        tell: (teller) => giveBack(teller, deal, amountMinor),
      }),
    ),
  ),
  ...onTheWay.map(
    (prospect): Chapter => ({ name: `${prospect.company} arrives`, day: prospect.met, tell: (teller) => meet(teller, prospect) }),
  ),
]

function firstDayOf({ payments: [first] }: ToldDeal): number {
  return first?.[0] ?? 0
}

async function meet(teller: Teller, met: Met): Promise<void> {
  const { deps, names } = teller
  const { company, contact, need } = met
  const form = { act: deps.newId('act'), company, contactName: contact.name, email: contact.email, need }
  names[company] = met.bond === 'introduction' ? await beIntroduced(teller, met, form) : await arriveByLink(teller, met, form)
}

type Form = { act: string; company: string; contactName: string; email: string; need: string }

async function arriveByLink({ deps }: Teller, { partner, bond }: Met, form: Form): Promise<string> {
  const code = bond === 'claim' ? fairCode : (partners.find(({ key }) => key === partner)?.code ?? '')
  const target = await findLinkTarget(deps.db, code)
  if (!target) throw new Error(`No link has the code ${code}`)
  return introduceSelf(deps, target, bond === 'code' ? { ...form, code: pennyroyalCode } : form, [])
}

async function beIntroduced({ deps, names }: Teller, { partner, contact }: Met, form: Form): Promise<string> {
  const domain = contact.email.split('@')[1] ?? ''
  const introduced = await introduceSomebody(deps, ownerOf(names, partner), { ...form, domain, agreed: 'yes' })
  if (!introduced.ok) throw new Error(introduced.problem)
  return introduced.prospectId
}

async function agree(teller: Teller, deal: ToldDeal): Promise<void> {
  const { deps, names } = teller
  const { key, company, name, kind, currency, payments, details } = deal
  const amountMinor = payments.reduce((sum, [, paidMinor]) => sum + paidMinor, 0)
  const source = deal.billed === 'subscription' ? await subscribe(teller, deal) : null
  const wanted = { prospectId: named(names, company), name, kind, currency, amountMinor, source, ...(details && { details }) }
  names[`deal ${key}`] = await openDeal(deps, wanted, deps.newId('act'), named(names, 'ingrid'))
}

/** Stripe takes the money every thirty days, beginning on the day of the first payment, and tells of each. */
async function subscribe({ stripe }: Teller, { company, contact, currency, payments: [first] }: ToldDeal): Promise<string> {
  const customer = await stripe('customer', { email: contact.email, name: company })
  const each = { amount: first?.[1], currency, interval: 'day', interval_count: 30, trial_days: agreedBefore }
  return String((await stripe('subscription', { ...each, customer: customer.id })).id)
}

async function dispute({ deps, names, stripe }: Teller, { key }: ToldDeal): Promise<void> {
  const [last] = await deps.db
    .select({ invoice: payments.source })
    .from(payments)
    .where(eq(payments.dealId, named(names, `deal ${key}`)))
    .orderBy(desc(payments.paidAt))
    .limit(1)
  await stripe('dispute', { invoice: last?.invoice, reason: 'product_unacceptable' })
}

async function pay({ deps, names }: Teller, { key, currency }: ToldDeal, n: number, paidMinor: number): Promise<void> {
  const dealId = named(names, `deal ${key}`)
  const ingrid = named(names, 'ingrid')
  if (n === 0) await closeDeal(deps, dealId, 'won', null, ingrid)
  const payment = await recordPayment(
    deps,
    dealId,
    { paidMinor, taxMinor: 0, currency, paidAt: deps.now(), act: deps.newId('act') },
    ingrid,
  )
  if (n === 0) names[`payment of ${key}`] = payment
}

/** The click id that the visitor's browser carried goes to Stripe, and Stripe's event opens the deal. */
async function payAtCheckout(
  { deps, names, stripe }: Teller,
  { company, contact, partner, currency, name }: ToldDeal,
  amount: number,
): Promise<void> {
  const linkId = named(names, `link of ${partner}`)
  const clickedAt = new Date(deps.now().getTime() - 86_400_000)
  const click = { clickId: newClickId(clickedAt, deps.newId('clk')), linkId, partnerId: named(names, partner), rulesVersion: 1 }
  const referral = signClickId(deps.settings.signingKeys, click)
  await stripe('checkout', {
    mode: 'payment',
    amount,
    currency,
    email: contact.email,
    name: `${name}, ${company}`,
    client_reference_id: referral,
  })
}

async function giveBack({ deps, names }: Teller, { key, currency }: ToldDeal, amountMinor: number): Promise<void> {
  const back = { amountMinor, currency, returnedAt: deps.now(), act: deps.newId('act') }
  await recordReturn(deps, named(names, `payment of ${key}`), back, named(names, 'ingrid'))
}
