import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { CompanyCheckPage } from '../../portal/pages/company-check-page.tsx'
import { NewRegistrationPage } from '../../portal/pages/new-registration-page.tsx'
import { RegistrationOfPartnerPage } from '../../portal/pages/registration-of-partner-page.tsx'
import { RegistrationsOfPartnerPage } from '../../portal/pages/registrations-of-partner-page.tsx'
import { type RegistrationStatus, registrationStatuses } from '../../schema/registrations.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { actIn, type Declined, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { appealRegistration, withdrawRegistration } from './change-registration.ts'
import { checkCompany } from './check-company.ts'
import { askExtension } from './extend-registration.ts'
import { register } from './register.ts'
import { registrationDesk, renderDeskList, renderDeskPage } from './registration-desk-routes.tsx'
import { appealShape, companyCheckShape, progressShape, registrationShape } from './registration-shapes.ts'
import { isSeenBy } from './store.ts'
import { findParts, getRegistrationOfPartner, listRegistrationsOfPartner } from './store-registrations.ts'

const owners = ['partner owner', 'partner member'] as const

const page = { href: (id: string) => `/registrations/${id}`, render: renderOwn }

/** One address, two pages: a partner sees its own in plain words, sales decides and the auditor reads. */
export const registrations = new Hono<AppEnv>()
  .get('/', allow(...owners, 'sales', 'auditor'), (c) => (c.var.viewer?.kind === 'member' ? renderOwnList(c) : renderDeskList(c)))
  .get('/new', allow(...owners), (c) => renderNew(c))
  .post('/', allow(...owners), async (c) => {
    const form = await readForm(c, registrationShape)
    if (!form.ok) return renderNew(c, form)
    return orAgain(
      form,
      async () => {
        const done = await register(c.var.deps, c.var.member, form.values)
        return done.ok
          ? c.redirect(`/registrations/${done.registrationId}`, 303)
          : renderNew(c, withProblem(form, done.problem, done.field))
      },
      (again, status) => renderNew(c, again, status),
    )
  })
  .get('/check', allow(...owners), (c) => c.render(<CompanyCheckPage />))
  .post('/check', allow(...owners), async (c) => {
    const form = await readForm(c, companyCheckShape)
    if (!form.ok) return c.render(<CompanyCheckPage form={form} />, { status: 422 })
    const checked = await checkCompany(c.var.deps, c.var.member.partnerId, form.values)
    if (!checked.ok) return c.render(<CompanyCheckPage form={withProblem(form, checked.problem, checked.field)} />, { status: 422 })
    const { domain, standing } = checked
    return c.render(<CompanyCheckPage checked={{ domain, company: form.values.company, standing }} />)
  })
  .route('/', registrationDesk)
  .get('/:id', allow(...owners, 'sales', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwn(c, c.req.param('id')) : renderDeskPage(c, c.req.param('id')),
  )
  .post('/:id/withdrawal', allow(...owners), async (c) => {
    const id = c.req.param('id')
    if (!(await readForm(c, nothingShape)).ok) throw new Refusal('invalid', 'Please send the form from its page.')
    await withdrawRegistration(c.var.deps, c.var.member, id)
    return c.redirect(`/registrations/${id}`, 303)
  })
  .post('/:id/appeal', allow(...owners), (c) =>
    actIn(c, appealShape, page, (id, { appeal }) => appealRegistration(c.var.deps, c.var.member, id, appeal)),
  )
  .post('/:id/extension', allow(...owners), (c) =>
    actIn(c, progressShape, page, (id, { progress }) => askExtension(c.var.deps, c.var.member, id, progress)),
  )

const renderNew = (c: AppContext, form?: FormState, status: RefusalStatus = 422) =>
  c.render(
    <NewRegistrationPage
      act={form?.entered.act || c.var.deps.newId('act')}
      company={c.req.query('company')?.slice(0, 120) ?? ''}
      domain={c.req.query('domain')?.slice(0, 253) ?? ''}
      form={form}
    />,
    { status: form ? status : 200 },
  )

const statusIn = (text: string | undefined): RegistrationStatus | undefined => registrationStatuses.find((status) => status === text)

async function renderOwnList(c: AppContext) {
  const { deps, member } = c.var
  const status = statusIn(c.req.query('status'))
  const now = deps.now()
  const found = await listRegistrationsOfPartner(deps.db, member.partnerId, status, readCursor(c.req.query('cursor')), now)
  const { rows, next } = pageOf(found, ({ submittedAt, id }) => ({ at: submittedAt, id }))
  const olderHref = next && `/registrations?${new URLSearchParams({ ...(status && { status }), cursor: next })}`
  return c.render(<RegistrationsOfPartnerPage registrations={rows} status={status} now={now} olderHref={olderHref} />)
}

async function renderOwn(c: AppContext, id: string, declined?: Declined) {
  const { deps, member } = c.var
  const now = deps.now()
  const registration = await getRegistrationOfPartner(deps.db, member.partnerId, id, now)
  const parts = await findParts(deps.db, id)
  return c.render(
    <RegistrationOfPartnerPage
      registration={registration}
      {...parts}
      isSeen={await isSeenBy(deps.db, member.partnerId, registration.prospectId)}
      now={now}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
