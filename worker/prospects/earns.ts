import type { Db } from '../database.ts'
import { termsOfPartner } from '../terms/store.ts'
import { earnsInWords } from '../terms/words.ts'

/** What the partner receives, in words for the prospect; empty when no terms are in force. */
export async function earnsOfPartner(db: Db, partnerId: string, at: Date): Promise<string> {
  const version = await termsOfPartner(db, partnerId, at)
  return version ? earnsInWords(version) : ''
}
