import type { Currency } from '../../schema/currency.ts'
import type { AttributionModel } from '../../schema/terms.ts'
import { Amounts } from '../components/amounts.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Facts } from '../components/facts.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { type TermsInWords, TermsWords } from '../components/terms-words.tsx'

type OwnTermsPageProps = {
  programme: string
  /** Undefined while the group has none in force. */
  terms: (TermsInWords & { version: number; effectiveAt: Date }) | undefined
  windowDays: number
  model: AttributionModel
  minimums: { currency: Currency; amountMinor: number }[]
}

/** What a partner earns and when, as it stands today. */
export const OwnTermsPage = ({ programme, terms, windowDays, model, minimums }: OwnTermsPageProps) => (
  <>
    <PageHead
      title="Your terms"
      lead="What a deal that is opened today earns you. A deal opened before keeps the terms of its day; its receipts name them."
      back={{ href: '/earnings', label: 'Earnings' }}
    />
    <Sheet title="What you earn">
      {terms ? (
        <TermsWords terms={terms} />
      ) : (
        <BlankSlate title="No terms are published yet">{programme} has not published the terms of your group.</BlankSlate>
      )}
    </Sheet>
    <Sheet title="The rules around it">
      <Facts
        facts={[
          { label: 'A click counts for', value: `${windowDays} days` },
          {
            label: 'Between two partners’ clicks',
            value: model === 'first_touch' ? 'The first has the credit' : 'The last has the credit',
          },
          { label: 'Smallest payout', value: minimums.length > 0 ? <Amounts amounts={minimums} /> : 'None' },
          ...(terms
            ? [
                { label: 'In force since', value: <Day at={terms.effectiveAt} /> },
                { label: 'Version', value: terms.version },
              ]
            : []),
        ]}
      />
      <p class="soft">
        An introduction counts more than a click, and an accepted registration more than both. What is less than the smallest payout is
        carried forward, without a fee. When a customer is refunded, its share goes back in proportion.
      </p>
    </Sheet>
  </>
)
