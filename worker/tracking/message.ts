/** A counted click on its way through the queue: what a row of `clicks` holds, time in ms. */
export type ClickOnItsWay = {
  id: string
  linkId: string
  partnerId: string
  clickedAt: number
  campaign: string | null
  country: string | null
  device: 'phone' | 'tablet' | 'desktop' | 'other'
  referrerHost: string | null
  visitorHash: string | null
  /** Which parameter of the address says that the visit was paid for; absent in messages of an older version. */
  paidBy?: string | null
}

/** One queue message: the clicks of some milliseconds. */
export type ClickMessage = { clicks: ClickOnItsWay[] }
