import type { Currency } from '../../schema/currency.ts'
import { Button, ButtonLink } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { Form } from './form.tsx'
import type { FormState } from './form-state.ts'
import { Instant } from './instant.tsx'
import { Money } from './money.tsx'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { ShortId } from './short-id.tsx'
import { TextField } from './text-field.tsx'

type ShownTransfer = {
  id: string
  amountMinor: number
  /** Undefined for a currency that we do not know. */
  currency: Currency | undefined
  reversedMinor: number
  destination: string
  createdAt: Date
  equals: boolean
}

export type Proposal = { n: number; outcome: 'paid' | 'released'; transfer: string | null; reason: string; by: string; at: Date }

export type StuckPayoutProps = {
  /** Where the forms go: the payout's own page. */
  href: string
  /** What Stripe shows now; undefined when it did not answer. */
  transfers: readonly ShownTransfer[] | undefined
  /** What that proves, or why nothing yet. */
  evidence:
    | { outcome: 'paid'; transfer: string; adjustMinor: number }
    | { outcome: 'released' }
    | { outcome: 'open'; why: string }
    | undefined
  proposal: Proposal | undefined
  may: { propose: boolean; decide: boolean }
  hasSecondFactor: boolean
  form: FormState | undefined
}

const outcomeInWords = (outcome: 'paid' | 'released') => (outcome === 'paid' ? 'it was paid' : 'no transfer of it stands')

/** A stuck payout: what Stripe shows at this moment, what finance says of it, and the second person's decision. */
export const StuckPayout = (stuck: StuckPayoutProps) => (
  <>
    <Shown {...stuck} />
    {stuck.proposal ? <Decision {...stuck} proposal={stuck.proposal} /> : <Proposing {...stuck} />}
  </>
)

const Shown = ({ transfers, evidence }: StuckPayoutProps) => (
  <Sheet title="What Stripe shows now">
    {transfers ? (
      <DataTable
        caption="Transfers at Stripe that carry this payout"
        rows={transfers}
        columns={[
          { key: 'transfer', head: 'Transfer', rowHead: true, cell: (row) => <ShortId id={row.id} /> },
          { key: 'at', head: 'Made', cell: (row) => <Instant at={row.createdAt} /> },
          { key: 'amount', head: 'Amount', number: true, cell: (row) => <Amount row={row} amountMinor={row.amountMinor} /> },
          { key: 'reversed', head: 'Taken back', number: true, cell: (row) => <Amount row={row} amountMinor={row.reversedMinor} /> },
          { key: 'to', head: 'Stripe account', cell: (row) => <ShortId id={row.destination} /> },
          { key: 'equals', head: 'As ordered', cell: (row) => (row.equals ? 'Yes' : 'No') },
        ]}
        blank={<p class="soft">No transfer carries this payout.</p>}
      />
    ) : (
      <Notice tone="warn" title="Stripe does not answer">
        That says nothing about the payout. Open this page again in a minute.
      </Notice>
    )}
    {evidence && <p>{evidenceInWords(evidence)}</p>}
  </Sheet>
)

const Amount = ({ row, amountMinor }: { row: ShownTransfer; amountMinor: number }) =>
  row.currency ? <Money amountMinor={amountMinor} currency={row.currency} /> : `${amountMinor}`

function evidenceInWords(evidence: NonNullable<StuckPayoutProps['evidence']>): string {
  if (evidence.outcome === 'open') return evidence.why
  if (evidence.outcome === 'paid')
    return evidence.adjustMinor === 0
      ? 'One transfer stands, and it is the one that was ordered: the payout was paid.'
      : `One transfer stands, and it carries ${evidence.adjustMinor > 0 ? 'less' : 'more'} than was ordered. The payout was paid; what is ${evidence.adjustMinor > 0 ? 'missing is owed to the partner' : 'too much is owed by the partner'} by an adjustment, or reverse it whole at Stripe.`
  return 'No transfer stands: none was made, or it was taken back whole. If Stripe asked you to approve the request, refuse it there first: a transfer that is approved later would pay what is owed a second time.'
}

const Proposing = ({ href, evidence, may, form }: StuckPayoutProps) =>
  may.propose && evidence && evidence.outcome !== 'open' ? (
    <Sheet title="Propose an end">
      <p>Another person, an approver, confirms it. Nothing moves before.</p>
      <Form
        action={`${href}/decisions`}
        form={form}
        fields={{ outcome: evidence.outcome, ...(evidence.outcome === 'paid' && { transfer: evidence.transfer }) }}
        buttons={<Button kind="primary">{`Propose that ${outcomeInWords(evidence.outcome)}`}</Button>}
      >
        <TextField name="reason" label="What you found" maxlength={300} form={form} />
      </Form>
    </Sheet>
  ) : null

const Decision = ({ href, proposal, may, hasSecondFactor }: StuckPayoutProps & { proposal: Proposal }) => (
  <Sheet title={`Proposed: ${outcomeInWords(proposal.outcome)}`}>
    <p>
      {proposal.by}, <Instant at={proposal.at} />: {proposal.reason}
    </p>
    {proposal.transfer && (
      <p>
        By transfer <ShortId id={proposal.transfer} />.
      </p>
    )}
    {may.decide && !hasSecondFactor && (
      <Notice action={<ButtonLink href={`/sign-in/second-factor?next=${href}`}>Use your passkey</ButtonLink>}>
        Confirming needs your passkey, used in the last ten minutes.
      </Notice>
    )}
    {may.decide && (
      <div class="row">
        {hasSecondFactor && (
          <Form
            action={`${href}/decisions/${proposal.n}/confirmation`}
            buttons={<Button kind="primary">{`Confirm that ${outcomeInWords(proposal.outcome)}`}</Button>}
          />
        )}
        <Form action={`${href}/decisions/${proposal.n}/refusal`} buttons={<Button kind="danger">Refuse the proposal</Button>} />
      </div>
    )}
    {!may.decide && <p class="soft">An approver other than {proposal.by} decides.</p>}
  </Sheet>
)
