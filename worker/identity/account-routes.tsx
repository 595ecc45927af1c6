import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { AccountPage } from '../../portal/pages/account-page.tsx'
import { NewPasskeyPage } from '../../portal/pages/new-passkey-page.tsx'
import { PasskeyCodePage } from '../../portal/pages/passkey-code-page.tsx'
import { PasskeyPage } from '../../portal/pages/passkey-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { roleInWords } from '../navigation.ts'
import { type Added, addPasskey, findByPasskeyCode } from './add-passkey.ts'
import { refuseBeyond } from './ask.ts'
import { askForNewPasskey } from './ask-passkey.ts'
import { removeOwnPasskey, renamePasskey } from './own-passkeys.ts'
import { newPasskeyShape, passkeyCodeShape, passkeyNameShape } from './passkey-shapes.ts'
import { getPasskey, listPasskeys } from './passkey-store.ts'
import { allow } from './policy.ts'
import { isFreshFactor, limits } from './rules.ts'

const staff = allow('sales', 'finance', 'approver', 'admin', 'auditor')
const newPath = '/account/passkeys/new'

/** What somebody of staff decides for themselves. */
export const account = new Hono<AppEnv>()
  .get('/', staff, async (c) => {
    const { deps, staff } = c.var
    const passkeys = await listPasskeys(deps.db, staff.id)
    return c.render(
      <AccountPage name={staff.name} email={staff.email} roles={roleInWords({ ...staff, kind: 'staff' })} passkeys={passkeys} />,
    )
  })
  .get('/passkeys/new', staff, async (c) => {
    const { deps, staff } = c.var
    if ((await listPasskeys(deps.db, staff.id)).length === 0) return c.render(<PasskeyCodePage />)
    return isFresh(c) ? renderNew(c) : c.redirect(`/sign-in/second-factor?next=${newPath}`, 303)
  })
  .post('/passkeys/new', staff, async (c) => {
    const { deps, staff } = c.var
    const form = await readForm(c, passkeyCodeShape)
    if (!form.ok) return renderCode(c, form)
    await refuseBeyond(deps, limits.passkeyCodeByPerson, staff.id)
    const isRight = await findByPasskeyCode(deps, staff, form.values.code)
    return isRight ? renderNew(c, form.values.code) : renderCode(c, withProblem(form, wrong.code, 'code'))
  })
  .post('/passkeys', staff, async (c) => {
    const { deps, staff } = c.var
    const form = await readForm(c, newPasskeyShape)
    if (!form.ok) return renderNew(c, form.entered.code, form)
    await refuseBeyond(deps, limits.passkeyByPerson, staff.id)
    const added = await addPasskey(deps, staff, form.values)
    if (added === 'code') return renderCode(c, withProblem({ entered: {} }, wrong.code, 'code'))
    if (added !== 'added') return renderNew(c, form.values.code, withProblem(form, wrong[added]))
    return c.redirect('/account', 303)
  })
  .get('/passkeys/:id', staff, (c) => renderOne(c, c.req.param('id')))
  .post('/passkeys/:id/name', staff, async (c) => {
    const form = await readForm(c, passkeyNameShape)
    if (!form.ok) return renderOne(c, c.req.param('id'), form)
    await renamePasskey(c.var.deps, c.var.staff, c.req.param('id'), form.values.name)
    return c.redirect(`/account/passkeys/${c.req.param('id')}`, 303)
  })
  .post('/passkeys/:id/removal', staff, async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('bad_request', Object.values(form.problems)[0] ?? '')
    await removeOwnPasskey(c.var.deps, c.var.staff, c.req.param('id'))
    return c.redirect('/account', 303)
  })

const wrong: Record<Exclude<Added, 'added'>, string> = {
  code: 'That code is not right, or it works no more. Ask an administrator for a new one.',
  gone: 'That took too long, or it was sent already. Please try again.',
  wrong: 'That passkey could not be taken: it has to be made on this page, and unlocked by you. Please try again.',
}

const isFresh = (c: AppContext) => isFreshFactor(c.var.staff.secondFactorAt, c.var.deps.now())

const renderCode = (c: AppContext, form: FormState) => c.render(<PasskeyCodePage form={form} />, { status: 422 })

async function renderNew(c: AppContext, code?: string, form?: FormState) {
  const question = await askForNewPasskey(c.var.deps, c.var.staff)
  return c.render(<NewPasskeyPage question={question} code={code} form={form} />, { status: form ? 422 : 200 })
}

async function renderOne(c: AppContext, id: string, form?: FormState) {
  const { deps, staff } = c.var
  const [passkey, all] = await Promise.all([getPasskey(deps.db, staff.id, id), listPasskeys(deps.db, staff.id)])
  return c.render(<PasskeyPage passkey={passkey} isLast={all.length === 1} hasSecondFactor={isFresh(c)} form={form} />, {
    status: form ? 422 : 200,
  })
}
