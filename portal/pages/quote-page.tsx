import type { Grant, GrantUse } from '../../schema/grants.ts'
import type { Quote, QuoteChannel } from '../../schema/quotes.ts'
import { Act } from '../components/act.tsx'
import { GrantState } from '../components/agreement-state.tsx'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { type Fact, Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { channelsInWords, channelWords, Line, QuoteState } from '../components/quote-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type QuotePageProps = {
  quote: Quote
  company: string
  shownAs: string
  /** What the customer gets for it, as its permissions say: printed with the text. */
  benefits: readonly string[]
  grants: (Grant & { kindInWords: string })[]
  uses: (GrantUse & { useInWords: string })[]
  askable: readonly QuoteChannel[]
  mayChange: boolean
  act: string
  form?: FormState | undefined
}

export const QuotePage = (page: QuotePageProps) => {
  const { quote, company, mayChange } = page
  const waits = quote.editText !== null
  const isApproved = quote.status === 'approved' || quote.status === 'published'
  const isOpen = isApproved || quote.status === 'offered'
  return (
    <>
      <PageHead
        title={`A line of ${company}`}
        state={<QuoteState status={quote.status} waits={waits} />}
        back={{ href: '/quotes', label: 'Quotes' }}
        actions={<ButtonLink href={`/prospects/${quote.prospectId}`}>{company}</ButtonLink>}
      />
      <StrayProblems form={page.form} fields={['words', 'benefit', 'place', 'reason']} />
      <Sheet title="The line">
        <Line text={quote.text} by={page.shownAs} />
        <Facts wide facts={factsOf(page)} />
        {mayChange && quote.status === 'offered' && !waits && quote.channels.length > 0 && (
          <Act action={`/quotes/${quote.id}/approval`} label="Take these words" fields={{ textHash: quote.textHash }} kind="primary" />
        )}
      </Sheet>
      {quote.channels.length === 0 && isOpen && (
        <Notice title="Its author allowed no place">Only staff read it. It is in no export and on no page of anybody else.</Notice>
      )}
      {waits && quote.editText && (
        <Sheet title="Our edit, with its author">
          <Line text={quote.editText} by="Counts once its author said yes to exactly these words" />
        </Sheet>
      )}
      {isApproved && <Permissions {...page} />}
      {(isApproved || page.uses.length > 0) && <Uses {...page} />}
      {mayChange && (quote.status === 'offered' || quote.status === 'approved') && <Edit {...page} />}
      {mayChange && isOpen && <Withdraw {...page} />}
    </>
  )
}

const factsOf = ({ quote, benefits }: QuotePageProps): Fact[] => [
  { label: 'Written by', value: [quote.author, quote.title].filter(Boolean).join(', ') },
  { label: 'Allowed for', value: channelsInWords(quote.channels) },
  { label: 'Until', value: <DayOf day={quote.endsOn} /> },
  { label: 'In return', value: benefits.join('; ') || 'Nothing' },
  { label: 'Bound to', value: <code title={quote.textHash}>{quote.textHash.slice(0, 16)}…</code> },
]

