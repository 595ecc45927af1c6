import { Hono } from 'hono'
import { ClausePage, NewClausePage } from '../../portal/pages/clause-page.tsx'
import { ClausesPage } from '../../portal/pages/clauses-page.tsx'
import { pageOf, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import { getDeal } from '../deals/store.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, type Declined, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { getCustomerName } from './agreement.ts'
import { grantWords } from './agreement-words.ts'
import { acceptClause, amendClause, mapLine, proposeClause, strikeClause } from './clause.ts'
import { addDays } from './rules-agreements.ts'
import { clauseKinds } from './rules-grants.ts'
import { amendedShape, mappingShape, newClauseShape, signedShape } from './shapes-clauses.ts'
import { getClause, listClauseLines, listClauses } from './store-clauses.ts'

const standardWords =
  'The customer agrees that people who consider buying may phone it about this work, as often as the caps on its page allow, and that we may say that it works with us. ' +
  'It may take this back at any time, at once. No money is paid for it.'

const kinds = clauseKinds.map((value) => ({ value, label: `${grantWords[value].name}: ${grantWords[value].allows}` }))
const pageOfId = { href: (id: string) => `/clauses/${id}`, render: renderClause }

export const clauses = new Hono<AppEnv>()
  .get('/', allow('sales', 'admin', 'auditor'), async (c) => {
    const listed = await listClauses(c.var.deps.db, readCursor(c.req.query('cursor')))
    const { rows, next } = pageOf(listed, (row) => ({ at: row.proposedAt, id: row.id }))
    return c.render(<ClausesPage clauses={rows} olderHref={next && `/clauses?cursor=${next}`} />)
  })
  .get('/new', allow('sales', 'admin'), async (c) => {
    const deal = c.req.query('deal')
    return deal ? renderNew(c, deal) : c.redirect('/deals', 303)
  })
  .post('/', allow('sales', 'admin'), async (c) => {
    const form = await readForm(c, newClauseShape)
    if (!form.ok) return renderNew(c, form.entered.dealId ?? '', { form, status: 422 })
    return orAgain(
      form,
      async () => c.redirect(`/clauses/${await proposeClause(c.var.deps, form.values, c.var.staff.id)}`, 303),
      (again, status) => renderNew(c, form.values.dealId, { form: again, status }),
    )
  })
  .get('/:id', allow('sales', 'admin', 'auditor'), (c) => renderClause(c, c.req.param('id')))
  .post('/:id/acceptance', allow('sales', 'admin'), (c) =>
    actIn(c, signedShape, pageOfId, (id, signed) => acceptClause(c.var.deps, id, signed, c.var.staff.id), 'file'),
  )
  .post('/:id/amendment', allow('sales', 'admin'), (c) =>
    actIn(c, amendedShape, pageOfId, (id, amended) => amendClause(c.var.deps, id, amended, c.var.staff.id), 'file'),
  )
  .post('/:id/strike', allow('sales', 'admin'), (c) =>
    actIn(c, nothingShape, pageOfId, (id) => strikeClause(c.var.deps, id, c.var.staff.id), ''),
  )
  .post('/:id/lines/:n', allow('sales', 'admin'), (c) => {
    const n = c.req.param('n')
    if (!/^\d{1,2}$/.test(n)) throw notFound()
    return actIn(c, mappingShape, pageOfId, (id, { allows }) => mapLine(c.var.deps, id, Number(n), allows, c.var.staff.id), 'allows')
  })

async function renderNew(c: AppContext, dealId: string, declined?: Declined) {
  const { db, newId, now } = c.var.deps
  const { id, name, prospectId } = await getDeal(db, dealId)
  const company = await getCustomerName(db, prospectId)
  const act = declined?.form.entered.act || newId('act')
  return c.render(
    <NewClausePage
      act={act}
      deal={{ id, name, company }}
      words={standardWords}
      endsOn={addDays(dayOf(now()), 730)}
      kinds={kinds}
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

async function renderClause(c: AppContext, id: string, declined?: Declined) {
  const { db } = c.var.deps
  const clause = await getClause(db, id)
  const [company, deal, lines] = await Promise.all([
    getCustomerName(db, clause.prospectId),
    getDeal(db, clause.dealId),
    listClauseLines(db, id),
  ])
  const inWords = (allows: string | null) =>
    allows === null
      ? undefined
      : allows === 'none'
        ? 'Allows nothing'
        : `Allows: ${kinds.find(({ value }) => value === allows)?.label ?? allows}`
  return c.render(
    <ClausePage
      clause={clause}
      company={company}
      deal={deal.name}
      allows={clause.allows.map((kind) => grantWords[kind].name)}
      lines={lines.map((line) => ({ ...line, allowsInWords: inWords(line.allows) }))}
      kinds={kinds}
      mayChange={c.var.staff.roles.some((role) => role === 'sales' || role === 'admin')}
      form={declined?.form}
      formLine={declined && c.req.param('n')}
    />,
    { status: declined?.status ?? 200 },
  )
}
