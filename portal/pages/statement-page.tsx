import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { StatementInvoice } from '../components/statement-invoice.tsx'
import { type LineLink, StatementTable } from '../components/statement-table.tsx'
import type { StatementView } from '../components/statement-view.ts'
import { followsWhat, statementFacts, statementLead, statementTitle } from '../components/statement-words.ts'

type StatementPageProps = { statement: StatementView; back: { href: string; label: string }; linkOf: LineLink; fileHref: string }

/** On screen and, by its print style, on A4. */
export const StatementPage = ({ statement, back, linkOf, fileHref }: StatementPageProps) => (
  <>
    <PageHead
      title={statementTitle(statement)}
      state={statement.number ? <Badge tone="good">Issued</Badge> : <Badge tone="wait">Draft</Badge>}
      lead={statementLead(statement)}
      back={back}
      actions={
        <>
          <ButtonLink href={`${fileHref}.csv`} download={`${statement.id}.csv`}>
            Download CSV
          </ButtonLink>
          <ButtonLink href={`${fileHref}.pdf`} download={`${statement.id}.pdf`}>
            PDF
          </ButtonLink>
        </>
      }
    />
    <Sheet>
      <Facts wide facts={statementFacts(statement)} />
    </Sheet>
    <StatementTable statement={statement} linkOf={linkOf} />
    <p class="soft small">{followsWhat}</p>
    <StatementInvoice statement={statement} />
  </>
)
