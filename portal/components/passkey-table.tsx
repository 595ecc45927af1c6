import type { Passkey } from '../../schema/passkeys.ts'
import { BlankSlate } from './blank-slate.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'

export type PasskeyRow = Pick<Passkey, 'id' | 'name' | 'createdAt' | 'lastUsedAt'>

type PasskeyTableProps = {
  passkeys: readonly PasskeyRow[]
  /** Whether each leads to its own page: the person's own do. */
  linked?: boolean | undefined
  /** What to say where there is none. */
  blank: string
}

export const PasskeyTable = ({ passkeys, linked, blank }: PasskeyTableProps) => (
  <DataTable
    caption="Passkeys"
    stack
    columns={linked ? [linkedName, ...dates] : [plainName, ...dates]}
    rows={passkeys}
    blank={<BlankSlate title="No passkey yet">{blank}</BlankSlate>}
  />
)

const plainName: Column<PasskeyRow> = { key: 'name', head: 'Name', rowHead: true, stack: 'start', cell: ({ name }) => name }
const linkedName: Column<PasskeyRow> = { ...plainName, cell: ({ id, name }) => <a href={`/account/passkeys/${id}`}>{name}</a> }
const dates: Column<PasskeyRow>[] = [
  { key: 'added', head: 'Added', stack: 'labelled', cell: ({ createdAt }) => <Instant at={createdAt} /> },
  { key: 'used', head: 'Last used', stack: 'labelled', cell: ({ lastUsedAt }) => (lastUsedAt ? <Instant at={lastUsedAt} /> : 'Never') },
]
