import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { GroupPage } from '../../portal/pages/group-page.tsx'
import { NewVersionPage } from '../../portal/pages/new-version-page.tsx'
import { TermsPage } from '../../portal/pages/terms-page.tsx'
import type { TermsVersion } from '../../schema/terms.ts'
import type { AppContext, AppEnv } from '../env.ts'
import type { RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { namesOf } from '../identity/names.ts'
import { allow } from '../identity/policy.ts'
import { forgetLinks } from '../tracking/link-cache.ts'
import { forgetSnippet } from '../tracking/snippet.ts'
import { createGroup } from './create-group.ts'
import { termsInWords } from './preview.ts'
import { enteredLevels } from './read-levels.ts'
import { enteredOf } from './read-rates.ts'
import { groupRulesShape, newGroupShape, versionShape } from './shapes.ts'
import { getGroup, insertVersion, listGroups, listMinimums, listVersions, updateGroup } from './store.ts'
import { amountInWords, earnsInWords } from './words.ts'

export const terms = new Hono<AppEnv>()
  .get('/', allow('admin', 'auditor'), (c) => renderTerms(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, newGroupShape)
    if (!form.ok) return renderTerms(c, form)
    return orAgain(
      form,
      async () => c.redirect(`/terms/${await createGroup(c.var.deps, form.values, c.var.staff.id)}`, 303),
      (again, status) => renderTerms(c, again, status),
      'like',
    )
  })
  .get('/:id', allow('admin', 'auditor'), (c) => renderGroup(c, c.req.param('id')))
  .post('/:id/rules', allow('admin'), async (c) => {
    const id = c.req.param('id')
    const { deps, staff } = c.var
    await getGroup(deps.db, id)
    const form = await readForm(c, groupRulesShape)
    if (!form.ok) return renderGroup(c, id, form)
    await updateGroup(deps.db, { id, ...form.values }, staff.id, deps.now())
    forgetLinks()
    forgetSnippet()
    return c.redirect(`/terms/${id}`, 303)
  })
  .get('/:id/versions/new', allow('admin'), (c) => renderNewVersion(c, c.req.param('id')))
  .post('/:id/versions', allow('admin'), async (c) => {
    const id = c.req.param('id')
    const { deps, staff } = c.var
    await getGroup(deps.db, id)
    const form = await readForm(c, versionShape)
    if (!form.ok) return renderNewVersion(c, id, { form, status: 422 })
    const { intent, ...version } = form.values
    if (intent === 'preview') return renderNewVersion(c, id, { form: { ...form, problems: {} }, status: 200, previewed: version })

    const at = deps.now()
    await insertVersion(deps.db, { ...version, id: deps.newId('trm'), groupId: id, effectiveAt: at, createdBy: staff.id }, at)
    return c.redirect(`/terms/${id}`, 303)
  })

async function renderTerms(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const act = staff.roles.includes('admin') ? form?.entered.act || deps.newId('act') : undefined
  return c.render(<TermsPage groups={await listGroups(deps.db)} act={act} form={form} />, { status: form ? status : 200 })
}

async function renderGroup(c: AppContext, id: string, form?: FormState) {
  const { deps, staff } = c.var
  const group = await getGroup(deps.db, id)
  const [versions, minimums] = await Promise.all([listVersions(deps.db, id), listMinimums(deps.db, id)])
  const names = await namesOf(
    deps.db,
    versions.map(({ createdBy }) => createdBy),
  )
  const [newest] = versions
  return c.render(
    <GroupPage
      group={group}
      minimums={minimums.map(({ currency, minimumPayoutMinor }) => amountInWords(minimumPayoutMinor, currency)).join(', ')}
      inForce={newest && { ...termsInWords(newest, deps.now()), version: newest.version, effectiveAt: newest.effectiveAt }}
      versions={versions.map((each) => ({ ...each, by: names.get(each.createdBy) ?? each.createdBy, words: earnsInWords(each) }))}
      mayChange={staff.roles.includes('admin')}
      form={form}
    />,
    { status: form ? 422 : 200 },
  )
}

type Typed = { form: FormState; status: 200 | 422; previewed?: Pick<TermsVersion, 'rates' | 'holdDays'> }

async function renderNewVersion(c: AppContext, id: string, typed?: Typed) {
  const { deps } = c.var
  const group = await getGroup(deps.db, id)
  const [newest] = await listVersions(deps.db, id)
  // The number that was shown travels with the form: whoever publishes second is told to look at the first.
  const version = Number(typed?.form.entered.version) || (newest?.version ?? 0) + 1
  const begun = newest ?? { holdDays: 30, rates: {} }
  const entered = { ...enteredOf(begun), ...enteredLevels(begun.rates) }
  return c.render(
    <NewVersionPage
      group={group}
      version={version}
      form={typed?.form ?? { entered, problems: {} }}
      preview={typed?.previewed && termsInWords(typed.previewed, deps.now())}
    />,
    { status: typed?.status ?? 200 },
  )
}
