import { type KnownRole, knownRoles, othersInvolved, workStages } from '../../schema/registrations.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { othersInWords, roleInWordsForPartner, workStageInWords } from '../components/registration-words.ts'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type NewRegistrationPageProps = {
  act: string
  company: string
  domain: string
  form?: FormState | undefined
}

const optionsOf = <Key extends string>(keys: readonly Key[], words: Record<Key, string>) =>
  keys.map((value) => ({ value, label: words[value] }))
const confidenceOptions = [
  { value: 'known', label: 'I know it' },
  { value: 'guess', label: 'I guess it' },
]

/** One page from top to bottom, in the order in which one tells it; who else is involved unfolds where somebody is. */
export const NewRegistrationPage = ({ act, company, domain, form }: NewRegistrationPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Register a company"
      lead="For a company that you work on already. We say at once whether it is free; a person answers within two business days."
      back={{ href: '/registrations', label: 'Registrations' }}
    />
    {!form && (
      <Notice title="Two minutes, nothing to upload">
        Not sure that it is free? <a href="/registrations/check">Look it up first.</a>
      </Notice>
    )}
    <Form
      action="/registrations"
      form={form}
      fields={{ act }}
      buttons={
        <>
          <Button kind="primary">Register it</Button>
          <ButtonLink kind="quiet" href="/registrations">
            Back
          </ButtonLink>
        </>
      }
    >
      <Company company={company} domain={domain} form={form} />
      <Contact form={form} />
      <Others form={form} />
      <Work form={form} />
    </Form>
  </div>
)

const Company = ({ company, domain, form }: Omit<NewRegistrationPageProps, 'act'>) => (
  <Sheet title="The company">
    <div class="form__more">
      <TextField name="company" label="Name" form={form} value={company} autocomplete="off" maxlength={120} />
      <TextField
        name="domain"
        label="Domain"
        form={form}
        value={domain}
        autocomplete="off"
        inputmode="url"
        maxlength={253}
        placeholder="company.example"
      />
      <TextAreaField name="need" label="What do they need?" form={form} rows={3} maxlength={2_000} />
      <TextField
        name="scope"
        label="Which part of the company is it about?"
        form={form}
        value="The whole company"
        autocomplete="off"
        maxlength={200}
      />
    </div>
  </Sheet>
)

const Contact = ({ form }: { form: FormState | undefined }) => (
  <Sheet title="Whom you talk to">
    <div class="form__more">
      <TextField name="contactName" label="Name" form={form} autocomplete="off" maxlength={100} />
      <EmailField name="email" label="Work address" form={form} autocomplete="off" />
      <TextField name="title" label="Job title" form={form} autocomplete="off" maxlength={100} optional />
      <SelectField
        name="role"
        label="What does this person decide?"
        form={form}
        emptyLabel="Choose"
        options={optionsOf(knownRoles, roleInWordsForPartner)}
      />
      <RadioField name="confidence" label="How sure are you?" form={form} options={confidenceOptions} />
    </div>
  </Sheet>
)

const Others = ({ form }: { form: FormState | undefined }) => (
  <Sheet title="Who else is involved?">
    <div class="form__more">
      <RadioField name="others" label="Somebody else has a say" form={form} options={optionsOf(othersInvolved, othersInWords)} />
      {([2, 3, 4] as const).map((n) => (
        <Person n={n} form={form} />
      ))}
    </div>
  </Sheet>
)

/** Folded until something stands in it, or has to be put right. */
const Person = ({ n, form }: { n: 2 | 3 | 4; form: FormState | undefined }) => {
  const names = [`name${n}`, `email${n}`, `title${n}`, `role${n}`, `confidence${n}`]
  const isOpen = names.some((name) => form?.problems[name] || form?.entered[name])
  return (
    <details open={isOpen}>
      <summary>{n === 2 ? 'Name somebody' : 'And somebody else'}</summary>
      <div class="form__more">
        <TextField name={`name${n}`} label="Name" form={form} autocomplete="off" maxlength={100} optional />
        <EmailField name={`email${n}`} label="Work address" form={form} autocomplete="off" optional />
        <TextField name={`title${n}`} label="Job title" form={form} autocomplete="off" maxlength={100} optional />
        <SelectField
          name={`role${n}`}
          label="What does this person decide?"
          form={form}
          emptyLabel="I do not know"
          options={optionsOf(knownRoles.filter(isTold), roleInWordsForPartner)}
          optional
        />
        <SelectField
          name={`confidence${n}`}
          label="How sure are you?"
          form={form}
          emptyLabel="I guess"
          options={confidenceOptions}
          optional
        />
      </div>
    </details>
  )
}

const isTold = (role: KnownRole) => role !== 'unknown'

const Work = ({ form }: { form: FormState | undefined }) => (
  <Sheet title="Your own work">
    <div class="form__more">
      <SelectField
        name="workStage"
        label="How far have you come?"
        form={form}
        emptyLabel="Choose"
        options={optionsOf(workStages, workStageInWords)}
      />
      <TextField
        name="nextStep"
        label="What do you do next, and when?"
        form={form}
        autocomplete="off"
        maxlength={200}
        placeholder="Demo with their planners on 12 December"
      />
    </div>
  </Sheet>
)
