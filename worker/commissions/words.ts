import type { CommissionHold } from '../../schema/commissions.ts'
import type { Db } from '../database.ts'
import { namesOf } from '../identity/names.ts'

/** Who decides about a hold: a person by name, or a team by the role it was left to. */
export async function ownersInWords(db: Db, owners: readonly (string | null)[]): Promise<(owner: string) => string> {
  const names = await namesOf(
    db,
    owners.filter((each) => each !== null),
  )
  return (owner) => names.get(owner) ?? (owner === 'finance' ? 'Our finance team' : 'Our team')
}

type RowOfHold = { holdReason: string | null; holdOwner: string | null; holdOpenedAt: number | null }

export const holdOfRow = ({ holdReason, holdOwner, holdOpenedAt }: RowOfHold, nameOf: (owner: string) => string) =>
  holdReason && holdOwner && holdOpenedAt !== null
    ? { reason: holdReason, owner: nameOf(holdOwner), openedAt: new Date(holdOpenedAt) }
    : null

export const holdOfRecord = ({ reason, owner, openedAt }: CommissionHold, nameOf: (owner: string) => string) => ({
  reason,
  owner: nameOf(owner),
  openedAt,
})
