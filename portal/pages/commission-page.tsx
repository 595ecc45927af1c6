import type { Child } from 'hono/jsx'
import { Button } from '../components/button.tsx'
import { CommissionBadge, CommissionReason } from '../components/commission-state.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { TextField } from '../components/text-field.tsx'
import { Trail } from '../components/trail.tsx'
import { Way } from '../components/way.tsx'
import { Credit, type ReceiptProps } from './receipt-page.tsx'

type CommissionProps = {
  receipt: ReceiptProps
  partner: { id: string; name: string }
  deal: { id: string; name: string } | null
  holds: { commissionId: string; n: number; reason: string; owner: string; openedAt: Date; closedAt: Date | null; signal: string | null }[]
  trail: { at: Date; actor: string; act: string }[]
  /** What this person may do now. */
  may: { hold: boolean; reject: boolean; release: boolean }
  form?: FormState | undefined
}

export const CommissionPage = (page: CommissionProps) => (
  <>
    <PageHead
      title={`Commission: ${page.receipt.company ?? page.partner.name}`}
      state={<CommissionBadge {...page.receipt.state} />}
      back={{ href: '/commissions', label: 'Commissions' }}
    />
    <StrayProblems form={page.form} fields={fieldsOf(page)} />
    <Sheet title="The sum">
      <Facts wide facts={factsOf(page)} />
    </Sheet>
    {page.receipt.corrections.length > 0 && <Corrections {...page.receipt} />}
    {page.receipt.credit && <Credit credit={page.receipt.credit} title="Why the partner has it" />}
    <Holds {...page} />
    {(page.may.hold || page.may.reject) && <Decisions {...page} />}
    <Trail rows={page.trail} />
  </>
)

/** The fields by which a declined form is known, of the forms that are drawn now. */
const fieldsOf = ({ may, holds }: CommissionProps) => [
  ...(may.hold ? ['hold_reason'] : []),
  ...(may.reject ? ['reject_reason'] : []),
  ...(may.release && holds.some(({ closedAt, signal }) => closedAt === null && !signal) ? ['release_reason'] : []),
]

function factsOf({ receipt, partner, deal }: CommissionProps) {
  const { payment, rule, credit, currency } = receipt
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={currency} />
  const facts: { label: string; value: Child }[] = [
    { label: 'Stands at', value: money(receipt.standsMinor) },
    { label: 'Earned', value: money(receipt.earnedMinor) },
    { label: 'Partner', value: <a href={`/partners/${partner.id}`}>{partner.name}</a> },
    { label: 'Deal', value: deal ? <Way href={`/deals/${deal.id}`}>{deal.name}</Way> : 'None' },
    { label: 'Rule', value: rule ? `${rule.words} (version ${rule.version})` : 'None' },
    { label: 'Waiting period ends', value: <Day at={receipt.state.maturesAt} /> },
    { label: 'Credit', value: credit?.reason ?? 'None' },
    { label: 'Written down', value: <Instant at={receipt.accruedAt} /> },
    { label: 'Number', value: <ShortId id={receipt.id} /> },
    ...receipt.payouts.map(({ id, transfer }) => ({ label: 'Payout', value: <ShortId id={transfer ?? id} /> })),
  ]
  return payment
    ? [
        ...facts,
        { label: 'Customer paid', value: money(payment.paidMinor) },
        { label: 'Of it counts', value: money(payment.baseMinor) },
        { label: 'Returned', value: money(payment.returnedMinor) },
        { label: 'Paid on', value: <Day at={payment.paidAt} /> },
      ]
    : facts
}

const Corrections = ({ corrections, currency }: ReceiptProps) => (
  <Sheet title="Corrections">
    <DataTable
      caption="Corrections"
      rows={corrections}
      columns={[
        { key: 'at', head: 'Date', cell: (row) => <Day at={row.accruedAt} /> },
        { key: 'state', head: 'Why', cell: (row) => <CommissionReason {...row.state} /> },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={currency} /> },
      ]}
    />
  </Sheet>
)

const Holds = ({ holds, may, form }: CommissionProps) =>
  holds.length === 0 ? null : (
    <Sheet title="Holds">
      {holds.map((hold) => (
        <div class="stack stack--close">
          <p>
            {hold.reason} <span class="soft">{hold.owner} decides, since </span>
            <Instant at={hold.openedAt} />
            {hold.closedAt && (
              <span class="soft">
                ; ended <Instant at={hold.closedAt} />
              </span>
            )}
            .
          </p>
          {hold.signal && !hold.closedAt && <a href={`/signals/${hold.signal}`}>Decide the signal</a>}
          {may.release && !hold.signal && !hold.closedAt && (
            <Form
              action={`/commissions/${hold.commissionId}/holds/${hold.n}/release`}
              form={formOf(form, 'release_reason')}
              buttons={<Button>Release</Button>}
            >
              <TextField name="release_reason" label="Why it ends" form={form} maxlength={300} id={`release-${hold.n}`} />
            </Form>
          )}
        </div>
      ))}
    </Sheet>
  )

const Decisions = ({ receipt, may, form }: CommissionProps) => (
  <div class="grid">
    {may.hold && (
      <Sheet title="Put on hold">
        <Form action={`/commissions/${receipt.id}/holds`} form={formOf(form, 'hold_reason')} buttons={<Button>Put on hold</Button>}>
          <TextField name="hold_reason" label="Reason" hint="The partner reads it, and that you decide." form={form} maxlength={300} />
        </Form>
      </Sheet>
    )}
    {may.reject && (
      <Sheet title="Refuse">
        <Form
          action={`/commissions/${receipt.id}/rejection`}
          form={formOf(form, 'reject_reason')}
          buttons={<Button kind="danger">Refuse</Button>}
        >
          <p class="soft">
            Takes back <Money amountMinor={receipt.standsMinor} currency={receipt.currency} /> for good.
          </p>
          <TextField name="reject_reason" label="Reason" hint="The partner reads it." form={form} maxlength={300} />
        </Form>
      </Sheet>
    )}
  </div>
)
