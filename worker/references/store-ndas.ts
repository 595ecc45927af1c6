import { and, asc, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { contacts, prospects } from '../../schema/prospects.ts'
import { type Nda, type NdaKind, ndas, ndaViews } from '../../schema/references.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { notFound } from '../errors.ts'

/** The NDA of a prospect that protects what is told today; a roadmap needs one that binds both sides (NDA1, NDA3). */
export async function findNdaInForce(db: Db, prospectId: string, at: Date, needs: NdaKind = 'one_way'): Promise<Nda | undefined> {
  const [row] = await db
    .select()
    .from(ndas)
    .where(
      and(
        eq(ndas.prospectId, prospectId),
        eq(ndas.status, 'signed'),
        gte(ndas.endsOn, dayOf(at)),
        needs === 'mutual' ? eq(ndas.kind, 'mutual') : undefined,
      ),
    )
    .orderBy(desc(ndas.signedAt), desc(ndas.id))
    .limit(1)
  return row
}

/** A condition for a guard: a signed NDA of the prospect is in force on that day. */
export const hasNdaInForce = (prospectId: string, at: Date, needs: NdaKind = 'one_way'): SQL =>
  sql`exists (select 1 from ndas n where n.prospect_id = ${prospectId} and n.status = 'signed' and n.ends_on >= ${dayOf(at)}
    and (${needs} = 'one_way' or n.kind = 'mutual'))`

/** Whether an NDA of that kind bound them on a day that may be past, `YYYY-MM-DD`; evidence of plans asks it, as its trigger does (NDA3). */
export async function hadNdaOn(db: Db, prospectId: string, day: string, kind: NdaKind): Promise<boolean> {
  const rows =
    await db.all(sql`select 1 from ndas n where n.prospect_id = ${prospectId} and n.kind = ${kind} and n.status in ('signed', 'ended')
    and date(n.signed_at / 1000, 'unixepoch') <= ${day} and n.ends_on >= ${day}
    and (n.closed_at is null or date(n.closed_at / 1000, 'unixepoch') >= ${day}) limit 1`)
  return rows.length > 0
}

export type NdaRow = Nda & { company: string; signerName: string; signerEmail: string | null }

/** @throws Refusal not_found */
export async function getNda(db: Db, id: string): Promise<NdaRow> {
  const [row] = await ndaRows(db).where(eq(ndas.id, id))
  if (!row) throw notFound()
  return flat(row)
}

export const listNdas = async (db: Db, prospectId: string): Promise<NdaRow[]> =>
  (await ndaRows(db).where(eq(ndas.prospectId, prospectId)).orderBy(desc(ndas.sentAt), desc(ndas.id)).limit(20)).map(flat)

const ndaRows = (db: Db) =>
  db
    .select({ nda: ndas, company: prospects.company, signerName: contacts.name, signerEmail: contacts.email })
    .from(ndas)
    .innerJoin(prospects, eq(prospects.id, ndas.prospectId))
    .innerJoin(contacts, eq(contacts.id, ndas.signerId))
    .$dynamic()

const flat = ({ nda, ...named }: { nda: Nda; company: string; signerName: string; signerEmail: string | null }): NdaRow => ({
  ...nda,
  ...named,
})

/** Who saw what and when, newest first (NDA2); it stays readable when the NDA has ended (NDA4). */
export const listViews = (db: Db, ndaId: string, limit = 50) =>
  db
    .select({ id: ndaViews.id, name: contacts.name, what: ndaViews.what, at: ndaViews.at })
    .from(ndaViews)
    .innerJoin(contacts, eq(contacts.id, ndaViews.contactId))
    .where(eq(ndaViews.ndaId, ndaId))
    .orderBy(desc(ndaViews.at), desc(ndaViews.id))
    .limit(limit)

/** Signed ones whose last day is over. */
export const listPastNdas = (db: Db, today: string, limit: number) =>
  db
    .select({ id: ndas.id })
    .from(ndas)
    .where(and(eq(ndas.status, 'signed'), lt(ndas.endsOn, today)))
    .orderBy(asc(ndas.endsOn), asc(ndas.id))
    .limit(limit)
