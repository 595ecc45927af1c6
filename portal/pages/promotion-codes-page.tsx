import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { CodeBadge, type CodeState } from '../components/code-state.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextField } from '../components/text-field.tsx'

type CodeRow = {
  id: string
  code: string
  off: string
  state: CodeState
  partnerName: string | null
  credits: number
  redemptions: number
  madeAt: Date
}

type PromotionCodesProps = {
  codes: readonly CodeRow[]
  search: string | undefined
  ownerless: boolean
  mayChange: boolean
  olderHref?: string | undefined
}

export const PromotionCodesPage = ({ codes, search, ownerless, mayChange, olderHref }: PromotionCodesProps) => (
  <>
    <PageHead
      title="Promotion codes"
      lead="Stripe’s codes, and whose they are. A code that belongs to a partner gives it credit when a customer pays with it; all others give none."
      actions={mayChange && <Act action="/promotion-codes/sync" label="Ask Stripe now" />}
    />
    <Filters action="/promotion-codes" clearHref={search || ownerless ? '/promotion-codes' : undefined}>
      <TextField name="q" label="Code begins with" value={search} type="search" optional />
      <SelectField
        name="of"
        label="Whose"
        value={ownerless ? 'nobody' : 'all'}
        options={[
          { value: 'all', label: 'All' },
          { value: 'nobody', label: 'Nobody’s' },
        ]}
      />
    </Filters>
    <DataTable caption="Promotion codes" columns={columns} rows={codes} blank={<NoCodes isFiltered={Boolean(search) || ownerless} />} />
    <Pager olderHref={olderHref} />
  </>
)

const columns: Column<CodeRow>[] = [
  { key: 'code', head: 'Code', rowHead: true, cell: ({ id, code }) => <a href={`/promotion-codes/${id}`}>{code}</a> },
  { key: 'off', head: 'Takes off', cell: ({ off }) => off },
  { key: 'partner', head: 'Partner', cell: ({ partnerName }) => partnerName ?? 'Nobody' },
  { key: 'state', head: 'State', cell: ({ state }) => <CodeBadge state={state} /> },
  { key: 'made', head: 'Made', cell: ({ madeAt }) => <Day at={madeAt} /> },
  { key: 'redemptions', head: 'Used at Stripe', number: true, cell: ({ redemptions }) => redemptions },
  { key: 'credits', head: 'Prospects', number: true, cell: ({ credits }) => credits },
]

const NoCodes = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <BlankSlate title="No code like that">Look at all of them again, or ask Stripe for what is new.</BlankSlate>
  ) : (
    <BlankSlate title="No promotion codes yet">
      Make a coupon and a promotion code at Stripe; it arrives here by itself, or when you ask Stripe now.
    </BlankSlate>
  )
