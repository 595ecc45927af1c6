import type { GrantKind } from '../../schema/grants.ts'
import type { Proposal } from '../../schema/proposals.ts'
import { Act } from './act.tsx'
import { Button, ButtonLink } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { Notice } from './notice.tsx'
import { type Option, SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export type StepsOfProposal = {
  proposal: Proposal
  people: readonly Option[]
  /** Why it cannot be sent as it stands. */
  obstacle: string | undefined
  /** The partner that this customer is already. */
  partner: { id: string; name: string } | undefined
  /** Permissions of the accepted column that are still to be asked for. */
  toAsk: readonly { kind: GrantKind; name: string }[]
  mayChange: boolean
  maySecond: boolean
  form?: FormState | undefined
}

/** What comes next, for those who may. */
export const ProposalNextStep = (page: StepsOfProposal) => {
  const { proposal, mayChange, obstacle } = page
  if (!mayChange) return null
  switch (proposal.status) {
    case 'draft':
      return obstacle ? (
        <Notice tone="warn" title="Not ready to be sent">
          {obstacle}
        </Notice>
      ) : (
        <SendForm {...page} action={`/proposals/${proposal.id}/sending`} label="Send it" />
      )
    case 'sent':
      return (
        <>
          <SendForm {...page} action={`/proposals/${proposal.id}/link`} label="Send the link again" />
          <Act action={`/proposals/${proposal.id}/return`} label="Take it back and change it" kind="quiet" />
        </>
      )
    case 'accepted':
      return <AfterAcceptance {...page} />
    case 'declined':
      return null
  }
}

const SendForm = ({ people, action, label, form: sent }: StepsOfProposal & { action: string; label: string }) =>
  people.length === 0 ? (
    <p class="soft">Add a person with a mail address to its contacts first.</p>
  ) : (
    <Form action={action} form={formOf(sent, 'reader')} buttons={<Button kind="primary">{label}</Button>}>
      <SelectField
        name="reader"
        label="Who reads it"
        options={people}
        form={formOf(sent, 'reader')}
        hint="One person gets a private link. What they read is logged; an earlier link stops working."
      />
    </Form>
  )

const AfterAcceptance = ({ proposal, partner, toAsk }: StepsOfProposal) => (
  <div class="form__buttons">
    {proposal.agreementId ? (
      <ButtonLink kind="primary" href={`/agreements/${proposal.agreementId}`}>
        The agreement to offer
      </ButtonLink>
    ) : (
      proposal.chosen !== 'regular' && <ButtonLink href="/agreements">An agreement was being prepared already: look at it first</ButtonLink>
    )}
    {toAsk.map(({ kind, name }) => (
      <ButtonLink
        href={`/grants/new?prospect=${proposal.prospectId}&kind=${kind}${proposal.agreementId ? `&agreement=${proposal.agreementId}` : ''}`}
      >
        Ask for: {name}
      </ButtonLink>
    ))}
    {proposal.partner && !partner && <ButtonLink href={`/partners/new?prospect=${proposal.prospectId}`}>Invite it as a partner</ButtonLink>}
    <ButtonLink href={`/deals/new?prospect=${proposal.prospectId}`}>Open the deal</ButtonLink>
  </div>
)

/** Above the second limit another person agrees; a lower price beside a share takes a reason (DIS4, CAT4). */
export const ProposalAgreeing = ({ proposal, maySecond, mayChange, form: sent }: StepsOfProposal) => {
  const both = mayChange && proposal.partner && proposal.sponsorBps > 0 && !proposal.bothReason
  const second = maySecond && proposal.sponsorBps > 0 && !proposal.secondBy
  if (!both && !second) return null
  return (
    <div class="grid">
      {both && (
        <Sheet title="A lower price and a share">
          <p class="soft">One benefit is the rule: a lower price, or a share of what its clients pay.</p>
          <Form action={`/proposals/${proposal.id}/both`} form={formOf(sent, 'bothReason')} buttons={<Button>Let both stand</Button>}>
            <TextField name="bothReason" label="Why both" maxlength={300} form={formOf(sent, 'bothReason')} />
          </Form>
        </Sheet>
      )}
      {second && (
        <Sheet title="A second person">
          <Form
            action={`/proposals/${proposal.id}/second`}
            form={formOf(sent, 'secondReason')}
            buttons={<Button>Agree to this price</Button>}
          >
            <TextField
              name="secondReason"
              label="Why so much"
              maxlength={300}
              form={formOf(sent, 'secondReason')}
              hint="Needed above the second limit; a person who did not set the price."
            />
          </Form>
        </Sheet>
      )}
    </div>
  )
}
