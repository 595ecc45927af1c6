import type { AttributionChoice, QuoteChannel, QuoteStatus } from '../../schema/quotes.ts'
import { Badge, type Tone } from './badge.tsx'
import { CheckboxField } from './checkbox-field.tsx'
import type { FormState } from './form-state.ts'
import { RadioField } from './radio-field.tsx'

export const channelWords: Record<QuoteChannel, { name: string; allows: string }> = {
  site: { name: 'Our site', allows: 'On our website, and on sites that embed it' },
  social: { name: 'Social media', allows: 'On social media' },
  print: { name: 'Print', allows: 'In print: brochures, papers, a stand at a fair' },
  press: { name: 'Press', allows: 'To the press' },
  sales: { name: 'Sales talks', allows: 'In talks with people who think of buying' },
}
/** The places in one order everywhere: the keys of a record are its own. */
const channelList = Object.keys(channelWords) as QuoteChannel[]
export const channelOptions = channelList.map((value) => ({ value, label: channelWords[value].name }))

export const channelsInWords = (channels: readonly QuoteChannel[]): string =>
  channels.map((each) => channelWords[each].name).join(', ') || 'Nowhere: only staff read it'

const attributionWords: Record<AttributionChoice, string> = {
  full: 'Your name, your title and your company',
  company: 'Your company alone',
  anonymous: 'No name at all',
}

const statusWords: Record<QuoteStatus, { word: string; tone: Tone }> = {
  offered: { word: 'Offered', tone: 'wait' },
  approved: { word: 'Approved', tone: 'good' },
  published: { word: 'Published', tone: 'good' },
  ended: { word: 'Ended', tone: 'plain' },
  withdrawn: { word: 'Withdrawn', tone: 'warn' },
}
export const statusOptions = (['offered', 'approved', 'published', 'ended', 'withdrawn'] as const).map((value) => ({
  value,
  label: statusWords[value].word,
}))

export const QuoteState = ({ status, waits }: { status: QuoteStatus; waits?: boolean | undefined }) => {
  const { word, tone } = statusWords[status]
  return <Badge tone={tone}>{waits ? 'With its author' : word}</Badge>
}

export const surveyStates = {
  sent: { word: 'Sent', tone: 'wait' },
  overdue: { word: 'Overdue', tone: 'warn' },
  answered: { word: 'Answered', tone: 'good' },
} as const satisfies Record<string, { word: string; tone: Tone }>

type Consent = { form?: FormState | undefined; channels?: readonly QuoteChannel[]; attribution?: AttributionChoice }

/** Where, each place for itself, and under which name. Nothing is ticked before its author did. */
export const ConsentFields = ({ form, channels = [], attribution = 'anonymous' }: Consent) => (
  <>
    <fieldset class="field">
      <legend class="field__label">Where may we show it?</legend>
      <p class="field__hint">Each place is a yes of its own. Tick none, and only we read it.</p>
      {channelList.map((channel) => (
        <CheckboxField name={channel} label={channelWords[channel].allows} optional checked={channels.includes(channel)} form={form} />
      ))}
    </fieldset>
    <RadioField
      name="attribution"
      label="What may stand beside it?"
      value={attribution}
      options={(['full', 'company', 'anonymous'] as const).map((value) => ({ value, label: attributionWords[value] }))}
      form={form}
    />
  </>
)

/** A line, as a reader sees it. */
export const Line = ({ text, by }: { text: string; by: string }) => (
  <blockquote class="quote">
    <p class="quote__text">{text}</p>
    <footer class="quote__author">{by}</footer>
  </blockquote>
)
