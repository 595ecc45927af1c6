import type { AuditRow } from '../../schema/records.ts'
import { type Column, DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { ShortId } from './short-id.tsx'

/** An entry of the trail with the names of the people in it. */
export type AuditLine = AuditRow & { actorName: string; subjectName?: string | undefined }

type AuditTableProps = { caption: string; lines: readonly AuditLine[]; linked?: boolean | undefined }

/** Who did what to which record. `linked` leads from a person or record to its own part of the trail. */
export const AuditTable = ({ caption, lines, linked }: AuditTableProps) => (
  <DataTable caption={caption} columns={linked ? linkedColumns : plainColumns} rows={lines} showCaption={!linked} />
)

/** `run.approved` reads `run approved`: the words are those of the trail itself, so that they can be looked up. */
export const actInWords = (act: string) => act.replaceAll(/[._]/g, ' ')

const detailInWords = (detail: Record<string, unknown>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => `${key}: ${valueInWords(value)}`)
    .join(' · ')

const valueInWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(valueInWords).join(', ') || 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const at: Column<AuditLine> = { key: 'at', head: 'When', cell: (line) => <Instant at={line.at} /> }
const what: Column<AuditLine> = { key: 'what', head: 'What', cell: ({ act }) => actInWords(act) }
const detail: Column<AuditLine> = { key: 'detail', head: 'Detail', cell: (line) => detailInWords(line.detail) }

const plainColumns: Column<AuditLine>[] = [at, { key: 'who', head: 'Who', cell: ({ actorName }) => actorName }, what, detail]

const linkedColumns: Column<AuditLine>[] = [
  at,
  { key: 'who', head: 'Who', cell: ({ actor, actorName }) => <a href={`/audit?actor=${encodeURIComponent(actor)}`}>{actorName}</a> },
  what,
  {
    key: 'subject',
    head: 'About',
    cell: ({ subject, subjectName }) => (
      <a href={`/audit?subject=${encodeURIComponent(subject)}`}>{subjectName ?? <ShortId id={subject} />}</a>
    ),
  },
  detail,
]
