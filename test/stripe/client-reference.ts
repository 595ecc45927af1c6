/** What a Payment Link's address may carry as `client_reference_id`; anything else Stripe drops in silence. */
export const cleanReference = (reference: string | undefined): string | undefined =>
  reference && /^[A-Za-z0-9_-]{1,200}$/.test(reference) ? reference : undefined
