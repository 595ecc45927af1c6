import { sql } from 'drizzle-orm'
import { links } from '../../schema/tracking.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { eachOf, rowsOf } from '../payouts/parameters.ts'
import { forgetLink } from '../tracking/link-cache.ts'
import type { Importer, ImportKind } from './kind.ts'
import { columnsOfLinks, columnsOfOwnLinks, judgeLink, type LinkColumn, readLink, type WantedLink } from './rules-links.ts'
import { type KnownPartner, partnerCalled } from './rules-partner-called.ts'
import { type Read, type Verdict, verdictOf, withoutRepeated } from './rules-verdict.ts'
import { listLinksOfCodes, listPartnersCalled } from './store.ts'

type LinkImport = ImportKind<WantedLink, LinkColumn>
const sizes = { mostLines: 1_000, linesInBatch: 200, linesAtOnce: 1_000 }

/** Links of any partner, by staff: also of one that has not accepted yet, so that nobody else takes its codes. */
export const linkImport: LinkImport = {
  ...sizes,
  columns: columnsOfLinks,
  judge: async (deps, rows) => {
    const partners = await listPartnersCalled(
      deps.db,
      rows.map(({ cells }) => cells.partner),
    )
    const reads = rows.map((row) => readLink(row, referring(partnerCalled(row.cells.partner, partners)), deps.settings.allowedHosts))
    return judge(deps, reads, 'staff')
  },
  store: (deps, by, wanted) => store(deps, by, wanted, ['invited', 'applied', 'active', 'suspended']),
}

/** Links of one partner, by its own people; it is active, or the batch fails. */
export const ownLinkImport = (partner: KnownPartner): LinkImport => ({
  ...sizes,
  columns: columnsOfOwnLinks,
  judge: (deps, rows) =>
    judge(
      deps,
      rows.map((row) => readLink(row, partner, deps.settings.allowedHosts)),
      'partner',
    ),
  store: (deps, by, wanted) => store(deps, by, wanted, ['active']),
})

const referring = (partner: KnownPartner | string): KnownPartner | string =>
  typeof partner !== 'string' && (partner.status === 'refused' || partner.status === 'left')
    ? `${partner.name} is no partner any more.`
    : partner

async function judge({ db }: Deps, reads: readonly Read<WantedLink>[], reader: 'staff' | 'partner'): Promise<Verdict<WantedLink>[]> {
  const once = withoutRepeated(reads, ({ code }) => [{ key: code.toLowerCase(), what: 'code' }])
  const codes = once.flatMap((read) => ('wanted' in read ? [read.wanted.code] : []))
  const known = new Map((await listLinksOfCodes(db, codes)).map((link) => [link.code.toLowerCase(), link]))
  return once.map((read) => verdictOf(read, (wanted) => judgeLink(wanted, known.get(wanted.code.toLowerCase()), reader)))
}

async function store(deps: Deps, by: Importer, wanted: readonly WantedLink[], statuses: readonly string[]): Promise<void> {
  const { db, settings, newId, now } = deps
  const at = now()
  const own = new URL(settings.portalOrigin).host
  const rows = wanted.map(({ code, partner, destination, campaign }) => ({
    id: newId('lnk'),
    partner: partner.id,
    code,
    kind: destination ? 'redirect' : 'introduction',
    host: destination?.host ?? own,
    path: destination?.path ?? '/',
    campaign: campaign || null,
  }))
  const partnerIds = [...new Set(rows.map(({ partner }) => partner))]
  await inOneBatch(db, [
    ...holdsNow(
      db,
      sql`(select count(*) from partners p where p.id in ${eachOf(partnerIds)} and p.status in ${eachOf(statuses)})
        = cast(${partnerIds.length} as integer)`,
    ),
    db.insert(links).select(
      // The columns in their order; the last is when it was archived.
      sql`select j.value ->> 'id', j.value ->> 'partner', j.value ->> 'code', j.value ->> 'kind', j.value ->> 'host', j.value ->> 'path',
        j.value ->> 'campaign', ${by.id}, cast(${at.getTime()} as integer), null from ${rowsOf(rows)} j`,
    ),
    ...partnerIds.map((partnerId) => {
      const codes = rows.filter(({ partner }) => partner === partnerId).map(({ code }) => code)
      return trail(db, { at, actor: by.id, act: 'links.created', subject: partnerId, partnerId, detail: { codes } })
    }),
  ])
  for (const { code } of rows) forgetLink(code)
}
