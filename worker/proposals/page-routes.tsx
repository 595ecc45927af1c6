import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { ProposalOfLinkPage } from '../../portal/pages/proposal-of-link-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { linkEnded, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { acceptProposal, declineProposal, type Reader } from './decide.ts'
import { choiceShape, declineShape } from './shapes.ts'
import { findProposalOfLink } from './store.ts'
import { readProposal } from './view.ts'

/** `/proposal/:token`: three columns, for the one person they were sent to, while the NDA lasts. */
export const proposalPages = new Hono<AppEnv>()
  .get('/:link', allow('anyone'), (c) => renderProposal(c))
  .post('/:link/acceptance', allow('anyone'), async (c) => {
    const reader = await readerOf(c)
    const form = await readForm(c, choiceShape)
    if (!form.ok) return renderProposal(c, form)
    const accept = () => acceptProposal(c.var.deps, reader, form.values).then(() => toProposal(c))
    return orAgain(form, accept, (again, status) => renderProposal(c, again, status))
  })
  .post('/:link/refusal', allow('anyone'), async (c) => {
    const reader = await readerOf(c)
    const form = await readForm(c, declineShape)
    if (!form.ok) return renderProposal(c, form)
    const { declinedName: name, ...said } = form.values
    const decline = () => declineProposal(c.var.deps, reader, { ...said, name }).then(() => toProposal(c))
    return orAgain(form, decline, (again, status) => renderProposal(c, again, status))
  })

const toProposal = (c: AppContext): Response => c.redirect(`/proposal/${c.req.param('link')}`, 303)

/** @throws Refusal not_found */
async function readerOf(c: AppContext): Promise<Reader> {
  const link = await findProposalOfLink(c.var.deps.db, c.req.param('link') ?? '')
  if (!link) throw linkEnded()
  return link
}

async function renderProposal(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const token = c.req.param('link') ?? ''
  const { link, ...view } = await readProposal(c.var.deps, token, form !== undefined)
  return c.render(<ProposalOfLinkPage {...view} token={token} programme={c.var.deps.settings.companyName} form={form} />, {
    audience: 'home',
    status: form ? status : 200,
  })
}
