import type { EngagementStatus } from '../../schema/engagements.ts'
import type { Survey } from '../../schema/quotes.ts'
import { ButtonLink } from './button.tsx'
import { Facts } from './facts.tsx'
import { Instant } from './instant.tsx'
import { Sheet } from './sheet.tsx'

type EngagementSurveyProps = {
  engagement: { id: string; status: EngagementStatus }
  survey: Survey | undefined
  mayChange: boolean
}

/** Once the work is closed its customer is asked how it went. */
export const EngagementSurvey = ({ engagement, survey, mayChange }: EngagementSurveyProps) =>
  engagement.status !== 'closed' ? null : (
    <Sheet title="How it went" id="survey" aside={<a href="/surveys">All surveys</a>}>
      {survey ? (
        <Facts
          wide
          facts={[
            { label: 'Asked', value: survey.name },
            { label: 'Sent', value: <Instant at={survey.sentAt} /> },
            { label: 'Answer', value: survey.score ? `${survey.score} of 5` : 'None yet' },
            ...(survey.words ? [{ label: 'In its words', value: survey.words }] : []),
          ]}
        />
      ) : (
        <>
          <p class="soft">Nobody of the customer was asked. One survey goes out for each piece of work.</p>
          {mayChange && <ButtonLink href={`/surveys/new?engagement=${engagement.id}`}>Send survey</ButtonLink>}
        </>
      )}
    </Sheet>
  )
