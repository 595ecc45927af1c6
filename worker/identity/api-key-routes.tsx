import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { ApiKeyPage } from '../../portal/pages/api-key-page.tsx'
import { ApiKeysPage } from '../../portal/pages/api-keys-page.tsx'
import { listTrailOf } from '../audit/store.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { newKeyShape } from './api-key-shapes.ts'
import { getKey, listKeys, listPartnersForKeys } from './api-key-store.ts'
import { endKey, type MadeKey, makeKey } from './api-keys.ts'
import { namesOf } from './names.ts'
import { allow } from './policy.ts'
import { adminFactorOf } from './second-factor.ts'

/** Keys of the API: made and revoked by administrators. */
export const apiKeys = new Hono<AppEnv>()
  .get('/', allow('admin', 'auditor'), (c) => renderKeys(c))
  .post('/', allow('admin'), async (c) => {
    const form = await readForm(c, newKeyShape)
    if (!form.ok) return renderKeys(c, { form })
    const { act, name, partner, scopes } = form.values
    try {
      return await renderKeys(c, { made: await makeKey(c.var.deps, c.var.staff, { act, name, partnerId: partner, scopes }) })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'second_factor_required') return c.redirect('/sign-in/second-factor?next=/keys', 303)
      if (error.code === 'invalid') return renderKeys(c, { form: withProblem(form, error.message, 'partner') })
      throw error
    }
  })
  .get('/:id', allow('admin', 'auditor'), async (c) => {
    const { deps, staff } = c.var
    const id = c.req.param('id')
    const [key, entries] = await Promise.all([getKey(deps.db, id), listTrailOf(deps.db, id)])
    const names = await namesOf(
      deps.db,
      entries.map(({ actor }) => actor),
    )
    const lines = entries.map((entry) => ({ ...entry, actorName: names.get(entry.actor) ?? entry.actor }))
    return c.render(<ApiKeyPage apiKey={key} entries={lines} mayRevoke={staff.roles.includes('admin')} />)
  })
  .post('/:id/revocation', allow('admin'), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('bad_request', Object.values(form.problems)[0] ?? '')
    await endKey(c.var.deps, c.var.staff, c.req.param('id'))
    return c.redirect('/keys', 303)
  })

async function renderKeys(c: AppContext, { form, made }: { form?: FormState; made?: MadeKey } = {}) {
  const { deps, staff } = c.var
  const { rows, next } = pageOf(await listKeys(deps.db, readCursor(c.req.query('cursor'))), (row) => ({ at: row.createdAt, id: row.id }))
  const mayMake = staff.roles.includes('admin')
  const add = mayMake && {
    act: form?.entered.act || deps.newId('act'),
    factor: await adminFactorOf(deps.db, staff, deps.now()),
    partners: await listPartnersForKeys(deps.db),
    form,
  }
  return c.render(<ApiKeysPage keys={rows} olderHref={next && `/keys?cursor=${next}`} made={made} add={add || undefined} />, {
    status: form ? 422 : 200,
  })
}
