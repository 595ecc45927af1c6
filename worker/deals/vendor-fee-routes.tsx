import { Hono } from 'hono'
import { NewVendorFeePage } from '../../portal/pages/new-vendor-fee-page.tsx'
import { VendorFeePage } from '../../portal/pages/vendor-fee-page.tsx'
import { VendorFeesPage } from '../../portal/pages/vendor-fees-page.tsx'
import { amountCells, csvOf, csvResponse } from '../csv.ts'
import { pageOf, readAll, readCursor } from '../cursor.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { actIn, type Declined, orAgain } from '../form-acts.ts'
import { allow } from '../identity/policy.ts'
import { arrivalShape, disclosureShape, isFeeStatus, newFeeShape, writeOffShape } from './shapes-vendor-fees.ts'
import { type FeeRow, getFee, listFees, listFeeTotals } from './store-vendor-fees.ts'
import { discloseFee, expectFee, receiveFee, writeOffFee } from './vendor-fees.ts'

/** What vendors owe us for customers we sent them: beside the commissions we pay, never among them (VEN1). */
export const vendorFees = new Hono<AppEnv>()
  .get('/', allow('finance', 'auditor'), async (c) => {
    const { db } = c.var.deps
    const status = isFeeStatus(c.req.query('status'))
    const { rows, next } = pageOf(await listFees(db, { status, cursor: readCursor(c.req.query('cursor')) }), keyOf)
    const query = new URLSearchParams({ ...(status && { status }), ...(next && { cursor: next }) })
    return c.render(
      <VendorFeesPage
        fees={rows}
        totals={await listFeeTotals(db)}
        status={status ?? ''}
        today={todayOf(c)}
        olderHref={next && `/vendor-fees?${query}`}
        mayRecord={c.var.staff.roles.includes('finance')}
      />,
    )
  })
  .get('/fees.csv', allow('finance', 'auditor'), async (c) => {
    const rows = await readAll((cursor, limit) => listFees(c.var.deps.db, { cursor, limit }), keyOf)
    return csvResponse('vendor-fees', csvOf(header, rows.map(cellsOf)))
  })
  .get('/new', allow('finance'), (c) => renderNew(c))
  .post('/', allow('finance'), async (c) => {
    const form = await readForm(c, newFeeShape)
    if (!form.ok) return renderNew(c, { form, status: 422 })
    const { act, ...expected } = form.values
    return orAgain(
      form,
      async () => c.redirect(`/vendor-fees/${await expectFee(c.var.deps, expected, act, c.var.staff.id)}`, 303),
      (again, status) => renderNew(c, { form: again, status }),
      'domain',
    )
  })
  .get('/:id', allow('finance', 'auditor'), (c) => renderFee(c, c.req.param('id')))
  .post('/:id/disclosure', allow('finance'), (c) =>
    actIn(
      c,
      disclosureShape,
      page,
      (id, { disclosed_on: on, disclosed_how: how, ...changing }) => discloseFee(c.var.deps, id, { ...changing, on, how }, c.var.staff.id),
      'disclosed_on',
    ),
  )
  .post('/:id/receipts', allow('finance'), (c) =>
    actIn(
      c,
      arrivalShape,
      page,
      async (id, { currency, ...arrived }) => {
        const fee = await getFee(c.var.deps.db, id)
        if (fee.currency !== currency)
          throw new Refusal(
            'currency_mismatch',
            `This fee is in ${fee.currency.toUpperCase()}. Record the other currency as a fee of its own.`,
          )
        await receiveFee(c.var.deps, id, arrived, c.var.staff.id)
      },
      'received',
    ),
  )
  .post('/:id/write-off', allow('finance'), (c) =>
    actIn(
      c,
      writeOffShape,
      page,
      (id, { write_off_reason: reason, ...changing }) => writeOffFee(c.var.deps, id, { ...changing, reason }, c.var.staff.id),
      'write_off_reason',
    ),
  )

const page = { href: (id: string) => `/vendor-fees/${id}`, render: renderFee }

const todayOf = (c: AppContext): string => c.var.deps.now().toISOString().slice(0, 10)

function renderNew(c: AppContext, declined?: Declined) {
  return c.render(<NewVendorFeePage act={declined?.form.entered.act || c.var.deps.newId('act')} form={declined?.form} />, {
    status: declined?.status ?? 200,
  })
}

async function renderFee(c: AppContext, id: string, declined?: Declined) {
  const { deps, staff } = c.var
  const fee = await getFee(deps.db, id)
  return c.render(
    <VendorFeePage
      fee={fee}
      recording={
        staff.roles.includes('finance') && fee.status !== 'received' && fee.status !== 'written_off'
          ? { act: declined?.form.entered.act || deps.newId('act'), today: todayOf(c) }
          : undefined
      }
      form={declined?.form}
    />,
    { status: declined?.status ?? 200 },
  )
}

const keyOf = (row: FeeRow) => ({ at: row.recordedAt, id: row.id })

const header = [
  'id',
  'vendor',
  'rule',
  'customer',
  'expected_minor',
  'expected',
  'currency',
  'received_minor',
  'received',
  'due_on',
  'status',
  'disclosed_on',
  'bank_reference',
  'received_on',
  'note',
]

const cellsOf = (fee: FeeRow) => [
  fee.id,
  fee.vendor,
  fee.rule,
  fee.company,
  ...amountCells(fee.expectedMinor, fee.currency),
  ...amountCells(fee.receivedMinor, fee.currency).slice(0, 2),
  fee.dueOn,
  fee.status,
  fee.disclosedOn,
  fee.bankReference,
  fee.receivedOn,
  fee.note,
]
