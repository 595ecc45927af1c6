/** Ten ways to take credit that is not due, as people would go about it, and honest ones. */
export const patterns = [
  'same_person',
  'same_company',
  'member_visit',
  'same_destination',
  'paid_traffic',
  'click_flood',
  'late_click',
  'disposable_mail',
  'refund_farming',
  'duplicate_partner',
] as const
export type Pattern = (typeof patterns)[number]

/** Somebody’s browser at an address of the network. */
export type Browser = { ip: string; userAgent: string }

export type JourneyClick = Browser & { at: number; query: string; country: string; referrer: string | null; of: 'partner' | 'rival' }

/** A company that refers, as far as it says who it is. */
export type Party = { domain: string | null; members: string[]; bank: string; taxId: string }

/** What happened, in the order of the world and not of the product: nothing in it knows a rule. Times in ms. */
export type Journey = {
  label: Pattern | 'clean'
  partner: Party
  /** Another partner of the programme that joined before. */
  elder: Party
  customer: { company: string; emails: string[] }
  /** When people of the partner used the portal, and from where. */
  portalUse: (Browser & { at: number; member: number })[]
  /** In order; the last of the partner’s is the one whose id the customer carried, beside the rival’s. */
  clicks: JourneyClick[]
  /** Further clicks on the partner’s link in the hour before. */
  crowd: JourneyClick[]
  /** Counted clicks on the link: on these two days, and on a usual one of the weeks before. */
  clicksOfTwoDays: number
  usualPerDay: number
  /** Prospects that the link brought in these two days, this one included. */
  prospects: number
  lastTouch: boolean
  knownAt: number
  /** For each payment the share that went back to the customer. */
  payments: number[]
}
