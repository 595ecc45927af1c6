export type OwnRole = { role: 'economic_buyer' | 'ally' | 'no_influence' | 'unknown'; veto: boolean }

const words: Record<OwnRole['role'], string> = {
  economic_buyer: 'decides on the purchase',
  ally: 'advises on the purchase',
  no_influence: 'contact person',
  unknown: 'not known',
}

/** How a person reads its own part (domain.md A6): no word of ours about it, no nickname. */
export const roleInWords = ({ role, veto }: OwnRole): string => (veto ? `${words[role]}, is asked before a decision` : words[role])