const Permissions = ({ quote, grants, askable, mayChange, act, form: sent }: QuotePageProps) => {
  const form = formOf(sent, 'benefit')
  return (
    <Sheet title="What the company allows">
      <DataTable
        caption="Permissions of the company for exactly these words"
        rows={grants}
        columns={[
          { key: 'kind', head: 'Permission', rowHead: true, cell: (row) => <a href={`/grants/${row.id}`}>{row.kindInWords}</a> },
          { key: 'until', head: 'Until', cell: (row) => <DayOf day={row.endsOn} /> },
          { key: 'benefit', head: 'In return', cell: (row) => row.benefitDisclosed ?? 'Nothing' },
          { key: 'state', head: 'State', cell: (row) => <GrantState status={row.status} /> },
        ]}
        blank={<BlankSlate title="Not asked yet">Its author spoke for one person. Ask the company before it is shown.</BlankSlate>}
      />
      {mayChange && askable.length > 0 && (
        <Form
          action={`/quotes/${quote.id}/permission`}
          form={form}
          fields={{ act: `${act}-p`, textHash: quote.textHash }}
          buttons={<Button>Ask the company</Button>}
        >
          <SelectField name="channel" id="ask-channel" label="For" options={askable.map(optionOf)} form={form} />
          <TextField
            name="benefit"
            label="What it gets in return"
            optional
            maxlength={200}
            form={form}
            hint="It is printed beside the line, wherever it stands."
          />
          <TextField name="endsOn" label="Last day" type="date" value={quote.endsOn} form={form} />
        </Form>
      )}
      {mayChange && (
        <p class="soft">
          Print and slides need their own: <a href={`/grants/new?prospect=${quote.prospectId}`}>ask for another permission</a> with the same
          words.
        </p>
      )}
    </Sheet>
  )
}

const optionOf = (channel: QuoteChannel) => ({ value: channel, label: channelWords[channel].name })

const Uses = ({ quote, uses, mayChange, act, form: sent }: QuotePageProps) => {
  const form = formOf(sent, 'place')
  return (
    <Sheet title="Where it stands">
      <DataTable
        caption="Where it stands"
        rows={uses}
        columns={[
          {
            key: 'place',
            head: 'Place',
            rowHead: true,
            cell: (row) => <a href={`/grants/${row.grantId}`}>{`${row.useInWords}: ${row.place}`}</a>,
          },
          { key: 'since', head: 'Since', cell: (row) => <Instant at={row.since} /> },
          { key: 'state', head: 'State', cell: (row) => <UseState use={row} /> },
        ]}
        blank={<BlankSlate title="Nowhere yet">Show it in a place that its author and the company allow.</BlankSlate>}
      />
      {mayChange && (quote.status === 'approved' || quote.status === 'published') && (
        <Form
          action={`/quotes/${quote.id}/publication`}
          form={form}
          fields={{ act: `${act}-u`, textHash: quote.textHash }}
          buttons={<Button kind="primary">Show it there</Button>}
        >
          <SelectField name="channel" label="Where" emptyLabel="Choose a place" options={quote.channels.map(optionOf)} form={form} />
          <TextField
            name="place"
            label="Exactly"
            maxlength={300}
            form={form}
            hint="An address, a title, a page. On our site it is on the wall and in the list for other sites from now on."
          />
        </Form>
      )}
    </Sheet>
  )
}

const UseState = ({ use }: { use: GrantUse }) => {
  if (use.takenDownAt) return <Badge>Taken down</Badge>
  return use.overdueSince ? <Badge tone="bad">Still up: take it down</Badge> : <Badge tone="good">In use</Badge>
}

const Edit = ({ quote, form: sent }: QuotePageProps) => {
  const form = formOf(sent, 'words')
  return (
    <Sheet title="Suggest other words">
      <Form
        action={`/quotes/${quote.id}/edit`}
        form={form}
        fields={{ textHash: quote.textHash }}
        buttons={<Button>Send to its author</Button>}
      >
        <TextAreaField
          name="words"
          label="The line"
          value={quote.editText ?? quote.text}
          rows={3}
          maxlength={600}
          form={form}
          hint="Its author says yes to exactly these words on a private page, or keeps its own. Until then nothing of it is shown anew."
        />
      </Form>
    </Sheet>
  )
}

const Withdraw = ({ quote, form: sent }: QuotePageProps) => {
  const form = formOf(sent, 'reason')
  return (
    <Sheet title="It is withdrawn">
      <Form action={`/quotes/${quote.id}/withdrawal`} form={form} buttons={<Button kind="danger">Withdraw it now</Button>}>
        <TextField
          name="reason"
          label="What was said"
          maxlength={300}
          form={form}
          hint="It is gone from the wall and the list for other sites at once, with the company’s permissions for these words; other places become tasks."
        />
      </Form>
    </Sheet>
  )
}
