import type { QuoteChannel } from '../../schema/quotes.ts'
import { Button } from '../components/button.tsx'
import { Form, FormProblems } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { ConsentFields, channelsInWords, Line } from '../components/quote-words.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

type SurveyPageProps = {
  token: string
  programme: string
  company: string
  engagement: string
  name: string
  answer:
    | { score: number | null; words: string | null; line: { text: string; channels: readonly QuoteChannel[]; by: string } | undefined }
    | undefined
  form?: FormState | undefined
}

/** How a piece of work went, for the one person who was asked. */
export const SurveyPage = (page: SurveyPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`How was “${page.engagement}”?`}
      lead={`${page.programme} asks ${page.name} of ${page.company}: two minutes, and only we read it, unless you say otherwise at the end.`}
    />
    {page.answer ? <Answered {...page} answer={page.answer} /> : <Questions {...page} />}
  </div>
)

const scores = [
  { value: '5', label: '5: it could not have gone better' },
  { value: '4', label: '4: it went well' },
  { value: '3', label: '3: it was all right' },
  { value: '2', label: '2: it went badly in places' },
  { value: '1', label: '1: it went wrong' },
]

const Questions = ({ token, form }: SurveyPageProps) => (
  <Form action={`/survey/${token}`} form={form} buttons={<Button kind="primary">Send the answer</Button>}>
    <RadioField name="score" label="How did it go?" options={scores} form={form} />
    <TextAreaField
      name="words"
      label="What went well, and what did not?"
      optional
      rows={5}
      maxlength={4000}
      hint="Only we read this."
      form={form}
    />
    <h2>Is there a line about working with us that we may show, and where?</h2>
    <TextAreaField
      name="line"
      label="The line"
      optional
      rows={3}
      maxlength={600}
      hint="In your own words. If we want to change a word of it, we ask you first. You can take it back at any time."
      form={form}
    />
    <ConsentFields form={form} />
    <p class="soft">
      We pay nobody for a line. Before we show it we ask your company, too, and if it gets something in return, that stands beside it.
    </p>
  </Form>
)

const Answered = ({ form, answer: { score, words, line } }: SurveyPageProps & { answer: NonNullable<SurveyPageProps['answer']> }) => (
  <>
    <FormProblems form={form} />
    <Notice tone="good" title="Thank you: your answer is with us">
      {line && line.channels.length > 0 ? 'Your mail has the page where you can take your line back.' : 'Only we read it.'}
    </Notice>
    <Sheet title={`You said ${score ?? 'nothing'} of 5`}>
      {words && <p>{words}</p>}
      {line && (
        <>
          <Line text={line.text} by={line.by} />
          <p class="soft">We may show it: {channelsInWords(line.channels)}</p>
        </>
      )}
    </Sheet>
  </>
)
