import { ladderLevels, type RewardStatus } from '../../schema/ladder.ts'
import { Badge } from './badge.tsx'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { DayOf } from './instant.tsx'
import { levelForStaff, staffLevelWords } from './level-words.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type ShownStep = {
  id: string
  level: number
  direction: 'up' | 'down'
  detail: string
  file: string | null
  whoElse: string | null
  happenedOn: string
  by: string
  stands: boolean
}

export type LadderProps = {
  prospect: { id: string; level: number; stage: string; version: number }
  steps: readonly ShownStep[]
  proven: readonly number[]
  next: { number: number; words: string } | undefined
  rewards: readonly { level: number; status: RewardStatus; commissionId: string | null; reason: string | null }[]
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
}

/** Where a prospect stands and what proves it; nothing of it is typed, all of it is evidence. */
export const Ladder = (page: LadderProps) => (
  <Sheet title="Commitment" id="commitment" aside={<span class="soft small">{levelForStaff(page.prospect.level)}</span>}>
    {page.next && (
      <p>
        <strong>Next, {levelForStaff(page.next.number)}:</strong> {page.next.words}
      </p>
    )}
    <DataTable
      caption="Evidence"
      rows={page.steps}
      columns={columnsOf(page)}
      blank={<p class="soft">No evidence yet: it has not listened to us so far.</p>}
    />
    {page.mayChange && (
      <details open={Boolean(formOf(page.form, 'level') ?? formOf(page.form, 'taken_back') ?? formOf(page.form, 'loss_reason'))}>
        <summary>Record a step</summary>
        <div class="grid">
          <StepUp {...page} />
          {page.proven.length > 0 && <StepDown {...page} />}
          {page.prospect.stage !== 'customer' && page.prospect.stage !== 'lost' && <Loss {...page} />}
        </div>
      </details>
    )}
  </Sheet>
)

const columnsOf = ({ rewards }: LadderProps) => [
  { key: 'on', head: 'On', cell: (row: ShownStep) => <DayOf day={row.happenedOn} /> },
  {
    key: 'level',
    head: 'Step',
    rowHead: true,
    cell: (row: ShownStep) => (
      <>
        {row.direction === 'up' ? levelForStaff(row.level) : `Took back ${levelForStaff(row.level)}`}{' '}
        {row.direction === 'down' ? (
          <Badge tone="warn">Down</Badge>
        ) : row.stands ? (
          <Badge tone="good">Proven</Badge>
        ) : (
          <Badge>Taken back</Badge>
        )}
      </>
    ),
  },
  {
    key: 'detail',
    head: 'Evidence',
    cell: (row: ShownStep) => (
      <>
        {row.detail}
        {row.file && <span class="soft"> {row.file}</span>}
      </>
    ),
  },
  { key: 'who', head: 'Who else', cell: (row: ShownStep) => row.whoElse ?? '' },
  { key: 'by', head: 'Recorded by', cell: (row: ShownStep) => row.by },
  {
    key: 'reward',
    head: 'Its partner',
    cell: (row: ShownStep) => {
      const reward = row.direction === 'up' ? rewards.find(({ level }) => level === row.level) : undefined
      if (!reward) return ''
      if (reward.commissionId) return <a href={`/commissions/${reward.commissionId}`}>Earned a reward</a>
      return <span class="soft">{reward.reason ?? 'Being asked'}</span>
    },
  },
]

const options = ladderLevels.map((value, index) => ({ value, label: `${index + 1} · ${staffLevelWords[value]}` }))

const StepUp = ({ prospect, form, act, today, next }: LadderProps) => (
  <Form
    action={`/prospects/${prospect.id}/evidence`}
    form={formOf(form, 'level')}
    fields={{ act }}
    buttons={<Button kind="primary">Record the evidence</Button>}
  >
    <SelectField
      name="level"
      label="It took the step to"
      form={formOf(form, 'level')}
      value={next ? ladderLevels[next.number - 1] : undefined}
      options={options}
      hint="Levels may be skipped: the highest one proven counts."
    />
    <TextField
      name="detail"
      label="What proves it"
      form={formOf(form, 'level')}
      maxlength={500}
      hint="Who said or did what: a meeting, data, a plan with names and hours."
    />
    <TextField name="happened_on" label="On" type="date" form={formOf(form, 'level')} value={today} size="short" />
    <TextField name="file" label="Where the proof lies" form={formOf(form, 'level')} optional maxlength={300} />
    <TextField
      name="who_else"
      label="Who else is involved?"
      form={formOf(form, 'level')}
      maxlength={500}
      hint="Before the line this is always asked. Write “nobody” if they say so."
    />
  </Form>
)

const StepDown = ({ prospect, proven, form, act, today }: LadderProps) => (
  <Form
    action={`/prospects/${prospect.id}/setbacks`}
    form={formOf(form, 'taken_back')}
    fields={{ act: `${act}d` }}
    buttons={<Button>Take it back</Button>}
  >
    <SelectField
      name="taken_back"
      label="This level no longer holds"
      form={formOf(form, 'taken_back')}
      options={options.filter((_, index) => proven.includes(index + 1)).toReversed()}
      hint="All above it is taken back with it; what is proven below stays."
    />
    <TextField name="setback_reason" label="Why" form={formOf(form, 'taken_back')} maxlength={500} />
    <TextField name="fell_on" label="On" type="date" form={formOf(form, 'taken_back')} value={today} size="short" />
  </Form>
)

const Loss = ({ prospect, form }: LadderProps) => (
  <Form
    action={`/prospects/${prospect.id}/loss`}
    form={formOf(form, 'loss_reason')}
    fields={{ version: String(prospect.version) }}
    buttons={<Button>It does not go ahead</Button>}
  >
    <TextField
      name="loss_reason"
      label="Why it does not go ahead"
      form={formOf(form, 'loss_reason')}
      maxlength={500}
      hint="Staff read it; the partner reads “Not going ahead”. New evidence brings it back."
    />
  </Form>
)
