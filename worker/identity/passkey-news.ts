import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { Notice } from '../notices/notice.ts'
import { hintNotices, oweRole, oweStaff } from '../payouts/store-notices.ts'

type Data = Extract<Notice, { template: 'passkey_news' }>['data']
type PasskeyNews = Omit<Data, 'person'> & { person: { id: string; name: string } }

/** Statements for a batch: the person and every admin hear what happened to their passkeys; `occasion` is new each time. */
export function owePasskeyNews(db: Db, occasion: string, { person, ...news }: PasskeyNews, at: Date) {
  const notice: Notice = { template: 'passkey_news', data: { ...news, person: person.name } }
  const id = `passkey:${occasion}`
  return [oweStaff(db, id, [person.id], notice, at), oweRole(db, id, 'admin', [person.id], notice, at)] as const
}

/** Sends those mails on their way. */
export const tellPasskeyNews = (deps: Deps, occasion: string): Promise<void> => hintNotices(deps, `passkey:${occasion}`)
