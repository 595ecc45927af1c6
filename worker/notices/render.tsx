import { claimAnswered, claimReceived, claimToAnswer } from '../../portal/mails/claims.ts'
import { creditMoved } from '../../portal/mails/credit.ts'
import { commissionAccrued, commissionCorrected, payoutReleased, payoutSent, statementIssued } from '../../portal/mails/earnings.ts'
import { bankPayoutFailed, payoutDestinationChanged, stripeDetailsDue, stripeReady } from '../../portal/mails/get-paid.ts'
import { introductionAcknowledged, introductionReceived } from '../../portal/mails/introductions.ts'
import { memberInvited, partnerInvited, staffInvited } from '../../portal/mails/invitations.ts'
import { type Mail, type RenderedMail, renderMail } from '../../portal/mails/layout.tsx'
import { partnerPaused, partnerResumed } from '../../portal/mails/partner-standing.ts'
import { passkeyNews } from '../../portal/mails/passkeys.ts'
import { proposalSent } from '../../portal/mails/proposals.ts'
import { privateLink, prospectDisagreed, requestReceived } from '../../portal/mails/prospects.ts'
import { quoteAsked, quoteEnding, quoteKept, surveySent } from '../../portal/mails/quotes.ts'
import {
  ndaSent,
  ndaSigned,
  referenceAccepted,
  referenceAsked,
  referenceClosed,
  referenceInvited,
  referenceNews,
  referenceOutcomeDue,
  referenceScheduled,
  referenceThanks,
} from '../../portal/mails/references.ts'
import {
  registrationDecided,
  registrationDue,
  registrationEnded,
  registrationExpiring,
  registrationExtended,
  registrationReceived,
} from '../../portal/mails/registrations.ts'
import { callsInvitation, deskNews, relationshipLink, relationshipNews } from '../../portal/mails/relationship.ts'
import { moneyAlarm, runDecided, runSubmitted } from '../../portal/mails/runs.ts'
import { sealAnchor } from '../../portal/mails/seals.ts'
import type { Settings } from '../settings.ts'
import type { Notice, NoticeTemplate } from './notice.ts'

/** The mail that a notice of the outbox becomes. A template without its arm does not compile. */
export const renderNotice = (notice: Notice, settings: Pick<Settings, 'companyName' | 'portalOrigin'>): RenderedMail =>
  renderMail(
    mailOf(notice, settings.companyName, (path) => `${settings.portalOrigin}${path}`),
    {
      programme: settings.companyName,
      reason: reasonOf(readers[notice.template], settings.companyName),
    },
  )

