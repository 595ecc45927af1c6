import type { Child } from 'hono/jsx'
import { type Worry, worryKinds } from '../../schema/proposals.ts'
import { Act } from './act.tsx'
import { Button } from './button.tsx'
import { CheckboxField } from './checkbox-field.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { Notice } from './notice.tsx'
import { WorryState, worryWords } from './proposal-state.tsx'
import { type Option, SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextAreaField } from './text-area-field.tsx'

type WorriesProps = {
  proposalId: string
  isDraft: boolean
  mayChange: boolean
  worries: readonly Worry[]
  answers: readonly Option[]
  form?: FormState | undefined
  formWorry?: string | undefined
}

/** Quality, satisfaction, cost: in the prospect's words, each with its answer (WOR1). */
export const Worries = (props: WorriesProps) => {
  const { worries, mayChange, isDraft } = props
  const left = worryKinds.filter((kind) => !worries.some((worry) => worry.kind === kind))
  return (
    <Sheet title="What worries them" id="worries">
      {worries.length === 0 && <p class="soft">Nothing was said yet. Ask: will it be good, will we be content, does it cost too much?</p>}
      {worries.map((worry) => (
        <OneWorry {...props} worry={worry} />
      ))}
      {mayChange && isDraft && left.length > 0 && <RaiseForm {...props} left={left} />}
    </Sheet>
  )
}

const OneWorry = ({ worry, ...props }: WorriesProps & { worry: Worry }) => {
  const { proposalId, isDraft, mayChange, answers, form, formWorry } = props
  const declined = formWorry === worry.kind ? form : undefined
  return (
    <section class="stack stack--close">
      <h3>
        {worryWords[worry.kind]} <WorryState status={worry.status} />
      </h3>
      <blockquote class="quote quote__text">{worry.words}</blockquote>
      <Answer worry={worry} answers={answers} />
      {mayChange && worry.status === 'answered' && (
        <Act action={`/proposals/${proposalId}/worries/${worry.kind}/settlement`} label="They worry no more" small />
      )}
      {mayChange && isDraft && worry.status !== 'settled' && <AnswerForm {...props} worry={worry} declined={declined} />}
    </section>
  )
}

const Answer = ({ worry, answers }: { worry: Worry; answers: readonly Option[] }): Child => {
  if (worry.status === 'raised') return <Notice tone="warn">Not answered: the proposal cannot be sent.</Notice>
  const by = worry.answeredBy.map((each) => answers.find(({ value }) => value === each)?.label ?? each)
  return (
    <p>
      {by.join(', ')}
      {worry.cannot && (
        <>
          {by.length > 0 && '. '}We cannot: {worry.cannot}
        </>
      )}
    </p>
  )
}

type AnswerFormProps = WorriesProps & { worry: Worry; declined: FormState | undefined }

const AnswerForm = ({ proposalId, worry, answers, declined }: AnswerFormProps) => (
  <details class="disclosure" open={declined !== undefined || worry.status === 'raised'}>
    <summary>{worry.status === 'raised' ? 'Answer it' : 'Answer it better'}</summary>
    <Form action={`/proposals/${proposalId}/worries/${worry.kind}/answer`} form={declined} buttons={<Button>Keep this answer</Button>}>
      {answers.map(({ value, label }) => (
        <CheckboxField
          name={value}
          id={`${worry.kind}-${value}`}
          label={label}
          optional
          checked={worry.answeredBy.some((each) => each === value)}
          form={declined}
        />
      ))}
      <TextAreaField
        name="cannot"
        id={`${worry.kind}-cannot`}
        label="Or: we cannot, because"
        optional
        rows={2}
        maxlength={1_000}
        value={worry.cannot ?? ''}
        form={declined}
      />
    </Form>
  </details>
)

const RaiseForm = ({ proposalId, left, form: sent }: WorriesProps & { left: readonly Worry['kind'][] }) => {
  const form = formOf(sent, 'worry')
  return (
    <Form action={`/proposals/${proposalId}/worries`} form={form} buttons={<Button>Write it down</Button>}>
      <SelectField
        name="worry"
        label="Another worry"
        emptyLabel="Choose one"
        options={left.map((value) => ({ value, label: worryWords[value] }))}
        form={form}
      />
      <TextAreaField name="words" label="In their words" rows={3} maxlength={1_000} form={form} />
    </Form>
  )
}
