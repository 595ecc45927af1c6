import { type SignalRule, type SignalStatus, signalRules, signalStatuses } from '../../schema/signals.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ruleWords, SignalState, signalStatusWord } from '../components/signal-words.tsx'

type SignalLine = {
  id: string
  rule: SignalRule
  status: SignalStatus
  foundAt: Date
  partnerId: string
  partner: string
  company: string | null
  /** Who decides, by name once somebody took it. */
  owner: string
}

/** What a rule is worth, from its decisions. */
type RuleWorth = { rule: SignalRule; open: number; released: number; confirmed: number }

type SignalsPageProps = {
  now: Date
  signals: SignalLine[]
  status: SignalStatus | 'all'
  rule: SignalRule | undefined
  partner: { id: string; name: string } | undefined
  worth: RuleWorth[] | undefined
  olderHref: string | undefined
}

export const SignalsPage = (page: SignalsPageProps) => {
  const { now, signals, status, rule, partner, worth, olderHref } = page
  const isFiltered = status !== 'open' || rule !== undefined || partner !== undefined
  return (
    <>
      <PageHead
        title={partner ? `Signals about ${partner.name}` : 'Signals'}
        lead="What looked odd, and holds its commissions until a person decided. Nothing here refused anybody by itself."
        back={partner && { href: `/partners/${partner.id}`, label: partner.name }}
        actions={
          <>
            <ButtonLink href="/signals/rules">The rules</ButtonLink>
            <ButtonLink href="/signals/exemptions">Exemptions</ButtonLink>
            <ButtonLink href="/signals/all.csv" download="signals.csv">
              Download CSV
            </ButtonLink>
          </>
        }
      />
      <Filters action="/signals" clearHref={isFiltered ? '/signals' : undefined}>
        {partner && <input type="hidden" name="partner" value={partner.id} />}
        <SelectField
          name="status"
          label="State"
          value={status}
          options={[...signalStatuses.map((value) => ({ value, label: signalStatusWord(value) })), { value: 'all', label: 'All' }]}
        />
        <SelectField
          name="rule"
          label="Rule"
          optional
          emptyLabel="Any"
          value={rule}
          options={signalRules.map((value) => ({ value, label: ruleWords[value].name }))}
        />
      </Filters>
      <SignalTable now={now} signals={signals} isFiltered={isFiltered} />
      <Pager olderHref={olderHref} />
      {worth && <Worth worth={worth} />}
    </>
  )
}

const SignalTable = ({ now, signals, isFiltered }: { now: Date; signals: SignalLine[]; isFiltered: boolean }) => (
  <DataTable
    caption="Signals, the newest first"
    rows={signals}
    columns={[
      { key: 'rule', head: 'Signal', rowHead: true, cell: (row) => <a href={`/signals/${row.id}`}>{ruleWords[row.rule].name}</a> },
      {
        key: 'partner',
        head: 'Partner',
        cell: (row) => <a href={`/signals?${new URLSearchParams({ partner: row.partnerId, status: 'all' })}`}>{row.partner}</a>,
      },
      { key: 'company', head: 'Customer', cell: (row) => row.company ?? <span class="soft">The partner itself</span> },
      { key: 'found', head: 'Found', cell: (row) => <Instant at={row.foundAt} from={now} /> },
      { key: 'owner', head: 'Who decides', cell: (row) => row.owner },
      { key: 'state', head: 'State', cell: (row) => <SignalState status={row.status} /> },
    ]}
    blank={
      isFiltered ? (
        <BlankSlate title="No signal fits" action={<ButtonLink href="/signals">Show the open ones</ButtonLink>}>
          There is none with what you chose.
        </BlankSlate>
      ) : (
        <BlankSlate title="Nothing to decide">
          A credit or a partner that looks odd stands here until somebody of the team decides.
        </BlankSlate>
      )
    }
  />
)

const Worth = ({ worth }: { worth: RuleWorth[] }) => (
  <Sheet title="What the rules are worth">
    <p class="soft">Of what a rule found and somebody decided, so much was confirmed. A rule that is mostly wrong wants another figure.</p>
    <DataTable
      caption="Decisions by rule"
      rows={worth}
      columns={[
        { key: 'rule', head: 'Rule', rowHead: true, cell: (row) => ruleWords[row.rule].name },
        { key: 'open', head: 'Open', number: true, cell: (row) => row.open },
        { key: 'released', head: 'Released', number: true, cell: (row) => row.released },
        { key: 'confirmed', head: 'Confirmed', number: true, cell: (row) => row.confirmed },
        { key: 'precision', head: 'Right', number: true, cell: (row) => precisionOf(row) },
      ]}
      blank={<p class="soft">No rule has found anything yet.</p>}
    />
  </Sheet>
)

const precisionOf = ({ released, confirmed }: RuleWorth): string =>
  released + confirmed === 0 ? 'Not decided yet' : `${Math.round((confirmed * 100) / (released + confirmed))} %`
