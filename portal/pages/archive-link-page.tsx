import { Confirm } from '../components/confirm.tsx'
import { PageHead } from '../components/page-head.tsx'
import { clicksInWords, type ShownLink } from './links-page.tsx'

export const ArchiveLinkPage = ({ link }: { link: ShownLink }) => (
  <div class="narrow stack">
    <PageHead title="Archive a link" back={{ href: `/links/${link.id}`, label: link.code }} />
    <Confirm
      question={`Archive the link “${link.code}”?`}
      facts={[
        { label: 'Address', value: link.url },
        { label: 'Clicks so far', value: clicksInWords(link.clicks) },
        { label: 'From now on', value: 'It still leads its visitors on, but new clicks earn you no credit. What was credited stays.' },
        { label: 'Its code', value: 'Stays yours and is never given to anybody else. This cannot be undone.' },
      ]}
      action={`/links/${link.id}/archival`}
      label="Archive link"
      cancelHref={`/links/${link.id}`}
      danger
    />
  </div>
)
