import type { VendorFee } from '../../schema/deal-kinds.ts'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { MoneyField } from '../components/money-field.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'
import { FeeState } from '../components/vendor-fee-state.tsx'

type VendorFeePageProps = {
  fee: VendorFee & { company: string }
  /** Absent once it is over, and for people who only read. */
  recording: { act: string; today: string } | undefined
  form?: FormState | undefined
}

export const VendorFeePage = (page: VendorFeePageProps) => {
  const { fee, recording, form } = page
  return (
    <>
      <PageHead title={fee.vendor} state={<FeeState {...fee} />} back={{ href: '/vendor-fees', label: 'Vendor fees' }} />
      <StrayProblems form={form} fields={recording ? ['disclosed_on', 'received', 'write_off_reason'] : []} />
      <Sheet title="The fee">
        <Facts wide facts={factsOf(fee)} />
      </Sheet>
      {recording && (
        <div class="grid">
          {!fee.disclosedOn && <Disclosure {...page} recording={recording} />}
          <Arrival {...page} recording={recording} />
          <WriteOff {...page} recording={recording} />
        </div>
      )}
    </>
  )
}

const factsOf = (fee: VendorFeePageProps['fee']) => [
  { label: 'Customer', value: fee.company },
  { label: 'Rule', value: fee.rule },
  { label: 'Expected', value: <Money amountMinor={fee.expectedMinor} currency={fee.currency} /> },
  { label: 'Due', value: <DayOf day={fee.dueOn} /> },
  { label: 'Received', value: <Money amountMinor={fee.receivedMinor} currency={fee.currency} /> },
  { label: 'Missing', value: <Money amountMinor={Math.max(0, fee.expectedMinor - fee.receivedMinor)} currency={fee.currency} /> },
  ...(fee.bankReference
    ? [
        {
          label: 'At the bank',
          value: (
            <>
              {fee.bankReference}
              {fee.receivedOn && (
                <>
                  , <DayOf day={fee.receivedOn} />
                </>
              )}
            </>
          ),
        },
      ]
    : []),
  {
    label: 'Customer told',
    value: fee.disclosedOn ? (
      <>
        <DayOf day={fee.disclosedOn} />: {fee.disclosedHow}
      </>
    ) : (
      'Not yet'
    ),
  },
  ...(fee.note ? [{ label: 'Note', value: fee.note }] : []),
]

type Recorded = VendorFeePageProps & { recording: NonNullable<VendorFeePageProps['recording']> }

const fieldsOf = ({ fee, recording }: Recorded) => ({ act: recording.act, version: String(fee.version) })

const Disclosure = (page: Recorded) => {
  const form = formOf(page.form, 'disclosed_on')
  return (
    <Sheet title="The customer was told">
      <Form
        action={`/vendor-fees/${page.fee.id}/disclosure`}
        form={form}
        fields={fieldsOf(page)}
        buttons={<Button kind="primary">It was told</Button>}
      >
        <TextField name="disclosed_on" label="On" type="date" size="short" value={page.recording.today} form={form} />
        <TextField
          name="disclosed_how"
          label="How"
          maxlength={300}
          form={form}
          hint="It stands on the customer’s relationship page from then on: that we earn, from whom and by which rule."
        />
      </Form>
    </Sheet>
  )
}

const Arrival = (page: Recorded) => {
  const { fee } = page
  const form = formOf(page.form, 'received')
  return (
    <Sheet title="Money came">
      <Form
        action={`/vendor-fees/${fee.id}/receipts`}
        form={form}
        fields={{ ...fieldsOf(page), currency: fee.currency }}
        buttons={<Button kind={fee.disclosedOn ? 'primary' : 'plain'}>Record it</Button>}
      >
        <MoneyField name="received" label="Came now" currency={fee.currency} form={form} />
        <TextField name="bank_reference" label="The bank’s reference" maxlength={140} form={form} />
        <TextField name="received_on" label="Came on" type="date" size="short" value={page.recording.today} form={form} />
        <TextField name="note" label="Note" maxlength={300} optional form={form} hint="Why it is less than expected, if it is." />
      </Form>
    </Sheet>
  )
}

const WriteOff = (page: Recorded) => {
  const form = formOf(page.form, 'write_off_reason')
  return (
    <Sheet title="Write it off">
      <Form
        action={`/vendor-fees/${page.fee.id}/write-off`}
        form={form}
        fields={fieldsOf(page)}
        buttons={<Button kind="danger">Write off what is missing</Button>}
      >
        <TextField name="write_off_reason" label="Why nothing more will come" maxlength={300} form={form} />
      </Form>
    </Sheet>
  )
}
