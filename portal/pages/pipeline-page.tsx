import { DataTable } from '../components/data-table.tsx'
import { levelForStaff } from '../components/level-words.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type Level = { level: number; n: number }
type Move = { quarter: string; up: number; down: number; crossed: number }
type OfPartner = { partnerId: string; partner: string | null; n: number }

type PipelinePageProps = {
  levels: readonly Level[]
  /** Known, and not a step taken yet. */
  unproven: number
  moves: readonly Move[]
  chosen: { level: number; partners: readonly OfPartner[] } | undefined
}

/** Every prospect that is not lost, by the highest level that stands proven. */
export const PipelinePage = ({ levels, unproven, moves, chosen }: PipelinePageProps) => {
  const most = Math.max(1, ...levels.map(({ n }) => n))
  return (
    <>
      <PageHead
        title="Pipeline"
        lead="Prospects by the highest level of commitment that stands proven. Between the seventh and the eighth lies the line: a customer."
      />
      <Sheet title="Where they stand" aside={<span class="soft small">{unproven} more without any evidence yet</span>}>
        <DataTable
          caption="Prospects by level"
          rows={levels}
          columns={[
            {
              key: 'level',
              head: 'Level',
              rowHead: true,
              cell: ({ level }) => <a href={`/pipeline?level=${level}`}>{levelForStaff(level)}</a>,
            },
            { key: 'bar', head: 'Share', cell: ({ level, n }) => <progress value={n} max={most} aria-label={levelForStaff(level)} /> },
            { key: 'n', head: 'Prospects', number: true, cell: ({ n }) => n },
            { key: 'who', head: 'Who', cell: ({ level, n }) => (n > 0 ? <a href={`/prospects?level=${level}`}>Show them</a> : '') },
          ]}
        />
      </Sheet>
      {chosen && <ByPartner {...chosen} />}
      <Sheet title="Movement by quarter">
        <DataTable
          caption="Steps by quarter"
          rows={moves}
          columns={[
            { key: 'quarter', head: 'Quarter', rowHead: true, cell: ({ quarter }) => quarter },
            { key: 'up', head: 'Steps up', number: true, cell: ({ up }) => up },
            { key: 'crossed', head: 'Crossed the line', number: true, cell: ({ crossed }) => crossed },
            { key: 'down', head: 'Steps down', number: true, cell: ({ down }) => down },
          ]}
          blank={<p class="soft">Nothing has moved yet.</p>}
        />
      </Sheet>
    </>
  )
}

const ByPartner = ({ level, partners }: { level: number; partners: readonly OfPartner[] }) => (
  <Sheet title={`${levelForStaff(level)}: through whom`}>
    <DataTable
      caption="By partner"
      rows={partners}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          cell: ({ partnerId, partner }) => (partnerId ? <a href={`/partners/${partnerId}`}>{partner ?? partnerId}</a> : 'Nobody'),
        },
        { key: 'n', head: 'Prospects', number: true, cell: ({ n }) => n },
      ]}
      blank={<p class="soft">Nobody stands there.</p>}
    />
  </Sheet>
)
