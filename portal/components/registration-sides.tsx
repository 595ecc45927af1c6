import type { Registration, RegistrationPerson } from '../../schema/registrations.ts'
import { roleForStaff } from './buying-group.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { RegistrationState } from './registration-state.tsx'
import { answerInWords, othersForStaff, workStageInWords } from './registration-words.ts'

export type ShownSide = Registration & { partnerName: string; people: readonly RegistrationPerson[]; isThis: boolean }

type Line = { head: string; cell: (side: ShownSide) => unknown }

const lines: readonly Line[] = [
  { head: 'State', cell: ({ status }) => <RegistrationState status={status} /> },
  { head: 'Sent', cell: ({ submittedAt }) => <Instant at={submittedAt} /> },
  { head: 'Told at once', cell: ({ answer }) => (answer === 'protected' ? '' : answerInWords[answer]) },
  { head: 'Company', cell: ({ company }) => company },
  { head: 'Domain', cell: ({ domain }) => domain },
  { head: 'About', cell: ({ scope }) => scope },
  { head: 'Need', cell: ({ need }) => need },
  { head: 'People', cell: (side) => <People {...side} /> },
  { head: 'How far they are', cell: ({ workStage }) => workStageInWords[workStage] },
  { head: 'Their next step', cell: ({ nextStep }) => nextStep },
]

/** One column a registration, in order of time: whoever compares reads across. */
export const RegistrationSides = ({ sides }: { sides: readonly ShownSide[] }) => {
  const columns: Column<Line>[] = [
    { key: 'what', head: 'What', rowHead: true, cell: ({ head }) => head },
    ...sides.map(
      (side): Column<Line> => ({
        key: side.id,
        head: side.isThis && sides.length > 1 ? `${side.partnerName} (this one)` : side.partnerName,
        // A cell is what JSX takes.
        cell: ({ cell }) => cell(side) as ReturnType<Column<Line>['cell']>,
      }),
    ),
  ]
  return <DataTable caption="Registrations side by side" columns={columns} rows={lines} />
}

const People = ({ people, others }: ShownSide) => (
  <>
    {people.map(({ name, title, email, role, confidence }) => (
      <div>
        {[name, title, email].filter(Boolean).join(', ')}: {roleForStaff[role]}
        {role !== 'unknown' && (confidence === 'known' ? ' (known)' : ' (a guess)')}
      </div>
    ))}
    {people.length < 2 && <div>{othersForStaff[others]}</div>}
  </>
)
