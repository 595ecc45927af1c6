import type { NdaStatus } from '../../schema/references.ts'
import { Act } from '../components/act.tsx'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { TextField } from '../components/text-field.tsx'

type NdaPageProps = {
  token: string
  programme: string
  prospect: string
  signer: string
  status: NdaStatus
  text: string
  textHash: string
  signedBy: string | null
  signedAt: Date | null
  endsOn: string
  form: FormState | undefined
}

/** One page to read and sign, for the one person it was sent to. */
export const NdaPage = (page: NdaPageProps) => (
  <div class="narrow stack">
    <PageHead title="Agreement of confidence" lead={`Between ${page.programme} and ${page.prospect}, for ${page.signer} to sign.`} />
    {page.status === 'signed' && page.signedAt && (
      <Notice tone="good" title="Signed. Thank you">
        A copy is in your mail.
      </Notice>
    )}
    {page.status === 'declined' && <Notice title="You said no">Nothing is shown to you, and nothing else happens.</Notice>}
    {page.status === 'ended' && (
      <Notice title="This agreement has ended">What was told under it stays confidential as it says below.</Notice>
    )}
    <Sheet>
      {page.text.split('\n\n').map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </Sheet>
    <Facts
      facts={[
        { label: 'Last day', value: <DayOf day={page.endsOn} /> },
        ...(page.signedAt ? [{ label: 'Signed', value: <Signed by={page.signedBy} at={page.signedAt} /> }] : []),
        { label: 'SHA-256 of the text', value: <ShortId id={page.textHash} /> },
      ]}
    />
    {page.signedAt && (
      <p>
        <a href={`/nda/${page.token}/copy.pdf`} download>
          Your copy as a PDF
        </a>
        , with your name on every page.
      </p>
    )}
    {page.status === 'sent' && <Sign {...page} />}
  </div>
)

const Signed = ({ by, at }: { by: string | null; at: Date }) => (
  <>
    {by}, <Instant at={at} />
  </>
)

const Sign = ({ token, textHash, signer, form }: NdaPageProps) => (
  <Sheet title="Sign">
    <Form action={`/nda/${token}/signature`} form={form} fields={{ hash: textHash }} buttons={<Button kind="primary">Sign it</Button>}>
      <TextField name="name" label="Your full name" form={form} autocomplete="name" maxlength={100} hint={`This was sent to ${signer}.`} />
    </Form>
    <Act action={`/nda/${token}/refusal`} label="I do not sign" kind="quiet" />
  </Sheet>
)
