import type { Link } from '../../schema/tracking.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'

/** A link as its pages show it. `leadsTo` is absent for a link to the introduction page. */
export type ShownLink = Pick<Link, 'id' | 'code' | 'campaign' | 'createdAt' | 'archivedAt'> & {
  clicks: number
  lastClickAt: Date | null
  url: string
  leadsTo: string | undefined
}

type LinksPageProps = { links: readonly ShownLink[]; state: 'active' | 'archived' | 'all'; olderHref?: string | undefined }

export const LinksPage = ({ links, state, olderHref }: LinksPageProps) => (
  <>
    <PageHead
      title="Links"
      lead="Whoever follows one of your links is remembered as sent by you."
      actions={
        <>
          <ButtonLink href="/links/many">Make many</ButtonLink>
          <ButtonLink kind="primary" href="/links/new">
            Make a link
          </ButtonLink>
        </>
      }
    />
    <Filters action="/links" clearHref={state === 'active' ? undefined : '/links'}>
      <SelectField name="state" label="Which links" value={state} options={states} />
    </Filters>
    <DataTable caption="Your links" stack columns={columns} rows={links} blank={<NoLinks state={state} />} />
    <Pager olderHref={olderHref} />
    {links.length > 0 && (
      <p>
        <ButtonLink small href="/links/clicks.csv" download="clicks.csv">
          Clicks a day as CSV
        </ButtonLink>
      </p>
    )}
  </>
)

const states = [
  { value: 'active', label: 'In use' },
  { value: 'archived', label: 'Archived' },
  { value: 'all', label: 'All' },
]

const columns: Column<ShownLink>[] = [
  { key: 'code', head: 'Link', rowHead: true, stack: 'start', cell: ({ id, code }) => <a href={`/links/${id}`}>{code}</a> },
  {
    key: 'leadsTo',
    head: 'Leads to',
    cell: ({ leadsTo }) => (leadsTo ? <Address text={withoutScheme(leadsTo)} /> : 'The introduction page'),
  },
  { key: 'campaign', head: 'Campaign', stack: 'hidden', cell: ({ campaign }) => campaign ?? '' },
  { key: 'last', head: 'Last click', stack: 'hidden', cell: ({ lastClickAt }) => (lastClickAt ? <Day at={lastClickAt} /> : 'None yet') },
  { key: 'state', head: 'State', stack: 'below-end', cell: ({ archivedAt }) => <LinkBadge archivedAt={archivedAt} /> },
  { key: 'clicks', head: 'Clicks', number: true, stack: 'end', cell: ({ clicks }) => clicksInWords(clicks) },
]

export const LinkBadge = ({ archivedAt }: { archivedAt: Date | null }) =>
  archivedAt ? <Badge>Archived</Badge> : <Badge tone="good">In use</Badge>

const NoLinks = ({ state }: { state: LinksPageProps['state'] }) =>
  state === 'archived' ? (
    <BlankSlate title="No archived links">A link that you no longer use can be archived. It still leads its visitors on.</BlankSlate>
  ) : (
    <BlankSlate title="No links yet" action={<ButtonLink href="/links/new">Make your first link</ButtonLink>}>
      A link is your address for our site. Share it where people ask you for advice, and you see here how often it is followed.
    </BlankSlate>
  )

const count = new Intl.NumberFormat('en-GB')
export const clicksInWords = (clicks: number): string => (clicks === 1 ? '1 click' : `${count.format(clicks)} clicks`)

/** An address that may go on in the next line behind a slash, a question mark or an ampersand. */
const Address = ({ text }: { text: string }) => (
  <>
    {text.split(/(?<=[/?&])/).map((part) => (
      <>
        {part}
        <wbr />
      </>
    ))}
  </>
)

const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\/$/, '')
