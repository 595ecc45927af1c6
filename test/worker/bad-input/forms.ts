import type { FormRow } from './form-row.ts'
import { formsOfAccount } from './forms-of-account.ts'
import { formsOfAgreements } from './forms-of-agreements.ts'
import { formsOfBooks } from './forms-of-books.ts'
import { formsOfClaims } from './forms-of-claims.ts'
import { formsOfCodes } from './forms-of-codes.ts'
import { formsOfCustomers } from './forms-of-customers.ts'
import { formsOfDecisions } from './forms-of-decisions.ts'
import { formsOfEngagements } from './forms-of-engagements.ts'
import { formsOfEverybody } from './forms-of-everybody.ts'
import { formsOfGrants } from './forms-of-grants.ts'
import { formsOfImports } from './forms-of-imports.ts'
import { formsOfKinds } from './forms-of-kinds.ts'
import { formsOfMoney } from './forms-of-money.ts'
import { formsOfPartners } from './forms-of-partners.ts'
import { formsOfProposals } from './forms-of-proposals.ts'
import { formsOfQuotes } from './forms-of-quotes.ts'
import { formsOfReconciliation } from './forms-of-reconciliation.ts'
import { formsOfReferencePages } from './forms-of-reference-pages.ts'
import { formsOfReferences } from './forms-of-references.ts'
import { formsOfRegistrations } from './forms-of-registrations.ts'
import { formsOfRestore } from './forms-of-restore.ts'
import { formsOfSignals } from './forms-of-signals.ts'
import { formsOfSite } from './forms-of-site.ts'
import { formsOfStaff } from './forms-of-staff.ts'
import { formsOfTerms } from './forms-of-terms.ts'
import { formsOfVendorFees } from './forms-of-vendor-fees.ts'

/** Every form of the portal by its route. */
export const forms: Readonly<Record<string, FormRow>> = {
  ...formsOfEverybody,
  ...formsOfAccount,
  ...formsOfPartners,
  ...formsOfStaff,
  ...formsOfCustomers,
  ...formsOfEngagements,
  ...formsOfMoney,
  ...formsOfImports,
  ...formsOfKinds,
  ...formsOfVendorFees,
  ...formsOfBooks,
  ...formsOfCodes,
  ...formsOfDecisions,
  ...formsOfClaims,
  ...formsOfReconciliation,
  ...formsOfReferences,
  ...formsOfReferencePages,
  ...formsOfRestore,
  ...formsOfRegistrations,
  ...formsOfSignals,
  ...formsOfSite,
  ...formsOfTerms,
  ...formsOfAgreements,
  ...formsOfProposals,
  ...formsOfGrants,
  ...formsOfQuotes,
}
