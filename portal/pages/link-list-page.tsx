import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

type LinkListPageProps = {
  act: string
  /** Hosts a link may lead to. */
  hosts: readonly string[]
  most: number
  form?: FormState | undefined
  /** What is wrong with which line, where the form itself says only that several are. */
  problems?: readonly string[] | undefined
}

/** Many links at once, pasted from a spreadsheet or a CSV file. */
export const LinkListPage = ({ act, hosts, most, form, problems = [] }: LinkListPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Make many links"
      lead={`Paste up to ${most} lines from a spreadsheet or a CSV file. All of them are made, or none.`}
      back={{ href: '/links', label: 'Links' }}
    />
    <Form
      action="/links/many"
      form={form}
      fields={{ act }}
      buttons={
        <>
          <Button kind="primary">Make the links</Button>
          <ButtonLink kind="quiet" href="/links">
            Back
          </ButtonLink>
        </>
      }
    >
      <TextAreaField
        name="list"
        label="Your list"
        form={form}
        rows={12}
        maxlength={50_000}
        value={exampleFor(hosts[0])}
        hint="The first line names the columns. Without a code we make one; without a destination the link leads to the introduction page."
      />
      {problems.length > 1 && (
        <ul class="small">
          {problems.map((problem) => (
            <li>{problem}</li>
          ))}
        </ul>
      )}
    </Form>
  </div>
)

const exampleFor = (host = 'www.example.com'): string =>
  `code,destination,campaign\nour-newsletter,https://${host}/,newsletter\nspring-fair,,fair\n`
