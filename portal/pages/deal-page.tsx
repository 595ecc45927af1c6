import type { Currency } from '../../schema/currency.ts'
import type { DealStatus } from '../../schema/deals.ts'
import type { DealKind } from '../../schema/terms.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { CommissionReason, type CommissionState } from '../components/commission-state.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Closure, PaymentForm, ReturnForm } from '../components/deal-forms.tsx'
import { DealKindPart } from '../components/deal-kind.tsx'
import { fieldsOfKind, type KindView } from '../components/deal-kind-view.ts'
import { measurementOptions } from '../components/deal-measurements.tsx'
import { DealState, kindWords } from '../components/deal-words.tsx'
import { Facts } from '../components/facts.tsx'
import { StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { Way } from '../components/way.tsx'

type DealPayment = {
  id: string
  paidAt: Date
  paidMinor: number
  baseMinor: number
  returnedMinor: number
  commission: { id: string; standsMinor: number; state: CommissionState } | null
  /** Why it earned nothing. */
  refusal: string | null
  returns: { object: string; status: string; countsMinor: number; happenedAt: Date }[]
}

export type DealPageProps = {
  deal: {
    id: string
    prospectId: string
    name: string
    kind: DealKind
    currency: Currency
    amountMinor: number
    status: DealStatus
    statusReason: string | null
    source: string | null
    openedAt: Date
  }
  company: string
  openedBy: string
  credit: {
    partnerId: string
    partner: string
    reason: string
    terms: string
    version: number
    held: string[]
    forfeited: string | null
    /** The agreement with the lower price that stands in the way. */
    cutBy: string | null
  } | null
  kind: KindView
  payments: DealPayment[]
  /** What may become of it; empty for people who only read. */
  next: DealStatus[]
  /** Ids of the forms that make something, and today; absent for people who only read. */
  recording: { paymentAct: string; returnAct: string; kindAct: string; today: string } | undefined
  form?: FormState | undefined
}

export const DealPage = (page: DealPageProps) => (
  <>
    <PageHead
      title={page.deal.name}
      state={<DealState status={page.deal.status} />}
      back={{ href: '/deals', label: 'Deals' }}
      actions={page.recording && <ButtonLink href={`/clauses/new?deal=${page.deal.id}`}>Reference clause</ButtonLink>}
    />
    <StrayProblems form={page.form} fields={fieldsOf(page)} />
    <Sheet title="The deal">
      <Facts wide facts={factsOf(page)} />
      <Closure dealId={page.deal.id} next={page.next} form={page.form} />
    </Sheet>
    <DealKindPart deal={page.deal} kind={page.kind} recording={page.recording} form={page.form} />
    <Sheet title="Payments">
      <Payments {...page} />
    </Sheet>
    {page.recording && page.deal.status !== 'lost' && (
      <div class="grid">
        <PaymentForm
          {...page.deal}
          act={page.recording.paymentAct}
          today={page.recording.today}
          form={page.form}
          paysFor={
            page.kind.details?.metric == null ? undefined : measurementOptions(page.kind.measurements, 'accepted', page.deal.currency)
          }
        />
        {page.payments.length > 0 && (
          <ReturnForm
            {...page.deal}
            payments={page.payments}
            act={page.recording.returnAct}
            today={page.recording.today}
            form={page.form}
          />
        )}
      </div>
    )}
  </>
)

/** The fields by which a declined form is known, of the forms that are drawn now. */
const fieldsOf = ({ deal, kind, next, recording, payments }: DealPageProps) => [
  ...(next.some((to) => to === 'lost' || to === 'ended') ? ['reason'] : []),
  ...(recording ? ['paid'] : []),
  ...(recording && payments.length > 0 ? ['returned'] : []),
  ...fieldsOfKind({ deal, kind, recording }),
]

function factsOf({ deal, company, openedBy, credit }: DealPageProps) {
  return [
    { label: 'Prospect', value: <Way href={`/prospects/${deal.prospectId}`}>{company}</Way> },
    { label: 'Kind', value: kindWords[deal.kind] },
    { label: 'Agreed', value: <Money amountMinor={deal.amountMinor} currency={deal.currency} /> },
    { label: 'Credit', value: credit ? <a href={`/partners/${credit.partnerId}`}>{credit.partner}</a> : 'Nobody' },
    ...(credit
      ? [
          { label: 'Because', value: credit.reason },
          { label: 'Terms', value: `${credit.terms} (version ${credit.version})` },
        ]
      : []),
    ...(credit && credit.held.length > 0 ? [{ label: 'Each commission is held', value: [...new Set(credit.held)].join(' ') }] : []),
    ...(credit?.forfeited
      ? [
          {
            label: 'New payments earn nothing',
            value: (
              <>
                {credit.forfeited} {credit.cutBy && <a href={`/agreements/${credit.cutBy}`}>The agreement</a>}
              </>
            ),
          },
        ]
      : []),
    ...(deal.source ? [{ label: 'At Stripe', value: <ShortId id={deal.source} /> }] : []),
    ...(deal.statusReason ? [{ label: 'Reason', value: deal.statusReason }] : []),
    {
      label: 'Opened',
      value: (
        <>
          <Instant at={deal.openedAt} /> by {openedBy}
        </>
      ),
    },
  ]
}

const Payments = ({ deal, payments }: DealPageProps) => {
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={deal.currency} />
  return (
    <DataTable
      caption="Payments"
      rows={payments}
      columns={[
        { key: 'at', head: 'Paid on', cell: (row) => <Day at={row.paidAt} /> },
        { key: 'paid', head: 'Paid', number: true, cell: (row) => money(row.paidMinor) },
        { key: 'base', head: 'Counts', number: true, cell: (row) => money(row.baseMinor) },
        { key: 'returned', head: 'Returned', number: true, cell: (row) => money(row.returnedMinor) },
        { key: 'why', head: 'Commission', cell: (row) => <Outcome {...row} /> },
        { key: 'stands', head: 'Stands at', number: true, cell: (row) => money(row.commission?.standsMinor ?? 0) },
      ]}
      blank={
        <BlankSlate title="No payments yet">What the customer paid stands here, by hand or from Stripe, with what it earned.</BlankSlate>
      }
    />
  )
}

const Outcome = ({ commission, refusal }: DealPayment) =>
  commission ? (
    <a href={`/commissions/${commission.id}`}>
      <CommissionReason {...commission.state} />
    </a>
  ) : (
    <span class="soft">{refusal ?? 'Nobody has the credit.'}</span>
  )
