import type { CreditStanding } from '../attribution/rules-signals-hold.ts'

/** What would make a commission a second benefit (CAT4): the partner buys itself, or a lower price was given for referring the customer. */
type SecondBenefit = { isOwn: boolean; isCut: boolean }

/** Why a payment earns nothing beside another benefit, as staff and its partner read it; null where there is none. */
export function reasonOfSecondBenefit({ isOwn, isCut }: SecondBenefit): string | null {
  if (isOwn) return 'Nobody earns a share of its own purchase.'
  return isCut ? 'A lower price was given for referring this customer, and its payments earn no share beside that.' : null
}

/** The credit's standing with what else stands in the way of new commissions. */
export const besides = ({ holds, forfeited }: CreditStanding, secondBenefit: string | null): CreditStanding => ({
  holds,
  forfeited: forfeited ?? secondBenefit,
})
