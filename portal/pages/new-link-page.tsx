import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { TextField } from '../components/text-field.tsx'

type NewLinkPageProps = {
  act: string
  /** Who runs the programme. */
  company: string
  /** Hosts a link may lead to. */
  hosts: readonly string[]
  /** What stands before the code. */
  linkStem: string
  form?: FormState | undefined
}

export const NewLinkPage = ({ act, company, hosts, linkStem, form }: NewLinkPageProps) => (
  <div class="narrow stack">
    <PageHead title="Make a link" back={{ href: '/links', label: 'Links' }} />
    <Form
      action="/links"
      form={form}
      fields={{ act }}
      buttons={
        <>
          <Button kind="primary">Make the link</Button>
          <ButtonLink kind="quiet" href="/links">
            Back
          </ButtonLink>
        </>
      }
    >
      <RadioField
        name="kind"
        label="Where shall it lead?"
        form={form}
        value="redirect"
        options={[
          { value: 'redirect', label: `A page of ${company}`, note: 'The visitor reads on there. Enter its address below.' },
          { value: 'introduction', label: 'The introduction page', note: 'It says who recommends us and asks what the visitor needs.' },
        ]}
      />
      <TextField
        name="destination"
        label="Address of the page"
        form={form}
        value={hosts[0] && `https://${hosts[0]}/`}
        optional
        type="url"
        inputmode="url"
        autocomplete="off"
        maxlength={2_000}
        hint={`Not needed for the introduction page. Any page on ${hosts.join(' or ')}.`}
      />
      <TextField
        name="code"
        label="Code"
        form={form}
        optional
        autocomplete="off"
        maxlength={64}
        hint={`Your link will be ${linkStem}code. Left empty, it is made from your company’s name. It stays yours for good.`}
      />
      <TextField
        name="campaign"
        label="Campaign tag"
        form={form}
        optional
        autocomplete="off"
        maxlength={64}
        hint="Tells clicks of a newsletter from those of a fair, say. You can also put ?c=tag behind any of your links."
      />
    </Form>
  </div>
)
