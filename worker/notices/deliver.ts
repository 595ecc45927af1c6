import type { OutboxRow } from '../../schema/records.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import type { Notice } from './notice.ts'
import { renderNotice } from './render.tsx'
import { listDueNotices, markFailed, markSent, takeDueNotice } from './store.ts'

const noticesPerSweep = 50

/**
 * Sends one mail of the outbox if it is due; a failure is kept with the row and tried again later, with growing gaps. A crash
 * between sending and marking sends it twice, under the same id.
 */
export async function deliverNotice(deps: Deps, id: string): Promise<void> {
  const row = await takeDueNotice(deps.db, id, deps.now())
  if (!row) return
  try {
    await deps.mailer.send({ id: row.id, to: row.recipient, ...renderNotice(noticeOf(row), deps.settings) })
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', notice: id, template: row.template, tries: row.tries, message: forLog(error) }))
    await markFailed(deps.db, id, forLog(error))
    return
  }
  await markSent(deps.db, row, deps.now())
}

/** Sends what is due, oldest first, fifty at a time. */
export async function sweepOutbox(deps: Deps): Promise<void> {
  for (const id of await listDueNotices(deps.db, deps.now(), noticesPerSweep)) await deliverNotice(deps, id)
}

/** `owe` alone writes the outbox, and takes a Notice apart into these two columns. */
const noticeOf = ({ template, data }: OutboxRow): Notice => ({ template, data }) as Notice
