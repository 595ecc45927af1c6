import { sql } from 'drizzle-orm'
import { payouts } from '../../../schema/payouts.ts'
import type { openDatabase } from '../../../worker/database.ts'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import type { ListedTransfer } from '../../../worker/stripe/port-lists.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'

type Db = ReturnType<typeof openDatabase>
type PayoutFacts = { id: string; status: string; transfer: string | null; amountMinor: number; currency: string; destination: string }
type AskedStripe = { name: string; found: unknown[] }

const atOnce = 500

/** Every transfer of ours that Stripe has, with the key that the environment (or the local world) holds. */
export async function listTransfers(values: Record<string, string | undefined>): Promise<ListedTransfer[]> {
  const { STRIPE_SECRET_KEY, STRIPE_API_BASE = '', ENVIRONMENT_NAME } = values
  if (!STRIPE_SECRET_KEY || !ENVIRONMENT_NAME)
    throw new Error('--stripe asks with STRIPE_SECRET_KEY about the transfers of ENVIRONMENT_NAME: set both.')
  const settings = readSettings({ ...testVariables, ...testSecrets, STRIPE_SECRET_KEY, STRIPE_API_BASE, ENVIRONMENT_NAME })
  const { lists } = openStripe(settings, () => new Date())
  const all: ListedTransfer[] = []
  for (let behind: string | undefined, isFirst = true; isFirst || behind; isFirst = false) {
    const { rows, next } = await lists.transfers({ since: new Date(0), behind })
    all.push(...rows)
    behind = next
  }
  return all
}

/** I4, I5, I6, I8 and I27: what Stripe did is what the books say, to the cent. */
export async function compareStripe(db: Db, transfers: readonly ListedTransfer[]): Promise<AskedStripe[]> {
  const known = new Map<string, PayoutFacts>()
  for (let n = 0; n < transfers.length; n += atOnce) {
    const ids = JSON.stringify(transfers.slice(n, n + atOnce).map(({ payoutId }) => payoutId))
    for (const each of await listPayouts(db, sql`${payouts.id} in (select value from json_each(${ids}))`)) known.set(each.id, each)
  }
  const byPayout = Map.groupBy(transfers, ({ payoutId }) => payoutId)
  const ofPayouts = [...byPayout].map(([id, of]) => ({ id, of, payout: known.get(id) }))
  return [
    {
      name: 'I4 one transfer at most, at Stripe',
      found: ofPayouts.filter(({ of }) => of.length > 1).map(({ id, of }) => ({ payout: id, transfers: of.map((each) => each.id) })),
    },
    { name: 'I5 paid is real, at Stripe', found: await listUnreal(db, new Map(transfers.map((each) => [each.id, each]))) },
    {
      name: 'I6 released was never paid, at Stripe',
      found: ofPayouts.filter(({ payout }) => payout?.status === 'released').map(({ id, of }) => ({ payout: id, transfer: of[0]?.id })),
    },
    {
      name: 'I8 every transfer has its payout, at Stripe',
      found: ofPayouts.filter(({ payout }) => !payout).map(({ id, of }) => ({ payout: id, transfer: of[0]?.id })),
    },
    { name: 'I27 cash agrees, at Stripe', found: await compareCash(db, transfers, known) },
  ]
}

const listPayouts = (db: Db, which: ReturnType<typeof sql>): Promise<PayoutFacts[]> =>
  db
    .select({
      id: payouts.id,
      status: payouts.status,
      transfer: payouts.transfer,
      amountMinor: payouts.amountMinor,
      currency: payouts.currency,
      destination: payouts.destination,
    })
    .from(payouts)
    .where(which)

/** Paid payouts whose transfer Stripe does not have, or has otherwise. */
async function listUnreal(db: Db, atStripe: ReadonlyMap<string, ListedTransfer>): Promise<unknown[]> {
  const unreal: unknown[] = []
  for (let behind = ''; ; ) {
    const page = await listPayouts(
      db,
      sql`${payouts.id} > ${behind} and ${payouts.status} = 'paid' order by ${payouts.id} limit cast(${atOnce} as integer)`,
    )
    for (const each of page) {
      const made = atStripe.get(each.transfer ?? '')
      const isSame =
        made?.payoutId === each.id &&
        made.amountMinor === each.amountMinor &&
        made.currency === each.currency &&
        made.destination === each.destination
      if (!isSame) unreal.push({ payout: each.id, transfer: each.transfer, atStripe: made ?? null })
    }
    const last = page.at(-1)
    if (!last || page.length < atOnce) return unreal
    behind = last.id
  }
}

/** What the books say has left, beside what left at Stripe for payouts that are settled; an open payout settles yet. */
async function compareCash(db: Db, transfers: readonly ListedTransfer[], known: ReadonlyMap<string, PayoutFacts>): Promise<unknown[]> {
  const left = new Map<string, number>()
  for (const { payoutId, currency, amountMinor, reversedMinor } of transfers) {
    const status = known.get(payoutId)?.status
    if (status === undefined || status === 'paid') left.set(currency, (left.get(currency) ?? 0) + amountMinor - reversedMinor)
  }
  const booked = await db.all<{ currency: string; balance: number }>(
    sql`select substr(account, -3) "currency", balance_minor "balance" from balances where account >= 'paid:' and account < 'paid;'`,
  )
  const inBooks = new Map(booked.map(({ currency, balance }) => [currency, balance]))
  return [...new Set([...left.keys(), ...inBooks.keys()])].flatMap((currency) => {
    const [ledger, stripe] = [inBooks.get(currency) ?? 0, left.get(currency) ?? 0]
    return ledger === stripe ? [] : [{ currency, ledger, stripe }]
  })
}
