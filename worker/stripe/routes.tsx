import { Hono } from 'hono'
import * as v from 'valibot'
import { EventPage } from '../../portal/pages/event-page.tsx'
import { InboxPage } from '../../portal/pages/inbox-page.tsx'
import { inboxSources, inboxStatuses } from '../../schema/records.ts'
import { appliers } from '../appliers.ts'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { eventInWords, mayRunAgain } from './rules-inbox.ts'
import { runEventAgain } from './run-again.ts'
import { countStuck, getEvent, listEvents, stuckAtMost } from './store.ts'

const dayMs = 86_400_000
const emptyShape = v.strictObject({}, 'The form was not complete. Please send it again from its page.')

/** What arrived from Stripe at the three endpoints, and what became of it. */
export const inboxPages = new Hono<AppEnv>()
  .get('/', allow('admin', 'auditor'), (c) => renderInbox(c))
  .get('/:id', allow('admin', 'auditor'), (c) => renderEvent(c, c.req.param('id')))
  .post('/:id/run', allow('admin'), async (c) => {
    const form = await readForm(c, emptyShape)
    if (!form.ok) throw new Refusal('bad_request', Object.values(form.problems)[0] ?? '')
    const id = c.req.param('id')
    await runEventAgain(c.var.deps, id, c.var.staff.id, appliers)
    return c.redirect(`/inbox/${encodeURIComponent(id)}`, 303)
  })

async function renderInbox(c: AppContext) {
  const { db, now } = c.var.deps
  const status = (['failing', ...inboxStatuses] as const).find((each) => each === c.req.query('status'))
  const source = inboxSources.find((each) => each === c.req.query('source'))
  const type = (c.req.query('type') ?? '').trim().slice(0, 255)
  const filter = { status, source, type }
  const [rows, stuck] = await Promise.all([
    listEvents(db, filter, readCursor(c.req.query('cursor'))),
    countStuck(db, new Date(now().getTime() - dayMs)),
  ])
  const page = pageOf(rows, (row) => ({ at: row.receivedAt, id: row.id }))
  const query = new URLSearchParams({ ...(status && { status }), ...(source && { source }), ...(type && { type }) })
  return c.render(
    <InboxPage
      events={page.rows}
      filter={filter}
      stuck={stuck}
      countedAtMost={stuckAtMost}
      now={now()}
      mayRun={(event) => c.var.staff.roles.includes('admin') && mayRunAgain(event)}
      olderHref={page.next && `/inbox?${new URLSearchParams([...query, ['cursor', page.next]])}`}
    />,
  )
}

async function renderEvent(c: AppContext, id: string) {
  const { db } = c.var.deps
  const event = await getEvent(db, id)
  const trail = await listTrailOf(db, id)
  const names = await namesOf(
    db,
    trail.map(({ actor }) => actor),
  )
  return c.render(
    <EventPage
      event={event}
      words={eventInWords(event, Object.hasOwn(appliers, event.type))}
      mayRun={c.var.staff.roles.includes('admin') && mayRunAgain(event)}
      trail={trail.map(({ at, actor, act }) => ({ at, act, actor: names.get(actor) ?? actor }))}
    />,
  )
}
