import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { QuoteAuthorPage } from '../../portal/pages/quote-author-page.tsx'
import { isLive } from '../agreements/rules-grants.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import type { RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { refuseEdit, renewQuote, signOffQuote } from './author.ts'
import { mayBeRenewed, shownAs } from './rules.ts'
import { signOffShape } from './shapes.ts'
import { getQuoteByToken, listGrantsOfWords, type QuoteRow } from './store.ts'
import { withdrawQuote } from './withdraw.ts'

/** `/quote/:token`: one line, for the one person who wrote it. */
export const quotePages = new Hono<AppEnv>()
  .get('/:link', allow('anyone'), (c) => renderQuote(c))
  .post('/:link/approval', allow('anyone'), async (c) => {
    const quote = await quoteOf(c)
    const form = await readForm(c, signOffShape)
    if (!form.ok) return renderQuote(c, form)
    return orAgain(form, () => signOffQuote(c.var.deps, quote, form.values).then(() => back(c)), againOn(c))
  })
  .post('/:link/refusal', allow('anyone'), (c) => act(c, (quote) => refuseEdit(c.var.deps, quote)))
  .post('/:link/renewal', allow('anyone'), (c) => act(c, (quote) => renewQuote(c.var.deps, quote)))
  .post('/:link/withdrawal', allow('anyone'), (c) =>
    act(c, (quote) =>
      withdrawQuote(c.var.deps, quote, { by: quote.contactId ?? quote.id, side: 'them', reason: 'taken back by its author' }),
    ),
  )

/** A button of the page. */
async function act(c: AppContext, decide: (quote: QuoteRow) => Promise<void>): Promise<Response> {
  const quote = await quoteOf(c)
  const form = await readForm(c, nothingShape)
  if (!form.ok) return renderQuote(c, form)
  return orAgain(form, () => decide(quote).then(() => back(c)), againOn(c))
}

const quoteOf = (c: AppContext) => getQuoteByToken(c.var.deps.db, c.req.param('link') ?? '')
const back = (c: AppContext): Response => c.redirect(`/quote/${c.req.param('link')}`, 303)
const againOn = (c: AppContext) => (form: FormState, status: RefusalStatus) => renderQuote(c, form, status)

async function renderQuote(c: AppContext, form?: FormState, status: RefusalStatus = 422) {
  const { db, now, settings } = c.var.deps
  const quote = await quoteOf(c)
  const today = dayOf(now())
  const grants = await listGrantsOfWords(db, quote)
  return c.render(
    <QuoteAuthorPage
      token={c.req.param('link') ?? ''}
      programme={settings.companyName}
      quote={quote}
      company={quote.company}
      shownAs={shownAs(quote)}
      benefits={grants.flatMap((grant) => (isLive(grant, today) && grant.benefitDisclosed ? [grant.benefitDisclosed] : []))}
      mayRenew={mayBeRenewed(quote, today)}
      form={form}
    />,
    { audience: 'home', status: form ? status : 200 },
  )
}
