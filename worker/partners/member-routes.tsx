import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { MembersPage } from '../../portal/pages/members-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm, withProblem } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { inviteMember, removeMember } from './people.ts'
import { newMemberShape } from './shapes.ts'
import { listMembers } from './store.ts'

export const members = new Hono<AppEnv>()
  .get('/', allow('partner owner'), (c) => renderMembers(c))
  .post('/', allow('partner owner'), async (c) => {
    const form = await readForm(c, newMemberShape)
    if (!form.ok) return renderMembers(c, form)
    const invited = await inviteMember(c.var.deps, c.var.member, form.values)
    if (invited.kind === 'declined') return renderMembers(c, withProblem(form, invited.message, invited.field))
    return c.redirect('/members', 303)
  })
  .post('/:id/removal', allow('partner owner'), async (c) => {
    await removeMember(c.var.deps, c.var.member, c.req.param('id'))
    return c.redirect('/members', 303)
  })

async function renderMembers(c: AppContext, form?: FormState) {
  const { deps, member } = c.var
  const everybody = await listMembers(deps.db, member.partnerId)
  return c.render(
    <MembersPage
      members={everybody.filter(({ status }) => status !== 'removed')}
      self={member.id}
      act={form?.entered.act || deps.newId('act')}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}
