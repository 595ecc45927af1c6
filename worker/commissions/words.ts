import type { CommissionHold } from '../../schema/commissions.ts'
import type { Db } from '../database.ts'
import { namesOf } from '../identity/names.ts'
import { isClaimOwner, isDisputeOwner, readSignalOwner } from './rules.ts'

/** Who decides about a hold: a person by name, a team by the role it was left to, or whoever decides a dispute. */
export async function ownersInWords(db: Db, owners: readonly (string | null)[]): Promise<(owner: string) => string> {
  const names = await namesOf(
    db,
    owners.filter((each) => each !== null),
  )
  return (owner) => names.get(owner) ?? wordFor(owner)
}

function wordFor(owner: string): string {
  if (isDisputeOwner(owner)) return 'The customer’s bank'
  if (isClaimOwner(owner)) return 'Our sales team'
  return wordForTeam[readSignalOwner(owner)?.team ?? owner] ?? 'Our team'
}

const wordForTeam: Record<string, string | undefined> = { finance: 'Our finance team', sales: 'Our sales team' }

type Held = { openHold: string | null }

/** The oldest open hold of a listed row. */
function readHold({ openHold }: Held): { reason: string; owner: string; openedAt: Date } | null {
  if (!openHold) return null
  const [reason, owner, openedAt] = JSON.parse(openHold) as [string, string, number] // what the store's json_array put there
  return { reason, owner, openedAt: new Date(openedAt) }
}

export const holderOf = (row: Held): string | null => readHold(row)?.owner ?? null

export function holdOfRow(row: Held, nameOf: (owner: string) => string) {
  const hold = readHold(row)
  return hold && { ...hold, owner: nameOf(hold.owner) }
}

export const holdOfRecord = ({ reason, owner, openedAt }: CommissionHold, nameOf: (owner: string) => string) => ({
  reason,
  owner: nameOf(owner),
  openedAt,
})
