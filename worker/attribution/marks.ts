import type { Partner } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { digestOf } from '../identity/keys.ts'
import { mailboxOf } from './rules-mailbox.ts'
import { listDestinationMarks, listMarks, listTaxIds, type Mark, replaceMarks } from './store-marks.ts'
import { listMembersOf } from './store-signals.ts'

/** Keeps what two records of one partner would share, as digests: nobody reads an address or a bank account out of them. */
export async function refreshMarks(db: Db, { id, domain }: Pick<Partner, 'id' | 'domain'>): Promise<void> {
  const [kept, people, { accounts, banks }, taxIds] = await Promise.all([
    listMarks(db, id),
    listMembersOf(db, id),
    listDestinationMarks(db, id),
    listTaxIds(db, id),
  ])
  const marks = await Promise.all([
    ...(domain ? [markOf('domain', domain)] : []),
    ...people.map(({ email }) => markOf('mailbox', mailboxOf(email))),
    ...accounts.map((account) => markOf('account', account)),
    ...banks.map((bank) => markOf('bank', bank)),
    ...taxIds.map((taxId) => markOf('tax_id', taxId)),
  ])
  const distinct = [...new Map(marks.map((each) => [nameOf(each), each])).values()]
  const isSame = distinct.length === kept.length && kept.every((each) => distinct.some((mark) => nameOf(mark) === nameOf(each)))
  if (!isSame) await db.batch(replaceMarks(db, id, distinct))
}

const nameOf = ({ kind, mark }: Mark): string => `${kind}:${mark}`

const markOf = async (kind: Mark['kind'], value: string): Promise<Mark> => ({
  kind,
  mark: (await digestOf(`${kind}:${value}`)).slice(0, 32),
})
