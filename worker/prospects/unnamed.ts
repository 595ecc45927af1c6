import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'

/** What a text is about. `reader` is the one partner that reads it, and may find its own name in it; null: several do. */
type ReadAbout = { domain: string | null; prospectId: string | null; reader: string | null; alsoAbout?: string | null }

/** Which partner a text names that must stay unnamed: one that asked for this company or claimed it, touched it, or is to get its credit. */
export async function partnerNamedIn(db: Db, about: ReadAbout, text: string): Promise<string | undefined> {
  const { domain, prospectId, reader, alsoAbout } = about
  const rows = await db.all<{ name: string }>(sql`
    select p.name from partners p where p.id <> ${reader ?? ''} and length(p.name) > 2 and instr(lower(${text}), lower(p.name)) > 0 and p.id in (
      select ${alsoAbout ?? ''}
      union select r.partner_id from registrations r where r.domain = ${domain ?? ''}
      union select r.partner_id from registrations r where r.prospect_id = ${prospectId ?? ''}
      union select c.partner_id from claims c where c.prospect_id = ${prospectId ?? ''} or c.domain = ${domain ?? ''}
      union select t.partner_id from touches t join prospects o on o.id = t.prospect_id where o.domain = ${domain ?? ''} or o.id = ${prospectId ?? ''})
    limit 1`)
  return rows[0]?.name
}

export const leaveOut = (name: string): string => `The partner reads this, and no partner reads of another: leave “${name}” out.`
