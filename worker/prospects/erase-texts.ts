import { eq, inArray, sql } from 'drizzle-orm'
import { inbox, outbox } from '../../schema/records.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { eachOf } from '../payouts/parameters.ts'
import { isAbout, type Names, tellingOf, withoutNames, withoutSentences } from './rules-erase.ts'

/**
 * Statements that take a prospect's names out of texts about others: mails to partners and staff, errors of events. Mails to its own
 * people go altogether, and those not sent yet are never sent. Older mails hold nothing any more (worker/notices/forget.ts).
 *
 * @param ids - of what is erased: mails about one of these lose every sentence, whatever it says
 */
export async function eraseTexts(db: Db, names: Names, ids: readonly string[]): Promise<Statement[]> {
  const telling = JSON.stringify(tellingOf(names))
  const tells = (text: ReturnType<typeof sql>) =>
    sql`exists (select 1 from json_each(${telling}) t where instr(lower(${text}), t.value) > 0)`
  const mails = await db
    .select()
    .from(outbox)
    .where(
      sql`${outbox.recipient} <> '' and (${tells(sql`recipient || ' ' || data || ' ' || coalesce(error, '')`)}
        or exists (select 1 from json_tree(${outbox.data}) d where d.atom in ${eachOf(ids)})
        or ${aboutOf(sql`${outbox.id}`)} in ${eachOf(ids)})`,
    )
  const events = await db
    .select({ id: inbox.id })
    .from(inbox)
    .where(sql`${inbox.error} is not null and ${tells(sql`error`)}`)

  const isOf = ({ id, data }: { id: string; data: unknown }) => ids.includes(id.split('/')[0] ?? '') || isAbout(data, ids)
  // Also to an address that was put right since.
  const own = mails
    .filter((mail) => names.emails.includes(mail.recipient) || (toProspects.has(mail.template) && isOf(mail)))
    .map(({ id }) => id)
  const others = mails.filter(({ id }) => !own.includes(id))
  return [
    ...inGroups(own).map((ids) => db.delete(outbox).where(inArray(outbox.id, ids))),
    ...others.map(({ id, data, error }) =>
      db
        .update(outbox)
        .set({
          data: isOf({ id, data }) ? withoutSentences(withoutNames(data, names)) : withoutNames(data, names),
          error: withoutNames(error, names) as string | null,
        }) // a text stays a text
        .where(eq(outbox.id, id)),
    ),
    ...inGroups(events.map(({ id }) => id)).map((ids) => db.update(inbox).set({ error: 'Erased' }).where(inArray(inbox.id, ids))),
  ]
}

const toProspects: ReadonlySet<string> = new Set(['introduction_received', 'request_received', 'private_link'])

/** A mail that belongs to a record begins with its id. */
const aboutOf = (id: ReturnType<typeof sql>) => sql`substr(${id}, 1, instr(${id}, '/') - 1)`

/** D1 binds a hundred at most. */
const inGroups = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / 80) }, (_, n) => ids.slice(n * 80, (n + 1) * 80))
