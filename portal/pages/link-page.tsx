import type { AttributionModel } from '../../schema/terms.ts'
import { LineChart, type Point } from '../charts/line-chart.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { CopySentence, CopyText } from '../components/copy-text.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { FigureRow } from '../components/figure.tsx'
import { formatShortDay } from '../components/format-date.ts'
import { Day } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { QrCode } from '../components/qr-code.tsx'
import { Sheet } from '../components/sheet.tsx'
import { clicksInWords, LinkBadge, type ShownLink } from './links-page.tsx'

type CampaignRow = { campaign: string; clicks: number; lastClickAt: Date }

type LinkPageProps = {
  link: ShownLink
  /** Clicks a day, in order, days without clicks included. */
  days: readonly Point[]
  /** By the tag of the address, the busiest first. */
  campaigns: readonly CampaignRow[]
  /** Who runs the programme, and who shares the link. */
  company: string
  partner: string
  windowDays: number
  model: AttributionModel
}

export const LinkPage = ({ link, days, campaigns, company, partner, windowDays, model }: LinkPageProps) => {
  const recent = days.reduce((sum, { value }) => sum + value, 0)
  return (
    <>
      <PageHead
        title={link.code}
        back={{ href: '/links', label: 'Links' }}
        state={<LinkBadge archivedAt={link.archivedAt} />}
        actions={link.archivedAt ? undefined : <ButtonLink href={`/links/${link.id}/archival`}>Archive</ButtonLink>}
      />
      {link.archivedAt && (
        <Notice>
          Archived on <Day at={link.archivedAt} />. The link still leads its visitors on, but earns you no credit. Its code is never given
          to anybody else.
        </Notice>
      )}
      <FigureRow
        figures={[
          { label: 'Clicks so far', value: clicksInWords(link.clicks) },
          { label: `In the last ${days.length} days`, value: clicksInWords(recent) },
          { label: 'Last click', value: link.lastClickAt ? <Day at={link.lastClickAt} /> : 'None yet' },
        ]}
      />
      {!link.archivedAt && <Share link={link} company={company} partner={partner} />}
      <Sheet>
        {recent > 0 ? (
          <LineChart
            title="Clicks a day"
            series={[{ label: 'Clicks', points: days }]}
            format={clicksInWords}
            formatAxis={String}
            formatTick={formatShortDay}
          />
        ) : (
          <BlankSlate title={`No clicks in the last ${days.length} days`}>
            Bots, previews and your own tests with a program are not counted.
          </BlankSlate>
        )}
      </Sheet>
      {campaigns.length > 0 && <Campaigns rows={campaigns.slice(0, campaignsShown)} more={campaigns.length - campaignsShown} />}
      <Sheet title="About this link">
        <Facts
          wide
          facts={[
            { label: 'Leads to', value: link.leadsTo ?? 'The introduction page' },
            { label: 'Campaign tag', value: link.campaign ?? 'None' },
            { label: 'Made on', value: <Day at={link.createdAt} /> },
            { label: 'A click counts for', value: `${windowDays} days` },
            {
              label: 'Between two partners',
              value: model === 'first_touch' ? 'The first click has the credit' : 'The last click has the credit',
            },
          ]}
        />
      </Sheet>
    </>
  )
}

const campaignsShown = 20

const Campaigns = ({ rows, more }: { rows: readonly CampaignRow[]; more: number }) => (
  <Sheet title="By campaign tag">
    <DataTable
      caption="Clicks by campaign tag"
      stack
      rows={rows}
      columns={[
        { key: 'campaign', head: 'Tag', rowHead: true, stack: 'start', cell: ({ campaign }) => campaign },
        { key: 'last', head: 'Last click', cell: ({ lastClickAt }) => <Day at={lastClickAt} /> },
        { key: 'clicks', head: 'Clicks', number: true, stack: 'end', cell: ({ clicks }) => clicksInWords(clicks) },
      ]}
    />
    {more > 0 && <p class="soft">And {more} more with fewer clicks.</p>}
  </Sheet>
)

const Share = ({ link, company, partner }: { link: ShownLink; company: string; partner: string }) => (
  <Sheet title="Share it">
    <div class="grid">
      <div class="stack">
        <div>
          <p class="field__label">Your link</p>
          <CopyText text={link.url} label="Your link" />
        </div>
        <div>
          <p class="field__label">With an honest word, for posts and mails</p>
          <CopySentence text={disclosure(link.url, company, partner)} label="Text with the disclosure" />
        </div>
        <p class="soft small">Readers may know that you receive a share, and in many countries you have to tell them.</p>
      </div>
      <div class="stack stack--close">
        <QrCode text={link.url} label={`QR code of ${link.url}`} />
        <p>
          <ButtonLink small href={`/links/${link.id}/qr.svg`} download={`${link.code}.svg`}>
            QR code as SVG
          </ButtonLink>{' '}
          <ButtonLink small href={`/links/${link.id}/qr.png`} download={`${link.code}.png`}>
            As PNG
          </ButtonLink>
        </p>
      </div>
    </div>
  </Sheet>
)

const disclosure = (url: string, company: string, partner: string): string =>
  `We work with ${company} and recommend it: ${url} (If you become a customer, ${partner} receives a share. You pay nothing more.)`
