import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { grants, grantUses, type UseKind } from '../../schema/grants.ts'
import { prospects } from '../../schema/prospects.ts'
import type { AttributionChoice } from '../../schema/quotes.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'

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

const isPublishedUnder = sql`q.grant_id = ${grants.id} and q.status = 'published'`

/**
 * What may be shown in public at this moment, read anew each time: the open uses of a place of our own whose grant is given and within its days. A withdrawal
 * closes the use in its own batch, so it is gone with the next look. Words of a line among the quotes are shown only while that line is published on our site.
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
      // The one that says least comes first in the alphabet.
      attribution: sql<AttributionChoice | null>`(select min(q.attribution) from quotes q where ${isPublishedUnder})`,
      title: sql<string | null>`(select min(q.title) from quotes q where ${isPublishedUnder})`,
    })
    .from(grantUses)
    .innerJoin(grants, eq(grants.id, grantUses.grantId))
    .innerJoin(prospects, eq(prospects.id, grants.prospectId))
    .where(
      and(
        eq(grantUses.kind, place),
        isNull(grantUses.takenDownAt),
        eq(grants.status, 'given'),
        eq(grants.scope, 'organisation'),
        eq(grantUses.textHash, grants.textHash),
        sql`${today} between ${grants.startsOn} and ${grants.endsOn}`,
        isNull(prospects.erasedAt),
        sql`(exists (select 1 from quotes q where ${isPublishedUnder} and q.ends_on >= ${today} and instr(q.channels, '"site"') > 0)
          or not exists (select 1 from quotes q where q.prospect_id = ${grants.prospectId} and q.text = ${grants.text}))`,
      ),
    )
    .orderBy(desc(grantUses.since), desc(grantUses.id))
    .limit(100)
  return rows.map(({ attribution, title, kind, ...row }) => ({
    ...row,
    kind: kind === 'logo' ? 'logo' : 'quote',
    company: attribution === 'anonymous' ? null : row.company,
    person: attribution === 'anonymous' || attribution === 'company' ? null : [row.person, title].filter(Boolean).join(', ') || null,
  }))
}
