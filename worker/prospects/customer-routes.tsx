import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { CustomersPage } from '../../portal/pages/customers-page.tsx'
import { NewCustomerPage } from '../../portal/pages/new-customer-page.tsx'
import { WinBackPage } from '../../portal/pages/win-back-page.tsx'
import { motions, standings } from '../../schema/customers.ts'
import { categories } from '../../schema/proposals.ts'
import { csvOf, csvResponse, dayCell } from '../csv.ts'
import { pageOf, readAll, readCursor } from '../cursor.ts'
import { dayOf } from '../day-shape.ts'
import type { AppContext, AppEnv } from '../env.ts'
import type { RefusalStatus } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, actOnly, orAgain } from '../form-acts.ts'
import { nothingShape } from '../form-shapes.ts'
import { allow } from '../identity/policy.ts'
import { renderCustomer } from './customer-page.tsx'
import { keepProfile, lapse, restartOutreach, winBack } from './customers.ts'
import { offerRestitution, openGrievance, settleGrievance } from './grievances.ts'
import { makeCustomer } from './make-customer.ts'
import { grievanceShape, lapseShape, newCustomerShape, offerShape, profileShape, returnShape, settlementShape } from './shapes-customers.ts'
import { type CustomerFilter, type CustomerRow, listCustomers, listLapsed } from './store-customers.ts'

const page = { href: (id: string) => `/customers/${id}`, render: renderCustomer }

export const customers = new Hono<AppEnv>()
  .get('/', allow('sales', 'auditor'), (c) => renderCustomers(c))
  .get('/file.csv', allow('sales', 'auditor'), (c) => customersFile(c))
  .get('/win-back', allow('sales', 'auditor'), async (c) => {
    const { db, now } = c.var.deps
    return c.render(<WinBackPage customers={await listLapsed(db, now())} />)
  })
  .get('/new', allow('sales'), (c) => renderNew(c))
  .post('/', allow('sales'), async (c) => {
    const form = await readForm(c, newCustomerShape)
    if (!form.ok) return renderNew(c, form)
    return orAgain(
      form,
      async () => c.redirect(`/customers/${await makeCustomer(c.var.deps, c.var.staff.id, form.values)}`, 303),
      (again, status) => renderNew(c, again, status),
      ({ message }) => (message.includes('domain') ? 'domain' : 'customer_since'),
    )
  })
  .get('/:id', allow('sales', 'finance', 'auditor'), (c) => renderCustomer(c, c.req.param('id')))
  .post('/:id/profile', allow('sales'), (c) =>
    actIn(c, profileShape, page, (id, values) => keepProfile(c.var.deps, c.var.staff.id, id, values), 'motion'),
  )
  .post('/:id/lapse', allow('sales'), (c) =>
    actIn(c, lapseShape, page, (id, values) => lapse(c.var.deps, c.var.staff.id, id, values), 'lapse_reason'),
  )
  .post('/:id/return', allow('sales'), (c) =>
    actIn(c, returnShape, page, (id, values) => winBack(c.var.deps, c.var.staff.id, id, values), 'no_grievance'),
  )
  .post('/:id/outreach', allow('sales'), (c) => {
    const { id } = c.req.param()
    return actOnly(c, nothingShape, `/customers/${id}`, () => restartOutreach(c.var.deps, c.var.staff.id, id))
  })
  .post('/:id/grievances', allow('sales'), (c) =>
    actIn(c, grievanceShape, page, (id, values) => openGrievance(c.var.deps, c.var.staff.id, id, values), 'about'),
  )
  .post('/:id/grievances/:grievance/offer', allow('sales'), (c) => {
    const { grievance } = c.req.param()
    return actIn(c, offerShape, page, (id, values) => offerRestitution(c.var.deps, c.var.staff.id, id, grievance, values), 'restitution')
  })
  .post('/:id/grievances/:grievance/settlement', allow('sales'), (c) => {
    const { grievance } = c.req.param()
    return actIn(c, settlementShape, page, (id, values) => settleGrievance(c.var.deps, c.var.staff.id, id, grievance, values), 'outcome')
  })

function filterOf(c: AppContext): CustomerFilter {
  const level = c.req.query('level') ?? ''
  return {
    standing: standings.find((each) => each === c.req.query('standing')),
    motion: motions.find((each) => each === c.req.query('motion')),
    category: categories.find((each) => each === c.req.query('category')),
    level: /^(\d|1[01])$/.test(level) ? Number(level) : undefined,
  }
}

const queryOf = ({ standing, motion, category, level }: CustomerFilter): Record<string, string> => ({
  ...(category && { category }),
  ...(standing && { standing }),
  ...(motion && { motion }),
  ...(level !== undefined && { level: String(level) }),
})

const keyOf = (row: CustomerRow) => ({ at: row.customerSince, id: row.id })

async function renderCustomers(c: AppContext) {
  const { deps, staff } = c.var
  const filter = filterOf(c)
  const found = await listCustomers(deps.db, filter, deps.now(), readCursor(c.req.query('cursor')))
  const { rows, next } = pageOf(found, keyOf)
  const query = queryOf(filter)
  return c.render(
    <CustomersPage
      customers={rows}
      filter={query}
      fileHref={`/customers/file.csv?${new URLSearchParams(query)}`}
      olderHref={next && `/customers?${new URLSearchParams({ ...query, cursor: next })}`}
      mayChange={staff.roles.includes('sales')}
    />,
  )
}

const header = [
  'id',
  'company',
  'domain',
  'category',
  'partner',
  'standing',
  'motion',
  'level',
  'customer_since',
  'lapsed_on',
  'won_back_on',
]

/** What staff see of customers; who has a say in them stands in no file (domain.md A6). */
async function customersFile(c: AppContext): Promise<Response> {
  const { db, now } = c.var.deps
  const rows = await readAll((cursor, limit) => listCustomers(db, filterOf(c), now(), cursor, limit), keyOf)
  return csvResponse(`customers-${dayOf(now())}`, csvOf(header, rows.map(cellsOf)))
}

const cellsOf = (row: CustomerRow) => [
  row.id,
  row.company,
  row.domain,
  row.category,
  row.isPartner ? 'yes' : 'no',
  row.standing,
  row.motion,
  row.level,
  dayCell(row.customerSince),
  dayCell(row.lapsedAt),
  dayCell(row.wonBackAt),
]

const renderNew = (c: AppContext, form?: FormState, status: RefusalStatus = 422) =>
  c.render(<NewCustomerPage act={form?.entered.act || c.var.deps.newId('act')} form={form} />, { status: form ? status : 200 })
