/** What a partner agrees to, word for word; kept with the agreement together with its hash. */
export const agreementWording = (company: string): string =>
  [
    `1. ${company} issues the invoices for the partner’s referral commissions on the partner’s behalf (self-billing), one a month and currency, with the monthly statement.`,
    '2. The partner issues no invoices of its own for these commissions. An invoice counts as accepted unless the partner objects within 14 days of receiving it.',
    `3. The partner tells ${company} at once when its legal name, address or tax status changes. A new tax id needs a new agreement.`,
    '4. The first self-billed month is the first that begins after this agreement was made. Nothing before it is invoiced this way.',
    '5. Either side may end the agreement at any time. A month in which it ends is not self-billed; the partner invoices that month itself.',
  ].join('\n')

/** The words that an invoice must carry so that it counts as one the customer issued. */
export const invoiceWording = (company: string, partner: string): string =>
  `Self-billing: this invoice is issued by ${company} in the name and on behalf of ${partner}, who agreed to it in writing.`
