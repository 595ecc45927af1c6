import type { Books, Row } from './books.ts'
import type { StripeSide } from './stripe-side.ts'
import type { Writes } from './writes.ts'

/** What the books say beside what Stripe says, and everything that is wrong with it. */
export type Verdict = {
  acknowledged: number
  acknowledgedLost: number
  transfers: number
  double: number
  ledgerMinor: number
  stripeMinor: number
  releasedButPaid: number
  orphans: number
  replays: number
  problems: string[]
}

type Payout = { id: string; amount: number; currency: string; destination: string; status: string; transfer: string | null }

export function judge(books: Books, stripe: StripeSide, writes: Writes): Verdict {
  noteEvents(stripe, writes)
  const standing = writes.compare(books)
  const payouts = books.rows('select id, amount_minor as amount, currency, destination, status, transfer from payouts').map(payoutOf)
  const byGroup = Map.groupBy(stripe.transfers, ({ transfer_group }) => transfer_group)
  const known = new Map(payouts.map((each) => [each.id, each]))
  const again = stripe.transfers.length - byGroup.size
  const releasedButPaid = payouts.filter(({ id, status }) => status === 'released' && byGroup.has(id))
  const orphans = stripe.transfers.filter(({ transfer_group }) => !known.has(transfer_group ?? ''))
  const [ledger, atStripe] = [paidInLedger(books), paidAtStripe(stripe)]
  const twice = [...byGroup].filter(([, { length }]) => length > 1)
  const problems = [
    ...books.broken(),
    ...standing.lost.map((what) => `Lost though acknowledged: ${what}`),
    ...standing.double.map((what) => `There twice: ${what}`),
    ...standing.partial.map((what) => `There in part: ${what}`),
    ...twice.map(([id, { length }]) => `I4 payout ${id} has ${length} transfers`),
    ...releasedButPaid.map(({ id }) => `I6 payout ${id} is released and was paid`),
    ...orphans.map(({ id }) => `I8 transfer ${id} belongs to no payout`),
    ...payouts.flatMap((each) => unlike(each, stripe)),
    ...payouts
      .filter(({ status }) => status !== 'paid' && status !== 'released')
      .map(({ id, status }) => `Payout ${id} still is ${status}`),
    ...unfinished(books),
    ...unpaidInvoices(books, stripe),
    ...[...new Set([...ledger.keys(), ...atStripe.keys()])]
      .filter((currency) => ledger.get(currency) !== atStripe.get(currency))
      .map((currency) => `I27 in ${currency} the ledger says ${ledger.get(currency)}, Stripe ${atStripe.get(currency)}`),
  ]
  return {
    acknowledged: standing.acknowledged,
    acknowledgedLost: standing.lost.length,
    transfers: stripe.transfers.length,
    double: again + standing.double.length,
    ledgerMinor: sum(ledger),
    stripeMinor: sum(atStripe),
    releasedButPaid: releasedButPaid.length,
    orphans: orphans.length,
    replays: stripe.requests.filter(({ path, replayed }) => path === '/v1/transfers' && replayed).length,
    problems,
  }
}

const payoutOf = (row: Row): Payout => ({
  id: String(row.id),
  amount: Number(row.amount),
  currency: String(row.currency),
  destination: String(row.destination),
  status: String(row.status),
  transfer: row.transfer === null ? null : String(row.transfer),
})

/** A webhook that was answered with 200 is a write like any other. */
function noteEvents({ deliveries }: StripeSide, writes: Writes): void {
  for (const { event, status } of deliveries) {
    if (status === 'delivered') writes.begin(`event ${event}`, 'select count(*) as event from inbox where id = ?1', event)()
  }
}

/** I5: what a payout says it paid is there, word for word. */
function unlike({ id, amount, currency, destination, status, transfer }: Payout, { transfers }: StripeSide): string[] {
  if (status !== 'paid') return []
  const found = transfers.find((each) => each.id === transfer)
  const isAlike =
    found?.amount === amount && found.currency === currency && found.destination === destination && found.transfer_group === id
  return isAlike ? [] : [`I5 payout ${id} is paid by ${transfer}, which Stripe shows otherwise`]
}

const unfinished = (books: Books): string[] =>
  books
    .rows(
      `select 'run ' || id as what, status from payout_runs where status in ('approved','sending')
        union all select 'event ' || id, status from inbox where status = 'new' union all select 'mail ' || id, 'owed' from outbox where sent_at is null
        union all select 'stop ' || scope, reason from stops`,
    )
    .map(({ what, status }) => `Not finished: ${what} (${status})`)

const unpaidInvoices = (books: Books, { invoices }: StripeSide): string[] =>
  invoices.flatMap(({ id, status, amount_paid }) => {
    const [row] = books.rows('select count(*) as n from payments where source = ? and paid_minor = ?', id, amount_paid)
    return status === 'paid' && row?.n !== 1 ? [`Invoice ${id} is ${row?.n} payments`] : []
  })

const paidInLedger = (books: Books): Map<string, number> =>
  new Map(
    books
      .rows(`select substr(account, -3) as currency, balance_minor as minor from balances where account glob 'paid:*'`)
      .map(({ currency, minor }) => [String(currency), Number(minor)]),
  )

function paidAtStripe({ transfers }: StripeSide): Map<string, number> {
  const paid = new Map<string, number>()
  for (const { currency, amount, amount_reversed } of transfers) paid.set(currency, (paid.get(currency) ?? 0) + amount - amount_reversed)
  return paid
}

/** A checksum over all currencies; each of them is compared by itself. */
const sum = (byCurrency: Map<string, number>): number => [...byCurrency.values()].reduce((all, minor) => all + minor, 0)
