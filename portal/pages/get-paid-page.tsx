import type { Readiness } from '../../schema/payout-destinations.ts'
import { Act } from '../components/act.tsx'
import { Button } from '../components/button.tsx'
import { countryName, countryOptions } from '../components/country-name.ts'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { ReadinessState } from '../components/readiness-state.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'

export type Destination = {
  version: number
  readiness: Readiness
  /** Where it stands, in a sentence, and whether the partner itself can go on. */
  sentence: string
  doer: 'nobody' | 'partner' | 'stripe' | 'us'
  /** What Stripe asks for, in words. */
  due: string[]
  /** What it will ask for one day. */
  later: string[]
  deadline: Date | undefined
  askedAt: Date
  /** Nothing is sent before, while this lies ahead. */
  restUntil: Date | undefined
}

export type GetPaidPageProps = {
  country: string
  countries: readonly string[]
  destination: Destination | undefined
  /** What just happened: Stripe did not say anything now, or it opens no account at present. */
  trouble?: 'not_asked' | 'refused' | undefined
  form?: FormState | undefined
}

const troubles = {
  not_asked: { title: 'Stripe does not answer at the moment', text: 'This is what it said last. Please look again in a minute.' },
  refused: {
    title: 'Your account could not be opened yet',
    text: 'This is on our side, not yours: we were told and take care of it. What you earn stays yours. Please try again tomorrow.',
  },
}

/** Where an owner sets up how the partner is paid, and reads what is missing. */
export const GetPaidPage = (page: GetPaidPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Get paid"
      lead="Payouts go to your own account at Stripe, which sends them on to your bank. We never see your bank details."
      state={page.destination && <ReadinessState readiness={page.destination.readiness} />}
    />
    {page.trouble && (
      <Notice tone="warn" title={troubles[page.trouble].title}>
        {troubles[page.trouble].text}
      </Notice>
    )}
    {page.destination ? <Standing {...page} destination={page.destination} /> : <Beginning {...page} />}
  </div>
)

const Beginning = (page: GetPaidPageProps) => (
  <Sheet title="Set up your payouts">
    <p>You tell Stripe who you are and which bank account is yours. It takes about five minutes.</p>
    <AccountForm {...page} seen={0} label="Go on at Stripe" isPrimary />
  </Sheet>
)

const Standing = ({ destination, ...page }: GetPaidPageProps & { destination: Destination }) => (
  <>
    <Sheet title={destination.readiness === 'active' ? 'You are ready to be paid' : 'What is missing'}>
      <p>{destination.sentence}</p>
      <Requirements {...destination} />
      <div class="row">
        {destination.doer === 'partner' && destination.readiness !== 'closed' && (
          <Act action="/get-paid/onboarding" label="Finish at Stripe" kind="primary" />
        )}
        {destination.readiness === 'active' && (
          <>
            <Act action="/get-paid/dashboard" label="Open my Stripe account" />
            <Act action="/get-paid/onboarding" label="Change my details at Stripe" kind="quiet" />
          </>
        )}
        {destination.doer !== 'nobody' && <Act action="/get-paid/look" label="Ask Stripe again" kind="quiet" />}
      </div>
      <p class="soft small">
        Stripe was asked on <Instant at={destination.askedAt} />.
      </p>
    </Sheet>
    {destination.restUntil && (
      <Notice tone="wait" title="Your payout details are new">
        For your safety nothing is sent to them before <Instant at={destination.restUntil} />.
      </Notice>
    )}
    <StartOver {...page} destination={destination} />
  </>
)

const Requirements = ({ due, later, deadline }: Destination) => (
  <>
    {due.length > 0 && (
      <>
        <p>Stripe asks for:</p>
        <ul>
          {due.map((words) => (
            <li>{words}</li>
          ))}
        </ul>
      </>
    )}
    {deadline && (
      <Facts
        facts={[
          {
            label: 'Best before',
            value: <Day at={deadline} />,
          },
        ]}
      />
    )}
    {later.length > 0 && <p class="soft">Later it will ask for: {later.join(', ')}.</p>}
  </>
)

const StartOver = ({ destination, ...page }: GetPaidPageProps & { destination: Destination }) => {
  const isOpen = destination.readiness === 'closed' || page.form !== undefined
  return (
    <details open={isOpen}>
      <summary>Wrong country or legal form? Start over</summary>
      <Sheet>
        <p>
          An account at Stripe cannot move from {countryName(page.country)} to another country. Starting over makes a new one. For your
          safety nothing is sent to it for 72 hours, and every owner is told; payouts that were approved already are not redirected.
        </p>
        <AccountForm {...page} seen={destination.version} label="Make a new account at Stripe" />
      </Sheet>
    </details>
  )
}

type AccountFormProps = Pick<GetPaidPageProps, 'country' | 'countries' | 'form'> & { seen: number; label: string; isPrimary?: boolean }

const AccountForm = ({ country, countries, form, seen, label, isPrimary }: AccountFormProps) => (
  <Form
    action="/get-paid/account"
    form={form}
    fields={{ seen: String(seen) }}
    buttons={<Button kind={isPrimary ? 'primary' : 'plain'}>{label}</Button>}
  >
    <RadioField
      name="entityType"
      label="Who is paid?"
      form={form}
      options={[
        { value: 'company', label: 'A company', note: 'Registered, with its own bank account.' },
        { value: 'individual', label: 'A person', note: 'You, by your own name, or as a sole trader.' },
      ]}
    />
    <SelectField
      name="country"
      label="Country"
      form={form}
      value={country}
      options={countryOptions(countries)}
      hint="Where the company or person is at home. It cannot be changed later."
    />
  </Form>
)
