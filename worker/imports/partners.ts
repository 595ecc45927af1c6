import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { newPartner } from '../partners/invite.ts'
import { listGroupChoices } from '../partners/store-people.ts'
import { companyDomainOf } from '../prospects/company-domain.ts'
import type { ImportKind } from './kind.ts'
import type { FileRow } from './rules-file.ts'
import { columnsOfPartners, judgePartner, type PartnerColumn, readPartner, type WantedPartner } from './rules-partners.ts'
import { type Verdict, verdictOf, withoutRepeated } from './rules-verdict.ts'
import { isNewPartner, listKnownPartners } from './store.ts'

/** Partners as an invitation makes them, but that nobody is written to: that is for a person, partner by partner. */
export const partnerImport: ImportKind<WantedPartner, PartnerColumn> = {
  columns: columnsOfPartners,
  mostLines: 200,
  linesInBatch: 1,
  linesAtOnce: 50,
  judge,
  store: async (deps, by, wanted) => {
    for (const partner of wanted) await store(deps, by, partner)
  },
}

async function judge({ db, settings }: Deps, rows: readonly FileRow<PartnerColumn>[]): Promise<Verdict<WantedPartner>[]> {
  const emails = rows.map(({ cells }) => cells.email.toLowerCase())
  const domains = new Map(await Promise.all(emails.map(async (email) => [email, await companyDomainOf(email)] as const)))
  const groups = await listGroupChoices(db)
  const reads = rows.map((row) => readPartner(row, groups, settings.stripe.partnerCountries, (email) => domains.get(email)))
  const once = withoutRepeated(reads, ({ email, name, domain }) => [
    { key: email, what: 'address' },
    { key: name.toLowerCase(), what: 'name' },
    ...(domain ? [{ key: domain, what: 'domain' }] : []),
  ])
  const wanted = once.flatMap((read) => ('wanted' in read ? [read.wanted] : []))
  const known = await listKnownPartners(db, {
    emails: wanted.map(({ email }) => email),
    names: wanted.map(({ name }) => name),
    domains: wanted.flatMap(({ domain }) => domain ?? []),
  })
  return once.map((read) => verdictOf(read, (partner) => judgePartner(partner, known)))
}

async function store(deps: Deps, by: { id: string }, { name, country, email, group, domain }: WantedPartner): Promise<void> {
  const { db } = deps
  const at = deps.now()
  const partnerId = deps.newId('par')
  const owner = { ownerName: email, ownerEmail: email }
  const partner = { partnerId, name, country, groupId: group.id, domain: domain ?? null, prospectId: null, ...owner }
  const { detail, statements } = await newPartner(deps, partner, by, at)
  await inOneBatch(db, [
    ...holdsNow(db, isNewPartner(name, domain)),
    ...statements,
    trail(db, { at, actor: by.id, act: 'partner.imported', subject: partnerId, partnerId, detail }),
  ])
}
