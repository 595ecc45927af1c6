import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { CodesOfPartnerPage } from '../../portal/pages/codes-of-partner-page.tsx'
import { PromotionCodePage } from '../../portal/pages/promotion-code-page.tsx'
import { PromotionCodesPage } from '../../portal/pages/promotion-codes-page.tsx'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { listGroups } from '../terms/store.ts'
import { assignCode, endBenefit, limitCode, pauseCode, resumeCode, setBenefit } from './promotion-acts.ts'
import { benefitEndShape, benefitShape, limitsShape, ownerShape, pauseShape, resumeShape } from './promotion-shapes.ts'
import { getPromotionCode, listBenefitsOf, listPartnersToOwn, listPromotionCodes, type PromotionCodeRow } from './promotion-store.ts'
import { syncPromotionCodes } from './promotion-sync.ts'
import { offInWords, stateOf, whyNoCredit } from './rules-promotion.ts'

/** One address, two pages: a partner sees its own codes with words to share, staff decide whose each code is. */
export const promotionCodePages = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member', 'sales', 'admin', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwn(c) : renderList(c),
  )
  .post('/sync', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) return c.redirect('/promotion-codes', 303)
    await syncPromotionCodes(c.var.deps)
    return c.redirect('/promotion-codes', 303)
  })
  .get('/:id', allow('sales', 'admin', 'auditor'), (c) => renderCode(c))
  .post('/:id/partner', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, ownerShape)
    return form.ok ? decide(c, form, () => assignCode(c.var.deps, c.var.staff, c.req.param('id'), form.values)) : renderCode(c, form)
  })
  .post('/:id/limits', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, limitsShape)
    if (!form.ok) return renderCode(c, form)
    const { from, until, most, version } = form.values
    const limits = { creditFrom: from, creditUntil: until, mostCredits: most }
    return decide(c, form, () => limitCode(c.var.deps, c.var.staff, c.req.param('id'), limits, version))
  })
  .post('/:id/pause', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, pauseShape)
    if (!form.ok) return renderCode(c, form)
    return decide(c, form, () => pauseCode(c.var.deps, c.var.staff, c.req.param('id'), form.values.reason, form.values.version))
  })
  .post('/:id/resume', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, resumeShape)
    if (!form.ok) return renderCode(c, form)
    return decide(c, form, () => resumeCode(c.var.deps, c.var.staff, c.req.param('id'), form.values.version))
  })
  .post('/:id/benefit', allow('admin'), async (c) => {
    const form = await readForm(c, benefitShape)
    return form.ok ? decide(c, form, () => setBenefit(c.var.deps, c.var.staff, c.req.param('id'), form.values)) : renderCode(c, form)
  })
  .post('/:id/benefit/end', allow('admin'), async (c) => {
    const form = await readForm(c, benefitEndShape)
    if (!form.ok) return renderCode(c, form)
    return decide(c, form, () => endBenefit(c.var.deps, c.var.staff, c.req.param('id'), form.values.group))
  })

type Entered = { entered: Record<string, string> }

/** The page again where the act is declined; another’s or a missing code stays a missing one. */
async function decide(c: AppContext, form: Entered, act: () => Promise<void>) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error
    return renderCode(c, withProblem(form, error.message), error.status)
  }
  return c.redirect(`/promotion-codes/${c.req.param('id')}`, 303)
}

const inWords = (code: PromotionCodeRow, now: Date) => ({
  ...code,
  off: offInWords(code),
  state: stateOf(code, now),
  why: whyNoCredit(code, now, true),
})

async function renderOwn(c: AppContext) {
  const { deps, member } = c.var
  const found = await listPromotionCodes(deps.db, { partnerId: member.partnerId }, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(found, ({ madeAt, id }) => ({ at: madeAt, id }))
  return c.render(
    <CodesOfPartnerPage
      company={deps.settings.companyName}
      codes={rows.map((code) => inWords(code, deps.now()))}
      olderHref={next && `/promotion-codes?cursor=${next}`}
    />,
  )
}

async function renderList(c: AppContext) {
  const { deps, staff } = c.var
  const search = c.req.query('q')?.trim().slice(0, 64) || undefined
  const ownerless = c.req.query('of') === 'nobody'
  const found = await listPromotionCodes(deps.db, { search, ownerless }, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(found, ({ madeAt, id }) => ({ at: madeAt, id }))
  const query = new URLSearchParams({ ...(search && { q: search }), ...(ownerless && { of: 'nobody' }), ...(next && { cursor: next }) })
  return c.render(
    <PromotionCodesPage
      codes={rows.map((code) => inWords(code, deps.now()))}
      search={search}
      ownerless={ownerless}
      mayChange={mayChange(staff.roles)}
      olderHref={next && `/promotion-codes?${query}`}
    />,
  )
}

const mayChange = (roles: readonly string[]): boolean => roles.includes('sales') || roles.includes('admin')

async function renderCode(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps, staff } = c.var
  const code = await getPromotionCode(deps.db, c.req.param('id') ?? '')
  const [partners, groups, benefits] = await Promise.all([
    listPartnersToOwn(deps.db),
    staff.roles.includes('admin') ? listGroups(deps.db) : [],
    listBenefitsOf(deps.db, code.id),
  ])
  return c.render(
    <PromotionCodePage
      code={inWords(code, deps.now())}
      partners={partners}
      groups={groups}
      benefits={benefits}
      mayChange={mayChange(staff.roles)}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}
