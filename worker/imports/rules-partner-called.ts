import type { PartnerStatus } from '../../schema/people.ts'
import { shortened } from './rules-file.ts'

export type KnownPartner = { id: string; name: string; status: PartnerStatus }

/** The partner that a cell names by its id or its name, whatever its case; else why it is none. */
export function partnerCalled(cell: string, known: readonly KnownPartner[]): KnownPartner | string {
  if (cell === '') return 'Say which partner: its name, or its id.'
  const called = known.filter(({ id, name }) => id === cell || name.toLowerCase() === cell.toLowerCase())
  const [partner, another] = called
  if (!partner) return `There is no partner called “${shortened(cell)}”.`
  return another
    ? `Several partners are called “${shortened(cell)}”. Give the id, which stands in the address of the partner’s page.`
    : partner
}
