import { Hono } from 'hono'
import { AuditPage } from '../../portal/pages/audit-page.tsx'
import { pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import type { AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { listIdsByEmail, listTrail } from './store.ts'

export const auditTrail = new Hono<AppEnv>().get('/', allow('admin', 'auditor'), async (c) => {
  const { db } = c.var.deps
  const subject = filterIn(c.req.query('subject'))
  const actor = filterIn(c.req.query('actor'))
  const before = readBefore(c.req.query('before'))
  const filter = { subject: subject || undefined, actor: actor ? await actorIdOf(db, actor) : undefined, before }
  const rows = await listTrail(db, filter, pageSize + 1)

  const page = rows.slice(0, pageSize)
  const names = await namesOf(
    db,
    page.flatMap((row) => [row.actor, row.subject]),
  )
  const lines = page.map((row) => ({ ...row, actorName: names.get(row.actor) ?? row.actor, subjectName: names.get(row.subject) }))
  const hrefOf = (behind?: number) =>
    `/audit?${new URLSearchParams({ subject, actor, ...(behind !== undefined && { before: `${behind}` }) })}`
  return c.render(
    <AuditPage
      lines={lines}
      subject={subject}
      actor={actor}
      newestHref={before === undefined ? undefined : hrefOf()}
      olderHref={rows.length > pageSize ? hrefOf(page.at(-1)?.seq) : undefined}
    />,
  )
})

const filterIn = (text: string | undefined): string => (text ?? '').trim().slice(0, 254)

/** A mail address stands for its person; whoever nobody knows did nothing. */
const actorIdOf = async (db: Db, actor: string): Promise<string> =>
  actor.includes('@') ? ((await listIdsByEmail(db, actor.toLowerCase()))[0] ?? actor) : actor

function readBefore(text: string | undefined): number | undefined {
  if (!text) return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Refusal('bad_request', 'That page of the trail does not exist. Please start at its beginning.')
}
