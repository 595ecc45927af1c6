import type { Discount } from '../../schema/agreements.ts'
import type { AgreementPageProps } from '../pages/agreement-page.tsx'
import { Act } from './act.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { Button } from './button.tsx'
import { type Fact, Facts } from './facts.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { Money } from './money.tsx'
import { type ObligationLine, ObligationTable } from './obligation-table.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export const Owed = ({ agreement, obligations, mayChange, act, form, formLine }: AgreementPageProps) => (
  <Sheet title="What the customer gives">
    <ObligationTable
      obligations={obligations}
      blank={<BlankSlate title="Nothing yet">Add the activities, each with a quantity and the day until which it is due.</BlankSlate>}
      act={
        mayChange
          ? (line) =>
              agreement.status === 'draft' ? (
                <Act action={`/agreements/${agreement.id}/lines/${line.id}/removal`} label="Take out" kind="quiet" small />
              ) : agreement.status === 'signed' && line.due > 0 ? (
                <a href={`#up-${line.id}`}>Give up</a>
              ) : null
          : undefined
      }
    />
    {mayChange &&
      agreement.status === 'signed' &&
      obligations
        .filter(({ due }) => due > 0)
        .map((line) => <GiveUp agreementId={agreement.id} line={line} act={act} form={formLine === line.id ? form : undefined} />)}
  </Sheet>
)

const GiveUp = ({
  agreementId,
  line,
  act,
  form,
}: {
  agreementId: string
  line: ObligationLine
  act: string
  form?: FormState | undefined
}) => {
  return (
    <details class="disclosure" id={`up-${line.id}`} open={form !== undefined}>
      <summary>
        Give up a part of: {line.activity} ({line.due} left)
      </summary>
      <Form
        action={`/agreements/${agreementId}/obligations/${line.id}/cancellation`}
        form={form}
        fields={{ act: `${act}-${line.id}` }}
        buttons={<Button kind="danger">Give it up</Button>}
      >
        <TextField name="n" id={`n-${line.id}`} label="How many" inputmode="numeric" size="short" value="1" form={form} />
        <TextField name="reason" id={`reason-${line.id}`} label="Why" maxlength={300} form={form} hint="The customer reads this, too." />
      </Form>
    </details>
  )
}

export const Gets = ({ agreement, benefits, discount, cover, names, mayChange, maySecond, form: sent }: AgreementPageProps) => {
  const form = formOf(sent, 'secondReason')
  const isDraft = agreement.status === 'draft'
  return (
    <Sheet title="What the customer gets">
      {discount && (
        <>
          <Facts wide facts={discountFacts(discount, cover, names)} />
          {mayChange && isDraft && (
            <Act action={`/agreements/${agreement.id}/lines/${discount.id}/removal`} label="Take the discount out" kind="quiet" small />
          )}
          {isDraft && maySecond && !discount.secondBy && (
            <Form action={`/agreements/${agreement.id}/discount/second`} form={form} buttons={<Button>Agree to this discount</Button>}>
              <TextField
                name="secondReason"
                label="Why so much"
                maxlength={300}
                form={form}
                hint="Needed above the second limit; a person who did not propose it."
              />
            </Form>
          )}
        </>
      )}
      <ul class="plain-list">
        {benefits.map((benefit) => (
          <li>
            {benefit.kindInWords}: {benefit.text}{' '}
            {mayChange && isDraft && (
              <Act action={`/agreements/${agreement.id}/lines/${benefit.id}/removal`} label="Take out" kind="quiet" small />
            )}
          </li>
        ))}
      </ul>
      {!discount && benefits.length === 0 && <p class="soft">Nothing is stated yet.</p>}
    </Sheet>
  )
}

const discountFacts = (discount: Discount, cover: AgreementPageProps['cover'], names: ReadonlyMap<string, string>): Fact[] => {
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={discount.currency} />
  return [
    {
      label: 'Discount',
      value: (
        <>
          {discount.percentBps / 100} % of {money(discount.listMinor)}
        </>
      ),
    },
    { label: 'Amount', value: money(discount.amountMinor) },
    ...(cover
      ? [
          { label: 'Come back in activities', value: money(cover.coveredMinor) },
          { label: 'Receivable', value: money(cover.receivableMinor) },
          { label: 'Given up', value: money(cover.lostMinor) },
        ]
      : []),
    ...(discount.secondBy
      ? [{ label: 'Second person', value: `${names.get(discount.secondBy) ?? discount.secondBy}: ${discount.secondReason}` }]
      : []),
  ]
}
