import type { Child } from 'hono/jsx'
import { Badge, type Tone } from './badge.tsx'
import { DataTable } from './data-table.tsx'
import { DayOf } from './instant.tsx'

export type ObligationLine = {
  id: string
  /** The activity in words. */
  activity: string
  promised: number
  delivered: number
  due: number
  cancelled: number
  dueOn: string
  state: 'owed' | 'fulfilled' | 'overdue' | 'cancelled'
}

const states: Record<ObligationLine['state'], { word: string; tone: Tone }> = {
  owed: { word: 'Owed', tone: 'wait' },
  fulfilled: { word: 'Done', tone: 'good' },
  overdue: { word: 'Late', tone: 'warn' },
  cancelled: { word: 'Given up', tone: 'plain' },
}

type ObligationTableProps = {
  obligations: readonly ObligationLine[]
  stack?: boolean | undefined
  blank?: Child
  act?: ((line: ObligationLine) => Child) | undefined
}

/** What was promised, done and left: both sides read the same figures (OBL1). */
export const ObligationTable = ({ obligations, stack, blank, act }: ObligationTableProps) => (
  <DataTable
    caption="What is owed"
    stack={stack}
    rows={obligations}
    columns={[
      { key: 'activity', head: 'Activity', rowHead: true, stack: 'start', cell: (row) => row.activity },
      { key: 'promised', head: 'Promised', number: true, stack: 'labelled', cell: (row) => row.promised },
      { key: 'delivered', head: 'Done', number: true, stack: 'labelled', cell: (row) => row.delivered },
      { key: 'due', head: 'Left', number: true, stack: 'labelled', cell: (row) => row.due },
      { key: 'cancelled', head: 'Given up', number: true, stack: 'labelled', cell: (row) => row.cancelled },
      { key: 'dueOn', head: 'Until', stack: 'labelled', cell: (row) => <DayOf day={row.dueOn} /> },
      { key: 'state', head: 'State', stack: 'end', cell: (row) => <Badge tone={states[row.state].tone}>{states[row.state].word}</Badge> },
      ...(act ? [{ key: 'act', head: '', stack: 'below' as const, cell: act }] : []),
    ]}
    blank={blank}
  />
)
