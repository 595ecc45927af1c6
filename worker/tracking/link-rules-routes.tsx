import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { LinkRulesPage } from '../../portal/pages/link-rules-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm, withProblem } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { getGroup } from '../terms/store.ts'
import { forgetLinks } from './link-cache.ts'
import { linesOf, readDefaultLinks } from './rules-link-rules.ts'
import { linkRulesShape } from './shapes.ts'
import { forgetSnippet } from './snippet.ts'
import { listRulesVersions, updateLinkRules } from './store-link-rules.ts'

/** What a group sets for the links of its partners. */
export const linkRules = new Hono<AppEnv>()
  .get('/:id/links', allow('admin', 'auditor'), (c) => renderRules(c, c.req.param('id')))
  .post('/:id/links', allow('admin'), async (c) => {
    const id = c.req.param('id')
    const { deps, staff } = c.var
    await getGroup(deps.db, id)
    const form = await readForm(c, linkRulesShape)
    if (!form.ok) return renderRules(c, id, form)
    const { parameter, consent, utm, defaultLinks } = form.values
    const defaults = readDefaultLinks(defaultLinks, deps.settings.allowedHosts)
    if (!defaults.ok) return renderRules(c, id, withProblem(form, defaults.problem, 'defaultLinks'))
    const rules = { parameter, consentRequired: consent === 'yes', utm, defaultLinks: defaults.links }
    await updateLinkRules(deps.db, id, rules, staff.id, deps.now())
    forgetLinks()
    forgetSnippet()
    return c.redirect(`/terms/${id}/links`, 303)
  })

async function renderRules(c: AppContext, id: string, form?: FormState) {
  const { deps, staff } = c.var
  const group = await getGroup(deps.db, id)
  return c.render(
    <LinkRulesPage
      group={{ ...group, defaultLinks: linesOf(group.defaultLinks) }}
      versions={await listRulesVersions(deps.db, id)}
      mayChange={staff.roles.includes('admin')}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}
