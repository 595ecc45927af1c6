import type { OneOfCrowd, Sold } from '../local/crowd.ts'
import type { Work } from './work.ts'

type Payment = { act: string; dealId: string; currency: string; paidMinor: number }

/** Records payments, opens deals, gives money back and bills at Stripe, one after the other, until the work is over. */
export async function keepSelling(work: Work, crowd: readonly OneOfCrowd[]): Promise<void> {
  const { random, isOver, worker } = work
  const sold = crowd.flatMap((each) => each.sold)
  const paid: Payment[] = []
  const customers = new Map<string, string>()
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  while (!isOver()) {
    await worker.up()
    const to = pick(sold)
    const chance = random()
    if (!to) return
    if (chance < 0.06) await openDeal(work, to)
    else if (chance < 0.12) await bill(work, to, customers)
    else if (chance < 0.18) await giveBack(work, pick(paid))
    else await recordPayment(work, to, paid)
    await work.pause(10, 90)
  }
}

const decimal = (minor: number): string => (minor / 100).toFixed(2)

async function recordPayment({ writes, newAct, random, today, post }: Work, { dealId, currency }: Sold, paid: Payment[]): Promise<void> {
  const act = newAct()
  const paidMinor = 5_000 + Math.floor(random() * 20_000)
  const mark = writes.begin(
    `payment ${act}`,
    `select (select count(*) from payments where source = ?1 and paid_minor = ?2 and deal_id = ?3) as payment,
      (select count(*) from commissions where payment_id = 'pmt_' || ?1 and kind = 'earned' and amount_minor = cast(?2 as integer) / 10) as commission,
      (select count(*) from ledger_transactions t join commissions c on t.id = 'accrue:' || c.id where c.payment_id = 'pmt_' || ?1 and c.kind = 'earned') as posting,
      (select count(*) from audit where act = 'payment.recorded' and subject = 'pmt_' || ?1) as trail`,
    act,
    paidMinor,
    dealId,
  )
  const fields = { act, paid: decimal(paidMinor), tax: '', currency, paid_on: today }
  if (await post('sales', `/deals/${dealId}/payments`, fields, mark)) paid.push({ act, dealId, currency, paidMinor })
}

async function giveBack({ writes, newAct, random, today, post }: Work, payment: Payment | undefined): Promise<void> {
  if (!payment) return
  const act = newAct()
  // At most thrice, so that something is always left to give back.
  const minor = 100 + Math.floor((random() * payment.paidMinor) / 40)
  const mark = writes.begin(
    `return ${act}`,
    `select (select count(*) from payment_facts where object = ?1 and counts_minor = ?2) as fact,
      (select count(*) from audit where act = 'payment.returned' and subject = ?3 and detail ->> 'fact' = ?1) as trail`,
    act,
    minor,
    `pmt_${payment.act}`,
  )
  const { dealId, currency } = payment
  const fields = { act, payment: `pmt_${payment.act}`, returned: decimal(minor), currency, returned_on: today }
  await post('sales', `/deals/${dealId}/returns`, fields, mark)
}

async function openDeal({ writes, newAct, post }: Work, { prospectId, currency }: Sold): Promise<void> {
  const act = newAct()
  const mark = writes.begin(
    `deal ${act}`,
    `select (select count(*) from deals where name = ?1) as deal, (select count(*) from acts where id = ?1) as act,
      (select count(*) from audit a join deals d on d.id = a.subject where a.act = 'deal.opened' and d.name = ?1) as trail`,
    act,
  )
  await post('sales', '/deals', { act, prospect: prospectId, name: act, kind: 'one_off', amount: '500', currency, source: '' }, mark)
}

/** Stripe's event brings it: the verdict asks for each paid invoice whether it is one payment. */
async function bill({ stripe, random }: Work, { currency, email, company }: Sold, customers: Map<string, string>): Promise<void> {
  const customer = customers.get(email) ?? (await stripe.act<{ id: string }>('customer', { email, name: company })).id
  customers.set(email, customer)
  await stripe.act('invoice', { customer, currency, amount: 5_000 + Math.floor(random() * 20_000), pay: 'card' })
}
