import type { BuyingRole, BuyingRoleName } from '../../schema/customers.ts'

/** What a partner reads of somebody it named itself (domain.md A6). A veto it does not read at all. */
const wordsForPartner: Record<BuyingRoleName, string> = {
  economic_buyer: 'Decides and pays',
  ally: 'Uses it, supports it',
  no_influence: 'Contact',
  unknown: 'Contact',
}

/** What the person reads on its own page, see and erase. */
const wordsForPerson: Record<BuyingRoleName, string> = {
  economic_buyer: 'decides on the purchase',
  ally: 'advises on the purchase',
  no_influence: 'contact person',
  unknown: 'contact person',
}

type Said = Pick<BuyingRole, 'role' | 'veto'>

/** The strongest of what was said in several deals: who decides, then who supports. */
const strongest = (roles: readonly Said[]): BuyingRoleName =>
  (['economic_buyer', 'ally'] as const).find((name) => roles.some(({ role }) => role === name)) ?? 'unknown'

export const roleForPartner = (roles: readonly Said[]): string => wordsForPartner[strongest(roles)]

export const roleForPerson = (roles: readonly Said[]): string =>
  [wordsForPerson[strongest(roles)], ...(roles.some(({ veto }) => veto) ? ['is asked before a decision'] : [])].join(', ')