function mailOf(notice: Notice, programme: string, urlOf: (path: string) => string): Mail {
  const { template, data } = notice
  switch (template) {
    case 'partner_invited':
      return partnerInvited({ ...data, programme, portalUrl: urlOf('/sign-in') })
    case 'member_invited':
      return memberInvited({ ...data, programme, portalUrl: urlOf('/sign-in') })
    case 'staff_invited':
      return staffInvited({ ...data, programme, portalUrl: urlOf('/sign-in') })
    case 'introduction_received':
      return introductionReceived({ ...data, programme })
    case 'request_received':
      return requestReceived({ ...data, programme })
    case 'private_link':
      return privateLink({ ...data, programme })
    case 'prospect_disagreed':
      return prospectDisagreed({ ...data, prospectUrl: urlOf(`/prospects/${data.prospectId}`) })
    case 'introduction_acknowledged':
      return introductionAcknowledged({ ...data, prospectsUrl: urlOf('/prospects') })
    case 'commission_accrued':
      return commissionAccrued({ ...data, maturesAt: new Date(data.maturesAt), receiptUrl: urlOf(`/earnings/${data.commissionId}`) })
    case 'commission_corrected':
      return commissionCorrected({ ...data, receiptUrl: urlOf(`/earnings/${data.commissionId}`) })
    case 'claim_received':
      return claimReceived({ ...data, dueAt: new Date(data.dueAt), claimUrl: urlOf(`/claims/${data.claimId}`) })
    case 'claim_to_answer':
      return claimToAnswer({ ...data, dueAt: new Date(data.dueAt), claimUrl: urlOf(`/claims/${data.claimId}`) })
    case 'claim_answered':
      return claimAnswered({ ...data, claimUrl: urlOf(`/claims/${data.claimId}`) })
    case 'credit_moved':
      return creditMoved({ ...data, prospectUrl: urlOf(`/prospects/${data.prospectId}`) })
    case 'run_submitted':
      return runSubmitted({ ...data, runUrl: urlOf(`/runs/${data.runId}`) })
    case 'run_decided':
      return runDecided({ ...data, runUrl: urlOf(`/runs/${data.runId}`) })
    case 'payout_sent':
      return payoutSent({ ...data, sentAt: new Date(data.sentAt), payoutUrl: urlOf(`/payouts/${data.payoutId}`) })
    case 'payout_released':
      return payoutReleased({ ...data, payoutUrl: urlOf(`/payouts/${data.payoutId}`) })
    case 'statement_issued':
      return statementIssued({
        ...data,
        month: new Date(`${data.month}-01`),
        statementUrl: urlOf(`/payouts/statements/${data.statementId}`),
      })
    case 'stripe_details_due':
      return stripeDetailsDue({ ...data, deadline: data.deadline ? new Date(data.deadline) : null, getPaidUrl: urlOf('/get-paid') })
    case 'stripe_ready':
      return stripeReady({ ...data, getPaidUrl: urlOf('/get-paid') })
    case 'bank_payout_failed':
      return bankPayoutFailed({ ...data, getPaidUrl: urlOf('/get-paid') })
    case 'partner_paused':
      return partnerPaused({ ...data, programme, portalUrl: urlOf('/') })
    case 'partner_resumed':
      return partnerResumed({ ...data, programme, portalUrl: urlOf('/') })
    case 'payout_destination_changed':
      return payoutDestinationChanged({ ...data, holdUntil: new Date(data.holdUntil), getPaidUrl: urlOf('/get-paid') })
    case 'passkey_news':
      return passkeyNews({ ...data, portalUrl: urlOf('/account') })
    case 'nda_sent':
      return ndaSent({ ...data, programme })
    case 'nda_signed':
      return ndaSigned({ ...data, programme })
    case 'proposal_sent':
      return proposalSent({ ...data, programme })
    case 'reference_invited':
      return referenceInvited({ ...data, programme })
    case 'reference_asked':
      return referenceAsked({ ...data, programme })
    case 'reference_accepted':
      return referenceAccepted({ ...data, programme })
    case 'reference_scheduled':
      return referenceScheduled(data)
    case 'reference_closed':
      return referenceClosed(data)
    case 'reference_outcome_due':
      return referenceOutcomeDue(data)
    case 'reference_thanks':
      return referenceThanks({ ...data, programme })
    case 'reference_news':
      return referenceNews({ ...data, url: urlOf(data.path) })
    case 'registration_received':
      return registrationReceived({ ...data, dueAt: new Date(data.dueAt), url: urlOf(`/registrations/${data.registrationId}`) })
    case 'registration_decided':
      return registrationDecided({
        ...data,
        protectedUntil: data.protectedUntil ? new Date(data.protectedUntil) : null,
        url: urlOf(`/registrations/${data.registrationId}`),
      })
    case 'registration_extended':
      return registrationExtended({
        ...data,
        protectedUntil: new Date(data.protectedUntil),
        url: urlOf(`/registrations/${data.registrationId}`),
      })
    case 'registration_expiring':
      return registrationExpiring({
        ...data,
        protectedUntil: new Date(data.protectedUntil),
        url: urlOf(`/registrations/${data.registrationId}`),
      })
    case 'registration_ended':
      return registrationEnded({ ...data, url: urlOf(`/registrations/${data.registrationId}`) })
    case 'registration_due':
      return registrationDue({ ...data, dueAt: new Date(data.dueAt), url: urlOf(`/registrations/${data.registrationId}`) })
    case 'seal_anchor':
      return sealAnchor({ ...data, sealedAt: new Date(data.sealedAt), url: urlOf('/') })
    case 'relationship_news':
      return relationshipNews({ ...data, programme, relationshipUrl: urlOf('/relationship') })
    case 'relationship_link':
      return relationshipLink({ ...data, programme })
    case 'calls_invitation':
      return callsInvitation({ ...data, programme })
    case 'survey_sent':
      return surveySent({ ...data, programme })
    case 'quote_kept':
      return quoteKept({ ...data, programme })
    case 'quote_asked':
      return quoteAsked({ ...data, programme })
    case 'quote_ending':
      return quoteEnding({ ...data, programme })
    case 'desk_news':
      return deskNews({ ...data, url: urlOf(data.path) })
    case 'money_alarm':
      return moneyAlarm({ ...data, url: urlOf('/') })
    default:
      throw new Error(`No mail is known for ${template satisfies never}`)
  }
}

type Reader = 'partner' | 'prospect' | 'requester' | 'guest' | 'customer' | 'talk' | 'staff'

const readers: Record<NoticeTemplate, Reader> = {
  partner_invited: 'partner',
  member_invited: 'partner',
  staff_invited: 'staff',
  introduction_received: 'prospect',
  request_received: 'requester',
  private_link: 'requester',
  prospect_disagreed: 'staff',
  introduction_acknowledged: 'partner',
  commission_accrued: 'partner',
  commission_corrected: 'partner',
  claim_received: 'partner',
  claim_to_answer: 'staff',
  claim_answered: 'partner',
  credit_moved: 'partner',
  run_submitted: 'staff',
  run_decided: 'staff',
  payout_sent: 'partner',
  payout_released: 'partner',
  statement_issued: 'partner',
  stripe_details_due: 'partner',
  stripe_ready: 'partner',
  bank_payout_failed: 'partner',
  partner_paused: 'partner',
  partner_resumed: 'partner',
  payout_destination_changed: 'partner',
  passkey_news: 'staff',
  nda_sent: 'guest',
  nda_signed: 'guest',
  proposal_sent: 'guest',
  reference_invited: 'guest',
  reference_asked: 'customer',
  reference_accepted: 'guest',
  reference_scheduled: 'talk',
  reference_closed: 'talk',
  reference_outcome_due: 'talk',
  reference_thanks: 'customer',
  reference_news: 'staff',
  registration_received: 'partner',
  registration_decided: 'partner',
  registration_extended: 'partner',
  registration_expiring: 'partner',
  registration_ended: 'partner',
  registration_due: 'staff',
  seal_anchor: 'staff',
  relationship_news: 'partner',
  relationship_link: 'customer',
  calls_invitation: 'customer',
  survey_sent: 'customer',
  quote_kept: 'customer',
  quote_asked: 'customer',
  quote_ending: 'customer',
  desk_news: 'staff',
  money_alarm: 'staff',
}

const reasons: Record<Reader, string> = {
  partner: 'You get this mail because your company is a partner, or is invited to be one, of',
  requester: 'You get this mail because you, or somebody with your address, asked',
  prospect: 'You get this mail, once, because somebody named you to',
  guest: 'You get this mail because your company asked about working with',
  customer: 'You get this mail because your company is a customer of',
  talk: 'You get this mail because you agreed to a talk arranged by',
  staff: 'You get this mail because you help to run the partner programme of',
}

const reasonOf = (reader: Reader, programme: string): string => `${reasons[reader]} ${programme}.`
