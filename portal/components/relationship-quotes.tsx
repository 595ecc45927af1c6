import type { QuoteChannel, QuoteStatus } from '../../schema/quotes.ts'
import { Act } from './act.tsx'
import { Facts } from './facts.tsx'
import { DayOf } from './instant.tsx'
import { channelsInWords, Line, QuoteState } from './quote-words.tsx'
import { Sheet } from './sheet.tsx'

/** A line of one of its people, under the name that this person allows. */
export type QuoteLine = {
  id: string
  text: string
  status: QuoteStatus
  channels: readonly QuoteChannel[]
  endsOn: string
  shownAs: string
}

type QuotesPartProps = { quotes: readonly QuoteLine[]; base: string; mayDecide: boolean }

/** What its people said about us and allowed to be shown; the company takes each back with one click. */
export const QuotesPart = ({ quotes, base, mayDecide }: QuotesPartProps) => (
  <>
    {quotes.map((quote) => (
      <Sheet
        title="A line about working with us"
        aside={mayDecide && <Act action={`${base}/quotes/${quote.id}/withdrawal`} label="Withdraw this line" kind="danger" small />}
      >
        <Line text={quote.text} by={quote.shownAs} />
        <Facts
          wide
          facts={[
            { label: 'State', value: <QuoteState status={quote.status} /> },
            { label: 'Its author allows', value: channelsInWords(quote.channels) },
            { label: 'Until', value: <DayOf day={quote.endsOn} /> },
          ]}
        />
        {mayDecide && (
          <p class="soft">Withdrawing takes every permission for these words back, too: it is gone from our pages with the click.</p>
        )}
      </Sheet>
    ))}
  </>
)
