import type { Contact, Introduction } from '../../schema/prospects.ts'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type HeldIntroduction = Pick<Introduction, 'createdAt' | 'need' | 'contactName'> & { partnerName: string }

type HeldPageProps = {
  programme: string
  /** Where a correction or erasure is asked for. */
  writeTo: string
  company: string
  domain: string | null
  since: Date
  contacts: readonly Pick<Contact, 'name' | 'email' | 'createdAt'>[]
  introductions: readonly HeldIntroduction[]
}

/** What a prospect sees of itself: everything that is held, who brought it, and how to have it erased. */
export const HeldPage = ({ programme, writeTo, company, domain, since, contacts, introductions }: HeldPageProps) => (
  <div class="narrow stack">
    <PageHead title={`What ${programme} holds about ${company}`} />
    <Facts
      facts={[
        { label: 'Company', value: company },
        { label: 'Domain', value: domain ?? 'Not known' },
        { label: 'Held since', value: <Day at={since} /> },
      ]}
    />
    <Sheet title="People">
      <DataTable caption="People" stack columns={people} rows={contacts} />
    </Sheet>
    {introductions.length > 0 && (
      <Sheet title="Who introduced you">
        <DataTable caption="Introductions" stack columns={introduced} rows={introductions} />
      </Sheet>
    )}
    <Sheet title="Correct or erase it">
      <p>
        Write to <a href={`mailto:${writeTo}`}>{writeTo}</a> from the address above. We correct or erase what you name; payments that were
        made stay in our books without your name.
      </p>
    </Sheet>
  </div>
)

const people: Column<HeldPageProps['contacts'][number]>[] = [
  { key: 'name', head: 'Name', rowHead: true, stack: 'start', cell: ({ name }) => name },
  { key: 'email', head: 'Mail address', cell: ({ email }) => email ?? 'Not known' },
  { key: 'since', head: 'Since', stack: 'end', cell: ({ createdAt }) => <Day at={createdAt} /> },
]

const introduced: Column<HeldIntroduction>[] = [
  { key: 'partner', head: 'By', rowHead: true, stack: 'start', cell: ({ partnerName }) => partnerName },
  { key: 'need', head: 'What you need', cell: ({ need }) => need },
  { key: 'at', head: 'On', stack: 'end', cell: ({ createdAt }) => <Day at={createdAt} /> },
]
