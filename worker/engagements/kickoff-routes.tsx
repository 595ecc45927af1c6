import { Hono } from 'hono'
import { InvitationPage } from '../../portal/pages/invitation-page.tsx'
import { InvitationsPage } from '../../portal/pages/invitations-page.tsx'
import { MomentsPage } from '../../portal/pages/moments-page.tsx'
import { addDays } from '../agreements/rules-agreements.ts'
import { reasonShape } from '../agreements/shapes-fields.ts'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { actIn, type Declined } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { leaveInvitation, sendInvitation } from './kickoff-invitation.ts'
import { sentInvitationShape } from './shapes.ts'
import { listCriteria } from './store.ts'
import { getInvitation, listDecided, listDrafts, listRepeats, listThanks } from './store-invitations.ts'
import { draftedWords } from './words-invitation.ts'

const readers = ['sales', 'auditor'] as const
const page = { href: (id: string) => `/invitations/${id}`, render: renderInvitation }
/** Thanks that are older are no moment any more. */
const momentDays = 90

export const invitations = new Hono<AppEnv>()
  .get('/', allow(...readers), async (c) => {
    const { db } = c.var.deps
    const [listed, decided] = await Promise.all([listDrafts(db, readCursor(c.req.query('cursor'))), listDecided(db)])
    const { rows, next } = pageOf(listed, (row) => ({ at: row.draftedAt, id: row.askId }))
    return c.render(<InvitationsPage drafts={rows} decided={decided} nextHref={next && `/invitations?cursor=${next}`} />)
  })
  .get('/moments', allow(...readers), async (c) => {
    const { db, now } = c.var.deps
    const [thanks, repeats] = await Promise.all([listThanks(db, addDays(dayOf(now()), -momentDays)), listRepeats(db)])
    return c.render(<MomentsPage thanks={thanks} repeats={repeats} />)
  })
  .get('/:id', allow(...readers), (c) => renderInvitation(c, c.req.param('id')))
  .post('/:id/sending', allow('sales'), (c) =>
    actIn(c, sentInvitationShape, page, (id, { text }) => sendInvitation(c.var.deps, id, text, c.var.staff.id), 'text'),
  )
  .post('/:id/leaving', allow('sales'), (c) =>
    actIn(c, reasonShape, page, (id, { reason }) => leaveInvitation(c.var.deps, id, reason, c.var.staff.id), 'reason'),
  )

async function renderInvitation(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const { db, settings } = deps
  const invitation = await getInvitation(db, id)
  const [criteria, names] = await Promise.all([
    listCriteria(db, invitation.engagementId),
    namesOf(db, invitation.decidedBy ? [invitation.decidedBy] : []),
  ])
  return c.render(
    <InvitationPage
      invitation={invitation}
      words={draftedWords({ ...invitation, criteria, sender: staff.name, company: settings.companyName })}
      by={names.get(invitation.decidedBy ?? '')}
      mayChange={staff.roles.includes('sales')}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
