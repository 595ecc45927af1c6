import type { Currency } from '../../schema/currency.ts'
import type { Ending, RefusalReason } from '../../schema/registrations.ts'
import type { RequestActivity } from '../../schema/requests.ts'

/**
 * Everything Goodword writes to people, by template, with what the template prints. Dates are ISO texts (the data is stored as
 * JSON), amounts minor units. A template without a renderer does not compile. No secret that signs anybody in passes through
 * the outbox; a private link stands in it until the mail is sent.
 */
export type Notice =
  | { template: 'partner_invited'; data: { partner: string; invitedBy: string; company: string } }
  | { template: 'member_invited'; data: { partner: string; invitedBy: string } }
  | { template: 'staff_invited'; data: { roles: string[]; invitedBy: string } }
  | { template: 'introduction_received'; data: { contact: string; partner: string; company: string; earns: string; accessUrl: string } }
  | { template: 'request_received'; data: { contact: string; partner: string; company: string; earns: string; accessUrl: string } }
  | { template: 'private_link'; data: { contact: string; company: string; accessUrl: string } }
  | { template: 'prospect_disagreed'; data: { prospectId: string; partner: string } }
  | { template: 'introduction_acknowledged'; data: { prospect: string; via: 'form' | 'portal'; credited: boolean; note: string } }
  | {
      template: 'commission_accrued'
      data: { prospect: string; amountMinor: number; currency: Currency; maturesAt: string; commissionId: string }
    }
  | {
      template: 'commission_corrected'
      data: { prospect: string; amountMinor: number; currency: Currency; reason: string; commissionId: string }
    }
  | { template: 'claim_received'; data: { claimId: string; company: string; dueAt: string; isAppeal: boolean } }
  | { template: 'claim_to_answer'; data: { claimId: string; company: string; dueAt: string; isAppeal: boolean; isLate: boolean } }
  | {
      template: 'claim_answered'
      data: { claimId: string; company: string; answer: 'accepted' | 'refused'; reason: string; mayAppeal: boolean }
    }
  | { template: 'credit_moved'; data: { prospect: string; prospectId: string; isYours: boolean; reason: string } }
  | {
      template: 'run_submitted'
      data: { runId: string; preparedBy: string; totals: { currency: Currency; n: number; amountMinor: number }[] }
    }
  | { template: 'run_decided'; data: { runId: string; decision: 'approved' | 'refused' | 'cancelled'; by: string; reason: string | null } }
  | { template: 'payout_sent'; data: { payoutId: string; amountMinor: number; currency: Currency; sentAt: string } }
  | { template: 'payout_released'; data: { payoutId: string; amountMinor: number; currency: Currency; reason: string } }
  | {
      template: 'statement_issued'
      data: { statementId: string; number: string; month: string; closingMinor: number; currency: Currency }
    }
  | { template: 'stripe_details_due'; data: { requirements: string[]; deadline: string | null } }
  | { template: 'stripe_ready'; data: { partner: string } }
  | { template: 'bank_payout_failed'; data: { amountMinor: number; currency: Currency; why: string } }
  | { template: 'partner_paused'; data: { partner: string; reason: string } }
  | { template: 'partner_resumed'; data: { partner: string } }
  | { template: 'payout_destination_changed'; data: { partner: string; holdUntil: string } }
  | {
      template: 'passkey_news'
      data: { person: string; what: 'code_made' | 'added' | 'removed' | 'copied'; by: string; removed: number; name: string | null }
    }
  | { template: 'nda_sent'; data: { contact: string; prospect: string; kind: 'one_way' | 'mutual'; url: string } }
  | {
      template: 'nda_signed'
      data: { signer: string; prospect: string; text: string; textHash: string; signedAt: string; endsOn: string }
    }
  | { template: 'proposal_sent'; data: { contact: string; prospect: string; name: string; url: string } }
  | { template: 'reference_invited'; data: { contact: string; prospect: string; url: string } }
  | {
      template: 'reference_asked'
      data: {
        contact: string
        prospect: string
        guest: string
        activity: RequestActivity
        topics: string[]
        slots: string[]
        url: string
        again: boolean
      }
    }
  | { template: 'reference_accepted'; data: { contact: string; url: string; slotAt: string; hasNda: boolean } }
  | {
      template: 'reference_scheduled'
      data: { contact: string; slotAt: string; activity: RequestActivity; url: string; again: boolean }
    }
  | { template: 'reference_closed'; data: { contact: string; what: 'declined' | 'withdrawn' | 'expired' } }
  | { template: 'reference_outcome_due'; data: { contact: string; activity: RequestActivity; slotAt: string; url: string } }
  | { template: 'reference_thanks'; data: { contact: string; activity: RequestActivity; left: number | null } }
  | {
      template: 'reference_news'
      data: {
        what: 'asked' | 'accepted' | 'declined' | 'scheduled' | 'outcome_differs' | 'nda_signed' | 'overdue'
        prospect: string
        path: string
      }
    }
  | {
      template: 'registration_received'
      data: { company: string; answer: 'free' | 'customer' | 'person'; dueAt: string; registrationId: string }
    }
  | {
      template: 'registration_decided'
      data: {
        company: string
        outcome: 'accepted' | 'refused'
        isAppeal: boolean
        reason: RefusalReason | null
        words: string
        protectedUntil: string | null
        registrationId: string
      }
    }
  | {
      template: 'registration_extended'
      data: { company: string; outcome: 'granted' | 'declined'; reason: string; protectedUntil: string; registrationId: string }
    }
  | { template: 'registration_expiring'; data: { company: string; protectedUntil: string; mayAsk: boolean; registrationId: string } }
  | { template: 'registration_ended'; data: { company: string; because: Ending; registrationId: string } }
  | {
      template: 'registration_due'
      data: { company: string; partner: string; what: 'registration' | 'appeal' | 'extension'; dueAt: string; registrationId: string }
    }
  | { template: 'seal_anchor'; data: { n: number; hash: string; sealedAt: string; day: string } }
  | { template: 'relationship_news'; data: { headline: string; text: string } }
  | { template: 'relationship_link'; data: { name: string; customer: string; accessUrl: string } }
  | { template: 'calls_invitation'; data: { contact: string; company: string; text: string; accessUrl: string } }
  | { template: 'survey_sent'; data: { name: string; engagement: string; accessUrl: string } }
  | { template: 'quote_kept'; data: { name: string; line: string; endsOn: string; accessUrl: string } }
  | { template: 'quote_asked'; data: { name: string; company: string; isEdit: boolean; accessUrl: string } }
  | { template: 'quote_ending'; data: { name: string; line: string; endsOn: string; accessUrl: string } }
  | { template: 'desk_news'; data: { what: string; todo: string; path: string } }
  | { template: 'money_alarm'; data: { what: string; subject: string; todo: string } }

export type NoticeTemplate = Notice['template']
