import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { NewQuotePage } from '../../portal/pages/new-quote-page.tsx'
import { QuotePage } from '../../portal/pages/quote-page.tsx'
import { QuotesPage } from '../../portal/pages/quotes-page.tsx'
import type { Grant } from '../../schema/grants.ts'
import { type QuoteChannel, quoteChannels, quoteStatuses } from '../../schema/quotes.ts'
import { getCustomerName } from '../agreements/agreement.ts'
import { grantWords, useWords } from '../agreements/agreement-words.ts'
import { isLive } from '../agreements/rules-grants.ts'
import { reasonShape } from '../agreements/shapes-fields.ts'
import { csvOf, csvResponse } from '../csv.ts'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound, type RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, type Declined, orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { askForQuote, publishQuote } from './publish.ts'
import { approveQuote, editQuote, keepQuote } from './quote.ts'
import { askableChannels, channelNeeds, shownAs } from './rules.ts'
import { approvalOfQuoteShape, editShape, newQuoteShape, permissionShape, publicationShape } from './shapes.ts'
import { getQuote, listGrantsOfWords, listQuotes, listUsesOfWords } from './store.ts'
import { listPublished } from './store-published.ts'
import { listMailable } from './store-surveys.ts'
import { withdrawQuote } from './withdraw.ts'

const readers = ['sales', 'admin', 'auditor'] as const
const pageOfId = { href: (id: string) => `/quotes/${id}`, render: renderQuote }

/** The library, for staff alone (SUR2). */
export const quotes = new Hono<AppEnv>()
  .get('/', allow(...readers), (c) => renderList(c))
  .get('/file.csv', allow(...readers), (c) => quotesFile(c))
  .get('/new', allow('sales', 'admin'), async (c) => {
    const prospectId = c.req.query('prospect')
    return prospectId ? renderNew(c, prospectId) : c.redirect('/customers', 303)
  })
  .post('/', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, newQuoteShape)
    if (!form.ok) return renderNew(c, form.entered.prospectId ?? '', form)
    const keep = () => keepQuote(c.var.deps, form.values, c.var.staff.id).then((id) => c.redirect(`/quotes/${id}`, 303))
    return orAgain(form, keep, (again, status) => renderNew(c, form.values.prospectId, again, status))
  })
  .get('/:id', allow(...readers), (c) => renderQuote(c, c.req.param('id')))
  .post('/:id/approval', allow('sales', 'admin'), (c) =>
    actIn(c, approvalOfQuoteShape, pageOfId, (id, { textHash }) => approveQuote(c.var.deps, id, textHash, c.var.staff.id), ''),
  )
  .post('/:id/edit', allow('sales', 'admin'), (c) =>
    actIn(c, editShape, pageOfId, (id, edit) => editQuote(c.var.deps, id, edit, c.var.staff.id), 'words'),
  )
  .post('/:id/permission', allow('sales', 'admin'), (c) =>
    actIn(c, permissionShape, pageOfId, (id, asked) => askForQuote(c.var.deps, id, asked, c.var.staff.id), 'channel'),
  )
  .post('/:id/publication', allow('sales', 'admin'), (c) =>
    actIn(c, publicationShape, pageOfId, (id, wanted) => publishQuote(c.var.deps, id, wanted, c.var.staff.id), 'channel'),
  )
  .post('/:id/withdrawal', allow('sales', 'admin'), (c) =>
    actIn(
      c,
      reasonShape,
      pageOfId,
      async (id, { reason }) => withdrawQuote(c.var.deps, await getQuote(c.var.deps.db, id), { by: c.var.staff.id, side: 'us', reason }),
      'reason',
    ),
  )

const mayChange = (c: AppContext) => c.var.staff.roles.some((role) => role === 'sales' || role === 'admin')

async function renderList(c: AppContext) {
  const { db } = c.var.deps
  const status = quoteStatuses.find((each) => each === c.req.query('status'))
  const channel = quoteChannels.find((each) => each === c.req.query('channel'))
  const prospectId = c.req.query('customer') || undefined
  const [listed, company] = await Promise.all([
    listQuotes(db, { status, channel, prospectId }, readCursor(c.req.query('cursor'))),
    prospectId ? getCustomerName(db, prospectId) : undefined,
  ])
  const { rows, next } = pageOf(listed, (row) => ({ at: row.createdAt, id: row.id }))
  const query = { ...(status && { status }), ...(channel && { channel }), ...(prospectId && { customer: prospectId }) }
  return c.render(
    <QuotesPage
      quotes={rows.map((row) => ({ ...row, shownAs: shownAs(row) }))}
      filter={{ status: status ?? '', channel: channel ?? '', customer: prospectId ?? '' }}
      customer={prospectId && company ? { id: prospectId, company } : undefined}
      mayChange={mayChange(c)}
      olderHref={next && `/quotes?${new URLSearchParams({ ...query, cursor: next })}`}
    />,
  )
}

async function renderNew(c: AppContext, prospectId: string, form?: FormState, status: RefusalStatus = 422) {
  const { db, newId } = c.var.deps
  if (!prospectId) throw notFound()
  const [company, people] = await Promise.all([getCustomerName(db, prospectId), listMailable(db, prospectId)])
  return c.render(
    <NewQuotePage act={form?.entered.act || newId('act')} customer={{ id: prospectId, company }} people={people} form={form} />,
    { status: form ? status : 200 },
  )
}

/** Asked for already, or given. */
const isForChannel = (channel: QuoteChannel, { kind, status }: Grant) =>
  channelNeeds[channel].grants.includes(kind) && (status === 'asked' || status === 'given')

async function renderQuote(c: AppContext, id: string, declined?: Declined) {
  const { db, newId, now } = c.var.deps
  const quote = await getQuote(db, id)
  const [grants, uses] = await Promise.all([listGrantsOfWords(db, quote), listUsesOfWords(db, quote)])
  const today = dayOf(now())
  return c.render(
    <QuotePage
      quote={quote}
      company={quote.company}
      shownAs={shownAs(quote)}
      benefits={grants.flatMap((grant) => (isLive(grant, today) && grant.benefitDisclosed ? [grant.benefitDisclosed] : []))}
      grants={grants.map((grant) => ({ ...grant, kindInWords: grantWords[grant.kind].name }))}
      uses={uses.map((use) => ({ ...use, useInWords: useWords[use.kind] }))}
      askable={askableChannels.filter(
        (channel) => quote.channels.includes(channel) && !grants.some((grant) => isForChannel(channel, grant)),
      )}
      mayChange={mayChange(c)}
      act={newId('act')}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

const header = ['id', 'shown_as', 'text', 'channels', 'benefit_disclosed', 'published_on', 'ends_on']

/** What may be shown at this moment, and nothing else: a line that was withdrawn is in no file made after the click. */
async function quotesFile(c: AppContext): Promise<Response> {
  const { deps } = c.var
  const rows = await listPublished(deps, { limit: 1_000 })
  const cells = rows.map((row) => [row.id, row.shownAs, row.text, row.channels.join(' '), row.benefit, row.publishedOn, row.endsOn])
  return csvResponse(`quotes-${dayOf(deps.now())}`, csvOf(header, cells))
}
