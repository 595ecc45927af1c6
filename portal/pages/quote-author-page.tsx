import type { Quote } from '../../schema/quotes.ts'
import { Act } from '../components/act.tsx'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { ConsentFields, channelsInWords, Line } from '../components/quote-words.tsx'
import { Sheet } from '../components/sheet.tsx'

type QuoteAuthorPageProps = {
  token: string
  programme: string
  quote: Quote
  company: string
  shownAs: string
  benefits: readonly string[]
  mayRenew: boolean
  form?: FormState | undefined
}

/** Its author's own page: sign off, keep, take back. */
export const QuoteAuthorPage = (page: QuoteAuthorPageProps) => {
  const { quote, programme, company, token } = page
  const isOver = quote.status === 'ended' || quote.status === 'withdrawn'
  return (
    <div class="narrow stack">
      <PageHead title="Your line" lead={`For ${quote.author} of ${company}: what ${programme} may show of your words, and where.`} />
      <StrayProblems form={page.form} fields={quote.status === 'offered' ? ['attribution'] : []} />
      {isOver ? (
        <Notice title={quote.status === 'withdrawn' ? 'It is taken back' : 'Its time is over'}>
          We show it nowhere any more. Where it was printed or stood on a page of somebody else, a person takes it down.
        </Notice>
      ) : (
        <>
          {quote.status === 'offered' ? <SignOff {...page} /> : <Standing {...page} />}
          {page.mayRenew && <Act action={`/quote/${token}/renewal`} label="Let it stand for another year" kind="primary" />}
          <Sheet title="Take it back">
            <p class="soft">
              At any time and without a reason: it is gone from our pages with the click, and other places are taken down by a person.
            </p>
            <Act action={`/quote/${token}/withdrawal`} label="Take my line back" kind="danger" />
          </Sheet>
        </>
      )}
    </div>
  )
}

const Standing = ({ quote, shownAs, benefits }: QuoteAuthorPageProps) => (
  <Sheet title="These words">
    <Line text={quote.text} by={shownAs} />
    <Facts
      facts={[
        { label: 'We may show it', value: channelsInWords(quote.channels) },
        { label: 'Until', value: <DayOf day={quote.endsOn} /> },
        { label: 'Your company gets for it', value: benefits.join('; ') || 'Nothing' },
      ]}
    />
  </Sheet>
)

const SignOff = ({ token, quote, shownAs, form: sent }: QuoteAuthorPageProps) => {
  const form = formOf(sent, 'attribution')
  const isEdit = quote.editText !== null
  return (
    <>
      <Sheet title={isEdit ? 'As you wrote it' : 'These words'}>
        <Line text={quote.text} by={shownAs} />
      </Sheet>
      <Sheet title={isEdit ? 'May it read like this?' : 'May we show it?'}>
        {quote.editText && <Line text={quote.editText} by="Our edit: nothing is shown before you say yes" />}
        <Form
          action={`/quote/${token}/approval`}
          form={form}
          fields={{ textHash: quote.editHash ?? quote.textHash }}
          buttons={<Button kind="primary">Yes, exactly these words</Button>}
        >
          <ConsentFields form={form} channels={quote.channels} attribution={quote.attribution} />
          <p class="soft">
            Until <DayOf day={quote.endsOn} />. Your company is asked, too, and what it gets in return is printed beside the line.
          </p>
        </Form>
        {isEdit && <Act action={`/quote/${token}/refusal`} label="No, keep my own words" kind="quiet" />}
      </Sheet>
    </>
  )
}
