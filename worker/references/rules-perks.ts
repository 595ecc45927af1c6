/** Gift policies under which a gift may be given; `unknown` is none of them (PER1). */
const giving: readonly string[] = ['allowed', 'limited']

export const mayReceive = ({ isGift }: { isGift: boolean }, giftPolicy: string | undefined): boolean =>
  !isGift || (giftPolicy !== undefined && giving.includes(giftPolicy))
