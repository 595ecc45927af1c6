import { currencyCodes } from '../../schema/currency.ts'
import type { Motion } from '../../schema/customers.ts'
import type { WarrantyMoment, WarrantyOffer } from '../../schema/engagements.ts'
import { Button } from './button.tsx'
import { motionWords } from './customer-words.tsx'
import { momentWords, OfferState } from './engagement-words.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { DayOf } from './instant.tsx'
import { MoneyField } from './money-field.tsx'
import { RadioField } from './radio-field.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type WarrantyProps = {
  engagement: { id: string; motion: Motion | null }
  offers: readonly WarrantyOffer[]
  /** The moment that may still be offered. */
  moment: WarrantyMoment | undefined
  /** Warranty deals that the customer has already. */
  warranties: readonly { id: string; name: string }[]
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
  declinedOf: string | undefined
}

/** A project is offered the warranty twice: before the start, and right after the end. */
export const EngagementWarranty = (page: WarrantyProps) => {
  const { engagement, offers, moment } = page
  const mayOffer = page.mayChange && moment && !offers.some((offer) => offer.moment === moment)
  return (
    <Sheet title="Warranty" id="warranty">
      <p class="soft">
        {engagement.motion === 'project'
          ? 'It came for a project, and may think that one investment lasts: it is offered the warranty before the start and again at the end.'
          : `${engagement.motion ? `${motionWords[engagement.motion]}, so` : 'How it came was not asked, so'} nothing has to be offered here.`}
      </p>
      {offers.map((offer) => (
        <article class="stack">
          <p>
            <OfferState status={offer.status} /> <strong>{momentWords[offer.moment]}</strong>: {offer.covers}
            <span class="soft">
              {' '}
              Offered on <DayOf day={offer.offeredOn} />
              {offer.answeredOn && (
                <>
                  , answered on <DayOf day={offer.answeredOn} />
                </>
              )}
              .
            </span>{' '}
            {offer.dealId && <a href={`/deals/${offer.dealId}`}>Its deal</a>}
          </p>
          {page.mayChange && offer.status === 'offered' && <Answer {...page} offer={offer} />}
        </article>
      ))}
      {mayOffer && <NewOffer {...page} moment={moment} />}
    </Sheet>
  )
}

const Answer = ({ engagement, offer, warranties, today, form: sent, declinedOf }: WarrantyProps & { offer: WarrantyOffer }) => {
  const form = declinedOf === offer.id ? sent : undefined
  return (
    <Form
      action={`/engagements/${engagement.id}/warranty-offers/${offer.id}/answer`}
      form={form}
      buttons={<Button>Keep the answer</Button>}
    >
      <RadioField
        name="answer"
        id={`answer-${offer.id}`}
        label="It answered"
        form={form}
        options={[
          { value: 'taken', label: 'Taken', note: 'It becomes a warranty deal.' },
          { value: 'declined', label: 'Declined' },
        ]}
      />
      <TextField name="answeredOn" id={`answered-${offer.id}`} label="On" type="date" size="short" value={today} form={form} />
      {warranties.length > 0 && (
        <SelectField
          name="dealId"
          id={`deal-${offer.id}`}
          label="Its deal"
          optional
          emptyLabel="A new one"
          options={warranties.map(({ id, name }) => ({ value: id, label: name }))}
          form={form}
        />
      )}
      <TextField name="dealName" id={`deal-name-${offer.id}`} label="Name of the new deal" optional maxlength={120} form={form} />
      <MoneyField
        name="amount"
        id={`amount-${offer.id}`}
        label="Price a year"
        optional
        currency={currencyCodes}
        currencyValue="eur"
        form={form}
        hint="Without tax. A new deal needs it."
      />
    </Form>
  )
}

const NewOffer = ({ engagement, moment, act, today, form: sent }: WarrantyProps & { moment: WarrantyMoment }) => {
  const form = formOf(sent, 'covers')
  return (
    <details open={Boolean(form)}>
      <summary>{moment === 'kickoff' ? 'Offered before the start' : 'Offered at the end'}</summary>
      <Form
        action={`/engagements/${engagement.id}/warranty-offers`}
        form={form}
        fields={{ act: `${act}w` }}
        buttons={<Button>It was offered</Button>}
      >
        <TextField name="covers" label="What it covers" maxlength={300} form={form} />
        <TextField name="offeredOn" label="Offered on" type="date" size="short" value={today} form={form} />
      </Form>
    </details>
  )
}
