import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { grants, grantUses, type UseKind } from '../../schema/grants.ts'
import { quotes } from '../../schema/proposals.ts'
import { prospects } from '../../schema/prospects.ts'
import type { Deps } from '../deps.ts'
import { dayOf } from '../reconciliation/rules.ts'

export type Shown = {
  id: string
  kind: 'logo' | 'quote'
  /** Null where the author chose to stay without a name. */
  company: string | null
  person: string | null
  text: string | null
  logo: string | null
  /** What the customer got for it (GRA5). */
  benefit: string | null
}

/**
 * What may be shown in public at this moment, read anew each time: the open uses of a place of our own whose grant is given and within its days. A withdrawal
 * closes the use in its own batch, so it is gone with the next look.
 */
export async function listShown({ db, now }: Pick<Deps, 'db' | 'now'>, place: Extract<UseKind, 'wall' | 'quote'>): Promise<Shown[]> {
  const today = dayOf(now())
  const rows = await db
    .select({
      id: grantUses.id,
      kind: grants.kind,
      company: prospects.company,
      person: grants.personName,
      text: grants.text,
      logo: grants.file,
      benefit: grants.benefitDisclosed,
      attribution: quotes.attribution,
    })
    .from(grantUses)
    .innerJoin(grants, eq(grants.id, grantUses.grantId))
    .innerJoin(prospects, eq(prospects.id, grants.prospectId))
    .leftJoin(quotes, eq(quotes.grantId, grants.id))
    .where(
      and(
        eq(grantUses.kind, place),
        isNull(grantUses.takenDownAt),
        eq(grants.status, 'given'),
        eq(grants.scope, 'organisation'),
        eq(grantUses.textHash, grants.textHash),
        sql`${today} between ${grants.startsOn} and ${grants.endsOn}`,
        isNull(prospects.erasedAt),
      ),
    )
    .orderBy(desc(grantUses.since), desc(grantUses.id))
    .limit(100)
  return rows.map(({ attribution, kind, ...row }) => ({
    ...row,
    kind: kind === 'logo' ? 'logo' : 'quote',
    company: attribution === 'anonymous' ? null : row.company,
    person: attribution === 'anonymous' || attribution === 'company' ? null : row.person,
  }))
}
