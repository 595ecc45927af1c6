import type { Db } from '../database.ts'
import { termsOfPartner } from '../terms/store.ts'
import { earnsInParts } from '../terms/words.ts'

/** What the partner receives, in words for the prospect; empty when no terms are in force. */
export const earnsOfPartner = async (db: Db, partnerId: string, at: Date): Promise<string> =>
  (await earnsInLines(db, partnerId, at)).join('; ')

/** The same, a line for each share. */
export async function earnsInLines(db: Db, partnerId: string, at: Date): Promise<string[]> {
  const version = await termsOfPartner(db, partnerId, at)
  return version ? earnsInParts(version) : []
}
