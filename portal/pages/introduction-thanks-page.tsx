import { PageHead } from '../components/page-head.tsx'
import { Steps } from '../components/steps.tsx'

export const IntroductionThanksPage = ({ company }: { company: string }) => (
  <div class="narrow stack">
    <PageHead title="Thank you" lead={`${company} has what you wrote.`} />
    <Steps
      steps={[
        { title: 'You told us what you need', state: 'done' },
        { title: 'We read it and write to you', state: 'now', note: 'To the address that you gave, usually within two working days.' },
        {
          title: 'You decide whether to go on',
          state: 'next',
          note: 'In the mail that confirms this is a private link to what we hold about you.',
        },
      ]}
    />
  </div>
)
