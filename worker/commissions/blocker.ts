import { formatDay } from '../../portal/components/format-date.ts'
import { formatMoney } from '../../portal/components/format-money.ts'
import type { Currency } from '../../schema/currency.ts'
import type { Deps } from '../deps.ts'
import { type Blocker, blockerOf } from '../payouts/rules.ts'
import { findCandidate } from '../payouts/store-candidates.ts'

/** What keeps a partner's ready money from the next payout, in its own words, and where it can do something about it. */
export type NamedBlocker = { words: string; href: string | null }

const getPaid = '/get-paid'

/** What the partner can do itself leads somewhere; the rest says who does it. */
const wordsFor: Record<Blocker, (detail: string, currency: Currency) => NamedBlocker> = {
  no_destination: () => ({ words: 'Tell Stripe where your money shall go.', href: getPaid }),
  requirements_due: () => ({ words: 'Stripe asks you for some details before it lets us pay you.', href: getPaid }),
  restricted: () => ({ words: 'Stripe has restricted your account. It says there what is missing.', href: getPaid }),
  destination_rejected: () => ({ words: 'Stripe does not accept this account. Please get in touch with us.', href: getPaid }),
  destination_closed: () => ({ words: 'Your Stripe account is closed. Connect another one.', href: getPaid }),
  stripe_not_reachable: () => ({ words: 'We are waiting for Stripe to tell us about your account.', href: null }),
  destination_hold: (until) => ({
    words: `Your account changed. To protect you we wait for 72 hours, until ${formatDay(new Date(until))}.`,
    href: null,
  }),
  below_minimum: (minimum, currency) => ({
    words: `Payouts in ${currency.toUpperCase()} start at ${formatMoney(Number(minimum), currency)}. Until then it is carried forward.`,
    href: null,
  }),
  negative_balance: () => ({ words: 'Returned payments are being set off first: your balance is below zero.', href: null }),
  currency_not_transferable: (_, currency) => ({
    words: `${currency.toUpperCase()} cannot be transferred yet. The money stays yours; please get in touch with us.`,
    href: null,
  }),
  partner_not_active: () => ({ words: 'Your partnership is not active at the moment. Please get in touch with us.', href: null }),
  bank_refused: () => ({
    words: 'Your bank refused what Stripe sent. Correct the bank account at Stripe; once that money has arrived, payouts go on.',
    href: getPaid,
  }),
  open_payout: () => ({ words: 'Your last payout has to arrive first.', href: '/payouts' }),
  open_hold: () => ({ words: 'It is on hold.', href: null }),
  excluded: () => ({ words: 'It goes with a later payout run.', href: null }),
  balance_differs: () => ({ words: 'Our finance team is checking your balance.', href: null }),
  platform_balance_short: () => ({ words: 'It goes as soon as our balance at Stripe is topped up.', href: null }),
}

/** The one thing between this partner and its ready money in a currency, if there is one. */
export async function findBlocker({ db, now }: Deps, partnerId: string, currency: Currency): Promise<NamedBlocker | undefined> {
  const candidate = await findCandidate(db, partnerId, currency)
  const blocked = candidate && blockerOf(candidate, now())
  return blocked && wordsFor[blocked.blocker](blocked.detail ?? '', currency)
}
