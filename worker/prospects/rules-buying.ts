import type { BuyingRole } from '../../schema/customers.ts'
import type { Contact } from '../../schema/prospects.ts'

type Group = { contacts: readonly Pick<Contact, 'id' | 'side'>[]; roles: readonly Pick<BuyingRole, 'role' | 'dealId'>[] }

/** What a complete buying group has (ROL2). A guess counts as found: it says whom to ask. */
export const completenessOf = ({ contacts, roles }: Group) => ({
  buyer: roles.some(({ role }) => role === 'economic_buyer'),
  ally: roles.some(({ role }) => role === 'ally'),
  technical: contacts.some(({ side }) => side === 'technical'),
  business: contacts.some(({ side }) => side === 'business'),
})

/** Open deals without an economic buyer of their own or of all deals (ROL2); a prospect without deals is asked as a whole. */
export function dealsWithoutBuyer(
  { contacts, roles }: Group,
  deals: readonly { id: string; name: string; status: string }[],
  isCustomer: boolean,
): string[] {
  const hasBuyer = (dealId: string | null) =>
    roles.some((each) => each.role === 'economic_buyer' && (each.dealId === null || each.dealId === dealId))
  const open = deals.filter(({ status }) => status === 'open')
  if (open.length > 0) return open.filter(({ id }) => !hasBuyer(id)).map(({ name }) => name)
  return !isCustomer && contacts.length > 0 && deals.length === 0 && !hasBuyer(null) ? ['This prospect'] : []
}
