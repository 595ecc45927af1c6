import type { Clause, ClauseLine } from '../../schema/grants.ts'
import { Act } from '../components/act.tsx'
import { Badge, type Tone } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type Option, SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

export const clauseStates: Record<Clause['status'], { word: string; tone: Tone }> = {
  proposed: { word: 'Proposed', tone: 'wait' },
  accepted: { word: 'Accepted', tone: 'good' },
  struck: { word: 'Struck', tone: 'plain' },
  amended: { word: 'Amended', tone: 'warn' },
}

type NewClauseProps = {
  act: string
  deal: { id: string; name: string; company: string }
  words: string
  endsOn: string
  kinds: readonly Option[]
  form?: FormState | undefined
}

/** The standard reference clause of a contract. */
export const NewClausePage = ({ act, deal, words, endsOn, kinds, form }: NewClauseProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Reference clause: ${deal.company}`}
      lead={`For the contract of “${deal.name}”. Accepted as it stands it gives these permissions; struck, nothing is asked with its name for a year.`}
      back={{ href: `/deals/${deal.id}`, label: deal.name }}
    />
    <Form
      action="/clauses"
      form={form}
      fields={{ act, dealId: deal.id }}
      buttons={
        <>
          <Button kind="primary">Propose it</Button>
          <ButtonLink kind="quiet" href={`/deals/${deal.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <TextAreaField name="text" label="Words" rows={6} maxlength={5_000} value={words} form={form} />
      {kinds.map(({ value, label }) => (
        <CheckboxField name={value} label={label} checked form={form} />
      ))}
      <TextField name="grantsEndOn" label="Until" type="date" value={endsOn} form={form} />
    </Form>
  </div>
)

type ClausePageProps = {
  clause: Clause
  company: string
  deal: string
  allows: string[]
  lines: (ClauseLine & { allowsInWords: string | undefined })[]
  kinds: readonly Option[]
  mayChange: boolean
  form?: FormState | undefined
  formLine?: string | undefined
}

export const ClausePage = (page: ClausePageProps) => {
  const { clause, company } = page
  const { word, tone } = clauseStates[clause.status]
  return (
    <>
      <PageHead
        title={`Reference clause: ${company}`}
        state={<Badge tone={tone}>{word}</Badge>}
        back={{ href: `/deals/${clause.dealId}`, label: page.deal }}
      />
      {!page.formLine && <StrayProblems form={page.form} fields={['file', 'lines']} />}
      <Sheet title="The clause">
        <div class="letter">{clause.text}</div>
        <Facts
          wide
          facts={[
            { label: 'Allows', value: page.allows.join(', ') },
            { label: 'Until', value: <DayOf day={clause.grantsEndOn} /> },
            ...(clause.signedBy ? [{ label: 'Signed by', value: clause.signedBy }] : []),
            ...(clause.file ? [{ label: 'Contract', value: <a href={clause.file}>{clause.file}</a> }] : []),
            ...(clause.restsUntil ? [{ label: 'Nothing is asked with its name before', value: <DayOf day={clause.restsUntil} /> }] : []),
          ]}
        />
      </Sheet>
      {page.lines.length > 0 && <Lines {...page} />}
      {page.mayChange && clause.status === 'proposed' && <Decide {...page} />}
    </>
  )
}

const Decide = ({ clause, form: sent }: ClausePageProps) => {
  const amended = formOf(sent, 'lines')
  const accepted = amended ? undefined : formOf(sent, 'file')
  return (
    <div class="grid">
      <Sheet title="It accepted">
        <Form action={`/clauses/${clause.id}/acceptance`} form={accepted} buttons={<Button kind="primary">Accepted as it stands</Button>}>
          <TextField name="file" label="The signed contract" type="url" form={accepted} hint="Where it lies, with https://." />
          <TextField name="signedBy" label="Signed by" maxlength={100} form={accepted} />
        </Form>
      </Sheet>
      <Sheet title="It changed the words">
        <Form action={`/clauses/${clause.id}/amendment`} form={amended} buttons={<Button>Amended</Button>}>
          <TextField name="file" id="amended-file" label="The signed contract" type="url" form={amended} />
          <TextField name="signedBy" id="amended-signed-by" label="Signed by" maxlength={100} form={amended} />
          <TextAreaField
            name="lines"
            label="As it was signed"
            rows={5}
            maxlength={5_000}
            form={amended}
            hint="One line for each thing it says. Each is read by a person before it allows anything."
          />
        </Form>
      </Sheet>
      <Sheet title="It struck it">
        <p>Then nothing with its name is asked for in the next twelve months.</p>
        <Act action={`/clauses/${clause.id}/strike`} label="Struck" kind="danger" />
      </Sheet>
    </div>
  )
}

const Lines = ({ clause, lines, kinds, mayChange, form, formLine }: ClausePageProps) => (
  <Sheet title="Line by line">
    {lines.map((line) => (
      <>
        <div class="letter">{line.text}</div>
        {line.allowsInWords !== undefined || !mayChange ? (
          <p class="soft">{line.allowsInWords ?? 'Nobody has read it yet.'}</p>
        ) : (
          <Form
            action={`/clauses/${clause.id}/lines/${line.n}`}
            form={formLine === String(line.n) ? form : undefined}
            buttons={<Button>That is what it allows</Button>}
          >
            <SelectField
              name="allows"
              id={`allows-${line.n}`}
              label="It allows"
              options={[{ value: 'none', label: 'Nothing' }, ...kinds]}
            />
          </Form>
        )}
      </>
    ))}
  </Sheet>
)
