import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { NewIntroductionPage } from '../../portal/pages/new-introduction-page.tsx'
import { ProspectOfPartnerPage } from '../../portal/pages/prospect-of-partner-page.tsx'
import { ProspectsOfPartnerPage } from '../../portal/pages/prospects-of-partner-page.tsx'
import { ProspectsPage } from '../../portal/pages/prospects-page.tsx'
import type { Contact, Prospect } from '../../schema/prospects.ts'
import { moveShape } from '../attribution/claim-shapes.ts'
import { readExplanationTo } from '../attribution/explanation.ts'
import { moveAttribution } from '../attribution/move.ts'
import { findAttribution } from '../attribution/store.ts'
import { findStanding } from '../attribution/store-standing.ts'
import { csvResponse } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal, type RefusalStatus } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { findPartnerCalled } from '../partners/store.ts'
import { introduceSomebody } from './introduce-somebody.ts'
import { prospectsFileOf } from './prospects-file.ts'
import { introductionShape } from './shapes.ts'
import { getProspect, getProspectOfPartner, listContacts, listProspects, listProspectsOfPartner, type Place } from './store.ts'
import { findStandsSince } from './store-ladder.ts'
import { listRoles } from './store-people.ts'
import { findLatestAbout } from './store-registrations.ts'
import { searchProspects } from './store-search.ts'
import { renderWhole } from './whole-page.tsx'
import { roleForPartner } from './words-roles.ts'

export const introductions = new Hono<AppEnv>()
  .get('/new', allow('partner owner', 'partner member'), (c) => renderIntroduction(c))
  .post('/', allow('partner owner', 'partner member'), async (c) => {
    const form = await readForm(c, introductionShape)
    if (!form.ok) return renderIntroduction(c, form)
    return orAgain(
      form,
      async () => {
        const introduced = await introduceSomebody(c.var.deps, c.var.member, form.values)
        return introduced.ok
          ? c.redirect(`/prospects/${introduced.prospectId}`, 303)
          : renderIntroduction(c, withProblem(form, introduced.problem, introduced.field))
      },
      (again, status) => renderIntroduction(c, again, status),
    )
  })

const renderIntroduction = (c: AppContext, form?: FormState, status: RefusalStatus = 422) =>
  c.render(
    <NewIntroductionPage act={form?.entered.act || c.var.deps.newId('act')} company={c.var.deps.settings.companyName} form={form} />,
    { status: form ? status : 200 },
  )

