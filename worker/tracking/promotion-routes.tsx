import { Hono } from 'hono'
import { CodesOfPartnerPage } from '../../portal/pages/codes-of-partner-page.tsx'
import { PromotionCodePage } from '../../portal/pages/promotion-code-page.tsx'
import { PromotionCodesPage } from '../../portal/pages/promotion-codes-page.tsx'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { readForm } from '../form.ts'
import { actIn, type Declined } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { listGroups } from '../terms/store.ts'
import { assignCode, endBenefit, limitCode, pauseCode, resumeCode, setBenefit } from './promotion-acts.ts'
import { benefitEndShape, benefitShape, limitsShape, ownerShape, pauseShape, resumeShape } from './promotion-shapes.ts'
import { getPromotionCode, listBenefitsOf, listPartnersToOwn, listPromotionCodes, type PromotionCodeRow } from './promotion-store.ts'
import { syncPromotionCodes } from './promotion-sync.ts'
import { offInWords, stateOf, whyNoCredit } from './rules-promotion.ts'

const page = { href: (id: string) => `/promotion-codes/${id}`, render: renderCode }

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
  .get('/:id', allow('sales', 'admin', 'auditor'), (c) => renderCode(c, c.req.param('id')))
  .post('/:id/partner', allow('sales', 'admin'), (c) =>
    actIn(c, ownerShape, page, (id, owner) => assignCode(c.var.deps, c.var.staff, id, owner)),
  )
  .post('/:id/limits', allow('sales', 'admin'), (c) =>
    actIn(c, limitsShape, page, (id, { from, until, most, version }) =>
      limitCode(c.var.deps, c.var.staff, id, { creditFrom: from, creditUntil: until, mostCredits: most }, version),
    ),
  )
  .post('/:id/pause', allow('sales', 'admin'), (c) =>
    actIn(c, pauseShape, page, (id, { reason, version }) => pauseCode(c.var.deps, c.var.staff, id, reason, version)),
  )
  .post('/:id/resume', allow('sales', 'admin'), (c) =>
    actIn(c, resumeShape, page, (id, { version }) => resumeCode(c.var.deps, c.var.staff, id, version)),
  )
  .post('/:id/benefit', allow('admin'), (c) =>
    actIn(c, benefitShape, page, (id, benefit) => setBenefit(c.var.deps, c.var.staff, id, benefit)),
  )
  .post('/:id/benefit/end', allow('admin'), (c) =>
    actIn(c, benefitEndShape, page, (id, { group }) => endBenefit(c.var.deps, c.var.staff, id, group)),
  )

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

async function renderCode(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const code = await getPromotionCode(deps.db, id)
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
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}
