/** The click id's name in query, cookie, form field and Stripe's metadata (domain.md B1). */
export const referralName = 'goodword_referral'
