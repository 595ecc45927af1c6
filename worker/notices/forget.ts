import { sql } from 'drizzle-orm'
import { outbox } from '../../schema/records.ts'
import type { Deps } from '../deps.ts'
import { asTime } from '../payouts/parameters.ts'

const daysKept = 40
const forgottenAtOnce = 500

/** What mails said is forgotten after some weeks; that they were sent stays, for a repeat meets their id. Anchors of the seals stay whole. */
export async function forgetMails({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - daysKept * 86_400_000)
  await db
    .update(outbox)
    .set({ recipient: '', data: {}, error: null })
    .where(
      sql`id in (select id from outbox where created_at < ${asTime(before)} and sent_at is not null and recipient <> ''
        and template <> 'seal_anchor' order by created_at, id limit cast(${forgottenAtOnce} as integer))`,
    )
}
