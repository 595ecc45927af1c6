import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { EventPage } from '../../portal/pages/event-page.tsx'
import { InboxPage } from '../../portal/pages/inbox-page.tsx'
import { inboxSources, inboxStatuses } from '../../schema/records.ts'
import { appliers } from '../appliers.ts'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { reasonShape } from '../payouts/shapes.ts'
import { eventInWords, mayRunAgain, maySetAside } from './rules-inbox.ts'
import { runEventAgain } from './run-again.ts'
import { setEventAside } from './set-aside.ts'
import { countStuck, getEvent, listEvents, stuckAtMost } from './store.ts'

const dayMs = 86_400_000

/** What arrived from Stripe at the three endpoints, and what became of it. */
export const inboxPages = new Hono<AppEnv>()
  .get('/', allow('finance', 'admin', 'auditor'), (c) => renderInbox(c))
  .get('/:id', allow('finance', 'admin', 'auditor'), (c) => renderEvent(c, c.req.param('id')))
  .post('/:id/run', allow('finance', 'admin'), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('bad_request', Object.values(form.problems)[0] ?? '')
    const id = c.req.param('id')
    await runEventAgain(c.var.deps, id, c.var.staff.id, appliers)
    return c.redirect(hrefOf(id), 303)
  })
  .post('/:id/set-aside', allow('finance', 'admin'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, reasonShape)
    if (!form.ok) return renderEvent(c, id, form)
    return orAgain(
      form,
      () => setEventAside(c.var.deps, id, c.var.staff, form.values.reason).then(() => c.redirect(hrefOf(id), 303)),
      (again, status) => renderEvent(c, id, again, status),
    )
  })

const hrefOf = (id: string): string => `/inbox/${encodeURIComponent(id)}`
const mayAct = ({ var: { staff } }: AppContext): boolean => staff.roles.includes('finance') || staff.roles.includes('admin')

async function renderInbox(c: AppContext) {
  const { db, now } = c.var.deps
  const status = (['failing', 'set_aside', ...inboxStatuses] as const).find((each) => each === c.req.query('status'))
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
      mayRun={(event) => mayAct(c) && mayRunAgain(event)}
      olderHref={page.next && `/inbox?${new URLSearchParams([...query, ['cursor', page.next]])}`}
    />,
  )
}

async function renderEvent(c: AppContext, id: string, form?: FormState, status: RefusalStatus = 422) {
  const { db, now } = c.var.deps
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
      mayRun={mayAct(c) && mayRunAgain(event)}
      maySetAside={mayAct(c) && maySetAside(event)}
      hasSecondFactor={isFreshFactor(c.var.staff.secondFactorAt, now())}
      trail={trail.map(({ at, actor, act, detail }) => ({ at, act, actor: names.get(actor) ?? actor, reason: `${detail.reason ?? ''}` }))}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}
