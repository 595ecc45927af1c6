import { sql } from 'drizzle-orm'
import type { NewTouch } from '../attribution/bind.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { dayOf, startOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { companyDomainOf } from '../prospects/company-domain.ts'
import { domainProblemOf } from '../prospects/known-company.ts'
import { whichLeftAlone } from '../prospects/left-alone.ts'
import { recogniseProspects } from '../prospects/recognise.ts'
import { type Arrival, extendProspect, makeProspect } from '../prospects/take-in.ts'
import type { Importer, ImportKind } from './kind.ts'
import type { FileRow } from './rules-file.ts'
import { partnerCalled } from './rules-partner-called.ts'
import {
  columnsOfProspects,
  type DomainOf,
  judgeProspect,
  type ProspectColumn,
  type Recognition,
  readProspect,
  type WantedProspect,
  withoutRivals,
} from './rules-prospects.ts'
import { type Read, type Verdict, verdictOf, withoutRepeated } from './rules-verdict.ts'
import { hasDealOf, listKnownProspects, listPartnersCalled } from './store.ts'

export type RecognisedProspect = WantedProspect & { known: Recognition }

/** Whom partners brought before this portal, with the credit for them; matched as a sign-up is. */
export const prospectImport: ImportKind<RecognisedProspect, ProspectColumn> = {
  columns: columnsOfProspects,
  isIncomplete: ({ cells }) => cells.stripe_customer === '',
  mostLines: 200,
  linesInBatch: 1,
  linesAtOnce: 50,
  judge,
  store: async (deps, by, wanted) => {
    for (const prospect of wanted) await store(deps, by, prospect)
  },
}

async function judge(deps: Deps, rows: readonly FileRow<ProspectColumn>[]): Promise<Verdict<RecognisedProspect>[]> {
  const partners = await listPartnersCalled(
    deps.db,
    rows.map(({ cells }) => cells.partner),
  )
  const domainOf = await readDomains(rows)
  const today = dayOf(deps.now())
  const reads = rows.map((row) => readProspect(row, partnerCalled(row.cells.partner, partners), domainOf, today))
  const once = withoutRivals(
    withoutRepeated(reads, ({ marks }) => [
      ...(marks.stripeCustomer ? [{ key: marks.stripeCustomer, what: 'Stripe customer' }] : []),
      ...(marks.email ? [{ key: marks.email, what: 'mail address' }] : []),
    ]),
  )
  return (await recognise(deps, once)).map((read) => verdictOf(read, (wanted) => judgeProspect(wanted, wanted.known)))
}

async function readDomains(rows: readonly FileRow<ProspectColumn>[]): Promise<DomainOf> {
  const told = [...new Set(rows.map(({ cells }) => cells.domain || cells.email))]
  const read = await Promise.all(
    told.map(async (text) => {
      const domain = text.length > 254 ? undefined : await companyDomainOf(text)
      return [text, domain ? { domain } : { problem: await domainProblemOf(text.slice(0, 254)) }] as const
    }),
  )
  const known = new Map(read)
  return (cell) => known.get(cell) ?? {}
}

async function recognise(deps: Deps, reads: readonly Read<WantedProspect>[]): Promise<Read<RecognisedProspect>[]> {
  const wanted = reads.flatMap((read) => ('wanted' in read ? [read.wanted] : []))
  const named = wanted.map(({ marks }) => marks)
  const [recognised, leftAlone] = await Promise.all([recogniseProspects(deps.db, named), whichLeftAlone(deps, named)])
  const ids = recognised.flatMap((each) => (each.kind === 'found' ? [each.prospectId] : []))
  const prospects = new Map((await listKnownProspects(deps.db, ids)).map((each) => [each.id, each]))
  const known = new Map(
    wanted.map((each, place): [WantedProspect, Recognition] => {
      const found = recognised[place]
      const prospect = found?.kind === 'found' ? prospects.get(found.prospectId) : undefined
      if (leftAlone[place]) return [each, { kind: 'left alone' }]
      return [each, prospect ? { kind: 'found', prospect } : { kind: found?.kind === 'ambiguous' ? 'ambiguous' : 'nobody' }]
    }),
  )
  return reads.map((read) =>
    'wanted' in read ? { ...read, wanted: { ...read.wanted, known: known.get(read.wanted) ?? { kind: 'ambiguous' } } } : read,
  )
}

async function store(deps: Deps, by: Importer, { marks, partner, firstSeen, known }: RecognisedProspect): Promise<void> {
  const { db } = deps
  const at = deps.now()
  const found = known.kind === 'found' ? known.prospect : undefined
  const prospectId = found?.id ?? deps.newId('pro')
  const arrival: Arrival = {
    marks,
    // A partner reads it; the mail address is nobody's to read who did not name it.
    company: marks.domain ?? 'An imported customer',
    evidence: found?.credit ? [] : [touchOf(prospectId, partner.id, firstSeen)],
    decided: { by: by.id, reason: `Taken over from the tool used before: first seen on ${firstSeen}.` },
    at,
    actor: by.id,
    namedBy: 'staff',
  }
  const taken = found ? await extendProspect(deps, prospectId, arrival) : await makeProspect(deps, arrival, prospectId)
  await inOneBatch(db, [
    ...holdsNow(db, sql`exists (select 1 from partners p where p.id = ${partner.id} and p.status in ('active', 'suspended'))`),
    ...(found && !found.credit ? holdsNow(db, sql`not ${hasDealOf(sql`${prospectId}`)}`) : []),
    ...(taken.statements as Statement[]),
    ...holdsNow(
      db,
      sql`(select a.partner_id from attributions a where a.prospect_id = ${prospectId} order by a.n desc limit 1) = ${partner.id}
        and exists (select 1 from prospects p where p.id = ${prospectId} and p.erased_at is null)`,
    ),
    trail(db, { at, actor: by.id, act: 'prospect.imported', subject: prospectId, partnerId: partner.id, detail: { firstSeen } }),
  ])
}

/** The evidence that the other tool kept: whoever imports decides by it. */
const touchOf = (prospectId: string, partnerId: string, firstSeen: string): NewTouch => ({
  kind: 'decision',
  partnerId,
  touchedAt: startOf(firstSeen),
  linkId: null,
  clickId: null,
  introductionId: null,
  source: `import/${prospectId}`,
})
