import { type Context, Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { qrModules } from '../../portal/components/qr-code.tsx'
import { ArchiveLinkPage } from '../../portal/pages/archive-link-page.tsx'
import { LinkPage } from '../../portal/pages/link-page.tsx'
import { LinksPage } from '../../portal/pages/links-page.tsx'
import { NewLinkPage } from '../../portal/pages/new-link-page.tsx'
import { QrFile } from '../../portal/pages/qr-file.tsx'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, Refusal, type RefusalStatus } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { incomplete, nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { answerImport, answerPreview, renderImport } from '../imports/answer.tsx'
import { ownLinkImport } from '../imports/links.ts'
import { groupOfPartner } from '../terms/store.ts'
import { archiveLink } from './archive-link.ts'
import { sendClicks } from './clicks-file.ts'
import { createLink, notActive } from './create-link.ts'
import { pngOf } from './qr-png.ts'
import { newLinkShape } from './shapes.ts'
import {
  findLinkOfPartner,
  findPartnerForLink,
  type LinkState,
  type LinkWithClicks,
  listLinkCampaigns,
  listLinkDays,
  listLinksOfPartner,
} from './store.ts'

const partnerPeople = () => allow('partner owner', 'partner member')

/** A partner's own links; another partner's answers as if it were not there. */
export const links = new Hono<AppEnv>()
  .get('/', partnerPeople(), async (c) => {
    const { deps, member } = c.var
    const state = stateIn(c.req.query('state'))
    const found = await listLinksOfPartner(deps.db, member.partnerId, state, readCursor(c.req.query('cursor')))
    const { rows, next } = pageOf(found, ({ link }) => ({ at: link.createdAt, id: link.id }))
    const olderHref = next && `/links?state=${state}&cursor=${next}`
    return c.render(<LinksPage links={rows.map((row) => shown(c, row))} state={state} olderHref={olderHref} />)
  })
  .get('/new', partnerPeople(), (c) => renderNewLink(c))
  .post('/', partnerPeople(), async (c) => {
    const form = await readForm(c, newLinkShape)
    if (!form.ok) return renderNewLink(c, form)
    const created = await createLink(c.var.deps, c.var.member, form.values)
    if (!created.ok) return renderNewLink(c, withProblem(form, created.problem, created.field), created.status)
    return c.redirect(`/links/${created.linkId}`, 303)
  })
  .get('/many', partnerPeople(), async (c) => renderImport(c, await ownLinkPages(c)))
  .post('/many/preview', partnerPeople(), async (c) => answerPreview(c, await ownLinkPages(c)))
  .post('/many', partnerPeople(), async (c) => answerImport(c, await ownLinkPages(c), c.var.member))
  .get('/clicks.csv', partnerPeople(), (c) => sendClicks(c.var.deps.db, c.var.member.partnerId))
  .get('/:id', partnerPeople(), (c) => renderLink(c, c.req.param('id')))
  .get('/:id/qr.svg', partnerPeople(), async (c) => {
    const { url, code } = shown(c, await getOwnLink(c, c.req.param('id')))
    const headers = { 'content-type': 'image/svg+xml; charset=utf-8', 'content-disposition': `inline; filename="${code}.svg"` }
    return c.body(String(<QrFile text={url} />), 200, headers)
  })
  .get('/:id/qr.png', partnerPeople(), async (c) => {
    const { url, code } = shown(c, await getOwnLink(c, c.req.param('id')))
    const headers = { 'content-type': 'image/png', 'content-disposition': `inline; filename="${code}.png"` }
    return c.body(pngOf(qrModules(url), pixelsPerModule), 200, headers)
  })
  .get('/:id/archival', partnerPeople(), async (c) => {
    const row = await getOwnLink(c, c.req.param('id'))
    if (row.link.archivedAt) return c.redirect(`/links/${row.link.id}`, 303)
    return c.render(<ArchiveLinkPage link={shown(c, row)} />)
  })
  .post('/:id/archival', partnerPeople(), async (c) => {
    const form = await readForm(c, nothingShape)
    if (!form.ok) throw new Refusal('bad_request', incomplete)
    const id = c.req.param('id')
    await archiveLink(c.var.deps, c.var.member, id)
    return c.redirect(`/links/${id}`, 303)
  })

/** A code of 33 modules is then some five centimetres wide in print. */
const pixelsPerModule = 16

const stateIn = (text: string | undefined): LinkState => (text === 'archived' || text === 'all' ? text : 'active')

async function getOwnLink(c: Context<AppEnv>, id: string): Promise<LinkWithClicks> {
  const found = await findLinkOfPartner(c.var.deps.db, c.var.member.partnerId, id)
  if (!found) throw notFound()
  return found
}

/** A link as pages show it: its addresses whole, and where it leads in words a person would copy. */
function shown(c: AppContext, { link, clicks, lastClickAt }: LinkWithClicks) {
  const { portalOrigin } = c.var.deps.settings
  const scheme = link.destinationHost.startsWith('localhost') ? 'http' : 'https'
  return {
    ...link,
    clicks,
    lastClickAt,
    url: `${portalOrigin}/r/${link.code}`,
    leadsTo: link.kind === 'introduction' ? undefined : `${scheme}://${link.destinationHost}${link.destinationPath}`,
  }
}

async function renderNewLink(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { deps, member } = c.var
  const { allowedHosts, companyName, portalOrigin } = deps.settings
  const partner = await findPartnerForLink(deps.db, member.partnerId)
  if (partner?.status !== 'active') throw notActive()
  const hosts = allowedHosts.filter((host) => host !== 'localhost')
  return c.render(
    <NewLinkPage
      act={form?.entered.act || deps.newId('act')}
      company={companyName}
      hosts={hosts}
      linkStem={`${portalOrigin}/r/`}
      form={form}
    />,
    { status: form ? status : 200 },
  )
}

/** Many links of one's own at once; only an active partner makes any. */
async function ownLinkPages(c: AppContext) {
  const { deps, member } = c.var
  const partner = await findPartnerForLink(deps.db, member.partnerId)
  if (partner?.status !== 'active') throw notActive()
  const host = deps.settings.allowedHosts.find((each) => each !== 'localhost') ?? 'www.example.com'
  return {
    kind: ownLinkImport({ ...partner, id: member.partnerId }),
    words: ['link', 'links'],
    title: 'Make many links',
    lead: 'From a spreadsheet or a CSV file. You see what becomes of each line before any link is made.',
    example: `code,destination,campaign\nour-newsletter,https://${host}/,newsletter\nspring-fair,,fair`,
    hint: 'The first line names the columns. Without a code we make one; without a destination the link leads to the introduction page.',
    action: '/links/many',
    back: { href: '/links', label: 'Links' },
  } as const
}

const daysShown = 30
const dayMs = 86_400_000

async function renderLink(c: AppContext, id: string) {
  const { deps, member } = c.var
  const row = await getOwnLink(c, id)
  const today = Math.floor(deps.now().getTime() / dayMs) * dayMs
  const days = Array.from({ length: daysShown }, (_, index) => new Date(today - (daysShown - 1 - index) * dayMs))
  const [group, partner, counted, campaigns] = await Promise.all([
    groupOfPartner(deps.db, member.partnerId),
    findPartnerForLink(deps.db, member.partnerId),
    listLinkDays(deps.db, id, dayOf(days[0] ?? new Date(today))),
    listLinkCampaigns(deps.db, id),
  ])
  const clicksOn = new Map(counted.map(({ day, clicks }) => [day, clicks]))
  return c.render(
    <LinkPage
      link={shown(c, row)}
      days={days.map((at) => ({ at, value: clicksOn.get(dayOf(at)) ?? 0 }))}
      campaigns={campaigns}
      company={deps.settings.companyName}
      partner={partner?.name ?? ''}
      windowDays={group.windowDays}
      model={group.model}
    />,
  )
}
