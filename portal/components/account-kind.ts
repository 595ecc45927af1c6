const kinds: Record<string, string> = {
  pending: 'Owed, in the waiting period',
  avail: 'Owed, payable',
  held: 'Owed, on hold',
  inflight: 'Promised to open payouts',
  returned: "Waits in the partner's Stripe balance",
  paid: 'Left by transfers',
  expense: 'Cost of commissions',
  writeoff: 'Debts given up',
  returned_memo: 'Mirror of what waits at Stripe',
}

/** An account is a partner's (`avail:par_1:usd`) or the company's (`paid:usd`): its kind and currency in words. */
export function accountInWords(account: string): string {
  const currency = account.split(':').at(-1)?.toUpperCase() ?? ''
  return `${accountKindInWords(account)}, ${currency}`
}

/** What a positive balance means, of an account (`avail:par_1:usd`) or of its kind alone. */
export const accountKindInWords = (account: string): string => kinds[account.split(':')[0] ?? ''] ?? account
