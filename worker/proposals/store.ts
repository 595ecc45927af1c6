import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import {
  type Proposal,
  type ProposalLine,
  type ProposalStatus,
  proposalLines,
  proposals,
  type Worry,
  worries,
} from '../../schema/proposals.ts'
import { contacts, prospects } from '../../schema/prospects.ts'
import { ndas, ndaViews } from '../../schema/references.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'

export type WholeProposal = { proposal: Proposal; company: string; lines: ProposalLine[]; worries: Worry[] }

/** A proposal with its lines and worries, read in one moment. @throws Refusal not_found, for an erased prospect's, too */
export async function getProposal(db: Db, id: string): Promise<WholeProposal> {
  const [[row], lines, raised] = await db.batch([
    db
      .select({ proposal: proposals, company: prospects.company })
      .from(proposals)
      .innerJoin(prospects, eq(prospects.id, proposals.prospectId))
      .where(and(eq(proposals.id, id), isNull(prospects.erasedAt))),
    db.select().from(proposalLines).where(eq(proposalLines.proposalId, id)).orderBy(asc(proposalLines.n)).limit(60),
    db.select().from(worries).where(eq(worries.proposalId, id)).orderBy(asc(worries.raisedAt), asc(worries.kind)),
  ])
  if (!row) throw notFound()
  return { ...row, lines, worries: raised }
}

/** What a private link opens, to whom. */
export async function findProposalOfLink(
  db: Db,
  token: string,
): Promise<{ id: string; prospectId: string; contactId: string } | undefined> {
  const [row] = await db
    .select({ id: proposals.id, prospectId: proposals.prospectId, contactId: proposals.contactId })
    .from(proposals)
    .where(eq(proposals.tokenHash, await digestOf(token)))
  return row?.contactId ? { ...row, contactId: row.contactId } : undefined
}

type ProposalRow = Pick<
  Proposal,
  'id' | 'name' | 'currency' | 'listMinor' | 'partner' | 'status' | 'chosen' | 'createdAt' | 'prospectId'
> & { company: string }

/** Newest first, one more than a page. */
export const listProposals = (
  db: Db,
  { status, prospectId }: { status?: ProposalStatus | undefined; prospectId?: string | undefined },
  cursor: Cursor | undefined,
  limit = pageSize + 1,
): Promise<ProposalRow[]> =>
  db
    .select({
      id: proposals.id,
      name: proposals.name,
      currency: proposals.currency,
      listMinor: proposals.listMinor,
      partner: proposals.partner,
      status: proposals.status,
      chosen: proposals.chosen,
      createdAt: proposals.createdAt,
      prospectId: proposals.prospectId,
      company: prospects.company,
    })
    .from(proposals)
    .innerJoin(prospects, eq(prospects.id, proposals.prospectId))
    .where(
      and(
        status && eq(proposals.status, status),
        prospectId ? eq(proposals.prospectId, prospectId) : undefined,
        behind(cursor, proposals.createdAt, proposals.id),
      ),
    )
    .orderBy(desc(proposals.createdAt), desc(proposals.id))
    .limit(limit)

/** The newest of one prospect. */
export const listProposalsOf = (db: Db, prospectId: string): Promise<ProposalRow[]> => listProposals(db, { prospectId }, undefined, 10)

/** Who read it and when, newest first (NDA2); it stays when the NDA has ended (NDA4). */
export const listReadings = (db: Db, { id, prospectId }: Pick<Proposal, 'id' | 'prospectId'>) =>
  db
    .select({ contactId: ndaViews.contactId, name: contacts.name, at: ndaViews.at })
    .from(ndas)
    .innerJoin(ndaViews, eq(ndaViews.ndaId, ndas.id))
    .innerJoin(contacts, eq(contacts.id, ndaViews.contactId))
    .where(and(eq(ndas.prospectId, prospectId), eq(ndaViews.what, id)))
    .orderBy(desc(ndaViews.at), desc(ndaViews.id))
    .limit(20)
