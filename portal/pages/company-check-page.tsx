import type { CompanyAnswer } from '../../schema/registrations.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { formatDay } from '../components/format-date.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { answerInWords } from '../components/registration-words.ts'
import { TextField } from '../components/text-field.tsx'

type Standing = { answer: 'protected'; until: Date | null; isOwn: boolean } | { answer: Exclude<CompanyAnswer, 'protected'> }
type CheckedCompany = { domain: string; company: string; standing: Standing }

/** “Is this company free?”, before anything is said to anybody. */
export const CompanyCheckPage = ({ checked, form }: { checked?: CheckedCompany | undefined; form?: FormState | undefined }) => (
  <div class="narrow stack">
    <PageHead
      title="Is this company free?"
      lead="Look before you introduce or register somebody. Nothing is stored of the company, and nobody is told. Your company has 20 looks a day."
      back={{ href: '/registrations', label: 'Registrations' }}
    />
    {checked && <Answer {...checked} />}
    <Form
      action="/registrations/check"
      form={form}
      buttons={<Button kind={checked ? 'plain' : 'primary'}>{checked ? 'Look up another' : 'Look it up'}</Button>}
    >
      <TextField
        name="domain"
        label="The company’s domain"
        form={form}
        autocomplete="off"
        inputmode="url"
        maxlength={253}
        placeholder="company.example"
        hint="The one of its site or of its mail addresses; a subdomain does as well."
      />
      <TextField name="company" label="Its name" form={form} autocomplete="off" maxlength={120} optional />
    </Form>
  </div>
)

const Answer = ({ domain, company, standing }: CheckedCompany) => {
  const query = new URLSearchParams({ domain, ...(company && { company }) })
  if (standing.answer === 'protected') {
    return (
      <Notice tone={standing.isOwn ? 'good' : 'warn'} title={domain}>
        {standing.isOwn
          ? `Protected for you until ${endOf(standing.until)}.`
          : `Protected by another until ${endOf(standing.until)}. From then on it may be registered again.`}
      </Notice>
    )
  }
  return (
    <Notice
      tone={standing.answer === 'free' ? 'good' : 'wait'}
      title={domain}
      action={
        <>
          <ButtonLink href={`/registrations/new?${query}`}>Register it</ButtonLink>{' '}
          <ButtonLink kind="quiet" href="/introductions/new">
            Introduce it
          </ButtonLink>
        </>
      }
    >
      {answerInWords[standing.answer]}
    </Notice>
  )
}

const endOf = (until: Date | null): string => (until ? formatDay(until) : 'we have said whether it gets more time')