/** One address, two pages: a partner sees its own in plain words, sales and the auditor see everything. */
export const prospects = new Hono<AppEnv>()
  .get('/', allow('partner owner', 'partner member', 'sales', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwnList(c) : renderList(c),
  )
  .get('/export.csv', allow('partner owner', 'partner member'), async (c) => {
    const { deps, member } = c.var
    return csvResponse('prospects', await prospectsFileOf(deps.db, member.partnerId, placeIn(c.req.query('level'))))
  })
  .get('/:id', allow('partner owner', 'partner member', 'sales', 'auditor'), (c) =>
    c.var.viewer?.kind === 'member' ? renderOwn(c, c.req.param('id')) : renderWhole(c, c.req.param('id')),
  )
  .post('/:id/attribution', allow('sales'), async (c) => {
    const id = c.req.param('id')
    const form = await readForm(c, moveShape)
    if (!form.ok) return renderWhole(c, id, { form, status: 422 })
    try {
      const { partnerId } = form.values
      const partner = partnerId === null ? null : await findPartnerCalled(c.var.deps.db, partnerId)
      if (partner === undefined) throw notFound()
      await moveAttribution(c.var.deps, {
        ...form.values,
        partnerId: partner ? partner.id : null,
        prospectId: id,
        touchId: null,
        actor: c.var.staff.id,
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // A partner that is not there is a problem of the form; a prospect that is not there has no page.
      await getProspect(c.var.deps.db, id)
      const isMissing = error.code === 'not_found'
      const message = isMissing
        ? 'No partner is called so, or several are. Give its whole name, or the id in its page’s address.'
        : error.message
      return renderWhole(c, id, {
        form: withProblem(form, message, isMissing ? 'other' : 'move_reason'),
        status: isMissing ? 422 : error.status,
      })
    }
    return c.redirect(`/prospects/${id}`, 303)
  })

/** A list's `?level=`: 0 to 11, or `lost`; anything else narrows nothing. */
function placeIn(text: string | undefined): Place | undefined {
  if (text === 'lost') return 'lost'
  return text && /^(\d|1[01])$/.test(text) ? Number(text) : undefined
}
const textOf = (place: Place | undefined): string | undefined => (place === undefined ? undefined : String(place))

async function renderOwnList(c: AppContext) {
  const { deps, member } = c.var
  const place = placeIn(c.req.query('level'))
  const found = await listProspectsOfPartner(deps.db, member.partnerId, place, readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(found, ({ touchedAt, touchId }) => ({ at: touchedAt, id: touchId }))
  return c.render(
    <ProspectsOfPartnerPage
      prospects={rows}
      place={textOf(place)}
      fileHref={`/prospects/export.csv${place === undefined ? '' : `?level=${place}`}`}
      olderHref={next && hrefOf({ level: textOf(place), cursor: next })}
    />,
  )
}

async function renderOwn(c: AppContext, id: string) {
  const { deps, member } = c.var
  const prospect = await getProspectOfPartner(deps.db, member.partnerId, id)
  const [attribution, explanation, contacts, roles, since, registered] = await Promise.all([
    findAttribution(deps.db, id),
    readExplanationTo(deps.db, member.partnerId, id),
    listContacts(deps.db, id),
    listRoles(deps.db, id),
    findStandsSince(deps.db, prospect),
    findLatestAbout(deps.db, member.partnerId, id),
  ])
  const isCredited = attribution?.partnerId === member.partnerId
  // Only whom it named itself, and of what staff think of them only the words that are meant for it (domain.md A6).
  const named = contacts.filter(({ namedBy }) => namedBy === member.partnerId)
  const roleOf = (contactId: string) => roleForPartner(roles.filter((role) => role.contactId === contactId))
  return c.render(
    <ProspectOfPartnerPage
      company={prospect.company}
      prospectId={id}
      stage={prospect.stage}
      level={prospect.level}
      since={since}
      isCredited={isCredited}
      standing={isCredited && attribution ? await findStanding(deps.db, attribution) : undefined}
      explanation={explanation}
      registration={registered ? { href: `/registrations/${registered.id}`, isMade: true } : registerHref(prospect, named)}
      contacts={named.map(({ id: contactId, name, email }) => ({ name, email, role: roleOf(contactId) }))}
    />,
  )
}

/** The domain stands in the form where the partner knows it: it named somebody there. */
function registerHref({ company, domain, stage, erasedAt }: Prospect, named: readonly Contact[]) {
  if (erasedAt || stage === 'customer') return undefined
  const isKnown = domain !== null && named.some(({ email }) => email?.endsWith(`@${domain}`) || email?.endsWith(`.${domain}`))
  return { href: `/registrations/new?${new URLSearchParams({ company, ...(isKnown && { domain }) })}`, isMade: false }
}

const maxSearchLength = 100

async function renderList(c: AppContext) {
  const { db } = c.var.deps
  const search = c.req.query('q')?.trim().slice(0, maxSearchLength) || undefined
  const place = placeIn(c.req.query('level'))
  if (search) {
    const { rows, isCut } = await searchProspects(db, search, place)
    return c.render(<ProspectsPage prospects={rows} search={search} place={textOf(place)} isCut={isCut} />)
  }
  const { rows, next } = pageOf(await listProspects(db, place, readCursor(c.req.query('cursor'))), ({ createdAt, id }) => ({
    at: createdAt,
    id,
  }))
  return c.render(
    <ProspectsPage prospects={rows} place={textOf(place)} olderHref={next && hrefOf({ level: textOf(place), cursor: next })} />,
  )
}

function hrefOf(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `/prospects?${new URLSearchParams(given)}`
}
