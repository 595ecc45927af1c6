import type { ApprovalSide, Grant, GrantApproval, GrantUse } from '../../schema/grants.ts'
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
import { Days, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type Option, SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type GrantPageProps = {
  grant: Grant
  company: string
  kindInWords: string
  allows: string
  isLive: boolean
  approvals: GrantApproval[]
  /** Who has not said yes yet. */
  missing: ApprovalSide[]
  uses: (GrantUse & { useInWords: string })[]
  useOptions: readonly Option[]
  mayChange: boolean
  act: string
  form?: FormState | undefined
}

export const sideWords: Record<ApprovalSide, string> = {
  person: 'The person',
  company: 'The company',
  company_second: 'A second person of the company',
  us: 'We',
}

export const GrantPage = (page: GrantPageProps) => {
  const { grant, company, mayChange, isLive } = page
  return (
    <>
      <PageHead
        title={`${page.kindInWords}: ${company}`}
        lead={page.allows}
        state={<GrantState status={grant.status} />}
        back={{ href: '/grants', label: 'Permissions' }}
        actions={<ButtonLink href={`/prospects/${grant.prospectId}`}>{company}</ButtonLink>}
      />
      <StrayProblems form={page.form} fields={['side', 'use', 'reason', 'postUrl']} />
      <Sheet title="What is allowed">
        {grant.text && <blockquote class="letter">{grant.text}</blockquote>}
        <Facts wide facts={factsOf(grant)} />
      </Sheet>
      <Approvals {...page} />
      <Uses {...page} />
      {mayChange && grant.status === 'asked' && grant.kind === 'linkedin' && <Post {...page} />}
      {mayChange && (grant.status === 'asked' || isLive) && <Leave {...page} />}
    </>
  )
}

const factsOf = (grant: Grant): Fact[] => [
  { label: 'Given by', value: grant.scope === 'individual' ? `One person: ${grant.personName}` : 'The company' },
  ...(grant.scope === 'organisation' && grant.personName ? [{ label: 'About', value: grant.personName }] : []),
  { label: 'In force', value: <Days from={grant.startsOn} to={grant.endsOn} /> },
  { label: 'In return', value: grant.benefitDisclosed ?? 'Nothing' },
  ...(grant.file ? [{ label: 'File', value: <a href={grant.file}>{grant.file}</a> }] : []),
  ...(grant.guide ? [{ label: 'Guide', value: <a href={grant.guide}>{grant.guide}</a> }] : []),
  ...(grant.postUrl ? [{ label: 'Post', value: <a href={grant.postUrl}>{grant.postUrl}</a> }] : []),
  ...(grant.agreementId ? [{ label: 'Part of', value: <a href={`/agreements/${grant.agreementId}`}>An agreement</a> }] : []),
  { label: 'Bound to', value: <code title={grant.textHash}>{grant.textHash.slice(0, 16)}…</code> },
  ...(grant.closedReason ? [{ label: 'Over', value: grant.closedReason }] : []),
]

const Approvals = ({ grant, approvals, missing, mayChange, form: sent }: GrantPageProps) => {
  const form = formOf(sent, 'side')
  return (
    <Sheet title="Who said yes">
      <DataTable
        caption="Who said yes"
        rows={approvals}
        columns={[
          { key: 'side', head: 'For', rowHead: true, cell: (row) => sideWords[row.side] },
          { key: 'name', head: 'Name', cell: (row) => row.name },
          { key: 'at', head: 'When', cell: (row) => <Instant at={row.at} /> },
          { key: 'evidence', head: 'Where it stands', cell: (row) => row.evidence ?? 'On its own page here' },
        ]}
        blank={<BlankSlate title="Nobody yet">It can say yes on its page, or you note a yes that you have in writing.</BlankSlate>}
      />
      {mayChange && grant.status === 'asked' && missing.length > 0 && (
        <Form
          action={`/grants/${grant.id}/approval`}
          form={form}
          fields={{ textHash: grant.textHash }}
          buttons={<Button>Note this yes</Button>}
        >
          <SelectField name="side" label="Who" options={missing.map((value) => ({ value, label: sideWords[value] }))} form={form} />
          <TextField name="name" label="Name" maxlength={100} value={missing[0] === 'person' ? (grant.personName ?? '') : ''} form={form} />
          <TextField
            name="evidence"
            label="Where it stands in writing"
            maxlength={300}
            form={form}
            hint="A mail and its day, or the address of a file."
          />
        </Form>
      )}
    </Sheet>
  )
}

const Uses = ({ grant, uses, useOptions, isLive, mayChange, act, form: sent }: GrantPageProps) => {
  const form = formOf(sent, 'use')
  if (useOptions.length === 0) return null
  return (
    <Sheet title="Where it is used">
      <DataTable
        caption="Where it is used"
        rows={uses}
        columns={[
          { key: 'place', head: 'Place', rowHead: true, cell: (row) => `${row.useInWords}: ${row.place}` },
          { key: 'since', head: 'Since', cell: (row) => <Instant at={row.since} /> },
          { key: 'state', head: 'State', cell: (row) => <UseState use={row} /> },
          {
            key: 'act',
            head: '',
            cell: (row) =>
              mayChange && !row.takenDownAt && <Act action={`/grants/${grant.id}/uses/${row.id}/removal`} label="It is taken down" small />,
          },
        ]}
        blank={<BlankSlate title="Nowhere yet">Note each place where it stands, so that nothing is forgotten when it ends.</BlankSlate>}
      />
      {mayChange && isLive && (
        <Form action={`/grants/${grant.id}/uses`} form={form} fields={{ act: `${act}-u` }} buttons={<Button>Note this use</Button>}>
          <SelectField name="use" label="Where" emptyLabel="Choose a place" options={useOptions} form={form} />
          <TextField
            name="place"
            label="Exactly"
            maxlength={300}
            form={form}
            hint="An address, a title, a page. The wall and the embedded quotes show it from now on."
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

const Post = ({ grant, form: sent }: GrantPageProps) => {
  const form = formOf(sent, 'postUrl')
  return (
    <Sheet title="The post">
      <Form action={`/grants/${grant.id}/post`} form={form} buttons={<Button>Keep it</Button>}>
        <TextField name="postUrl" label="Address" type="url" value={grant.postUrl ?? ''} form={form} />
        <TextField name="postedOn" label="Posted on" type="date" value={grant.postedOn ?? ''} form={form} />
      </Form>
    </Sheet>
  )
}

const Leave = ({ grant, form: sent }: GrantPageProps) => {
  const form = formOf(sent, 'reason')
  const isAsked = grant.status === 'asked'
  return (
    <Sheet title={isAsked ? 'It said no' : 'It is withdrawn'}>
      <Form
        action={`/grants/${grant.id}/${isAsked ? 'refusal' : 'withdrawal'}`}
        form={form}
        buttons={<Button kind="danger">{isAsked ? 'Note the no' : 'Withdraw it now'}</Button>}
      >
        <TextField
          name="reason"
          label="What was said"
          maxlength={300}
          form={form}
          hint={isAsked ? undefined : 'It is gone from the wall and every quote at once; other places become tasks.'}
        />
      </Form>
    </Sheet>
  )
}
