import { minorOf, rowsOf } from './forms.ts'
import { lookAtStripe, type Setting } from './setting.ts'

export type Agreement = { ledgerMinor: number; stripeMinor: number; transfers: number }

/** What the ledger says was paid to this partner, and what Stripe says left for it; and the same of all money in that currency. */
export async function agree({ finance, ...setting }: Setting, payoutId: string): Promise<Agreement> {
  const { transfers } = await lookAtStripe(setting)
  const ours = transfers.filter(({ metadata }) => metadata.goodword_payout === payoutId)
  const postings = rowsOf((await finance.open(`/ledger?ref=${payoutId}`)).html)
  const settled = postings.filter((cells) => cells.includes('settle')).map((cells) => minorOf(cells.at(-1) ?? ''))

  const paid = await finance.open('/ledger/accounts/paid:eur')
  const everyEuro = minorOf(/Balance (\S+)/.exec(paid.text)?.[1] ?? '')
  const inEuro = transfers.filter(({ currency }) => currency === 'eur')
  const atStripe = inEuro.reduce((sum, { amount }) => sum + amount, 0)
  if (everyEuro !== atStripe) throw new Error(`The ledger says ${everyEuro} cents left by transfers, Stripe says ${atStripe}`)
  return {
    ledgerMinor: settled.reduce((sum, amount) => sum + amount, 0),
    stripeMinor: ours.reduce((sum, { amount, amount_reversed }) => sum + amount - amount_reversed, 0),
    transfers: ours.length,
  }
}
