import type { CompanySize } from '../../schema/customers.ts'
import type { ContactSide } from '../../schema/prospects.ts'
import type { CapGroup, Industry, NdaKind, NdaStatus } from '../../schema/references.ts'
import type { ActivityStatus, OutcomeSide, PerkKind, RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { Badge, type Tone } from './badge.tsx'

type Words = { staff: string; customer: string; prospect: string; tone: Tone }

/** What staff, the customer and the prospect read of one state; a state without words does not compile. */
const requestWords: Record<RequestStatus, Words> = {
  asked: { staff: 'To be put to a customer', customer: '–', prospect: 'We are asking a customer', tone: 'warn' },
  proposed: { staff: 'Waits for the customer', customer: 'Waits for your answer', prospect: 'A customer was asked', tone: 'wait' },
  accepted: { staff: 'Waits for the prospect', customer: 'You said yes; they confirm', prospect: 'The customer said yes', tone: 'wait' },
  scheduled: { staff: 'Fixed', customer: 'Fixed', prospect: 'Fixed', tone: 'good' },
  held: { staff: 'Held', customer: 'Took place, thank you', prospect: 'Took place', tone: 'good' },
  missed: { staff: 'Missed', customer: 'Did not take place', prospect: 'Did not take place', tone: 'bad' },
  declined: { staff: 'Declined', customer: 'You said no', prospect: 'Not possible this time', tone: 'plain' },
  withdrawn: { staff: 'Taken back', customer: 'Taken back', prospect: 'Taken back', tone: 'plain' },
  expired: { staff: 'Ended without an answer', customer: 'Ended without an answer', prospect: 'Ended without an answer', tone: 'plain' },
}

type Reader = 'staff' | 'customer' | 'prospect'
export const requestInWords = (status: RequestStatus, reader: Reader): string => requestWords[status][reader]
export const RequestState = ({ status, reader }: { status: RequestStatus; reader: Reader }) => (
  <Badge tone={requestWords[status].tone}>{requestWords[status][reader]}</Badge>
)

export const industryWords: Record<Industry, string> = {
  manufacturing: 'Manufacturing',
  food: 'Food and drink',
  construction: 'Construction',
  retail: 'Retail',
  logistics: 'Logistics',
  health: 'Health',
  energy: 'Energy and water',
  education: 'Education',
  public: 'Public sector',
  services: 'Services',
  other: 'Something else',
}
export const sizeInWords = (size: CompanySize): string => `${size.replace('-', ' to ').replace('+', ' and more')} people`
export const sideWords: Record<ContactSide, string> = { technical: 'Technical side', business: 'Business side' }
export const meetingWords: Record<RequestActivity, string> = {
  prospect_call: 'A call',
  site_visit: 'A visit',
  analyst_call: 'A call with an analyst',
}
export const capGroupWords: Record<CapGroup, string> = { call: 'Calls', site_visit: 'Site visits', public: 'Anything public' }
export const perkWords: Record<PerkKind, string> = { travel: 'Travel', welcome: 'Welcome', thank_you: 'Thanks' }
export const outcomeSideWords: Record<OutcomeSide, string> = { customer: 'The customer', prospect: 'The prospect', staff: 'We' }

export const optionsOf = <Key extends string>(words: Record<Key, string>): { value: string; label: string }[] =>
  // The record holds exactly these keys, which Object.entries forgets.
  (Object.entries(words) as [Key, string][]).map(([value, label]) => ({ value, label }))

const activityStates: Record<ActivityStatus, { word: string; tone: Tone }> = {
  planned: { word: 'Planned', tone: 'wait' },
  held: { word: 'Held', tone: 'good' },
  cancelled: { word: 'Called off', tone: 'plain' },
}
export const ActivityState = ({ status }: { status: ActivityStatus }) => (
  <Badge tone={activityStates[status].tone}>{activityStates[status].word}</Badge>
)

export const ndaKindWords: Record<NdaKind, string> = { one_way: 'Binds the prospect', mutual: 'Binds both sides' }
const ndaStates: Record<NdaStatus, { word: string; tone: Tone }> = {
  sent: { word: 'Sent, not signed', tone: 'wait' },
  signed: { word: 'Signed', tone: 'good' },
  declined: { word: 'Declined', tone: 'bad' },
  ended: { word: 'Ended', tone: 'plain' },
}
export const NdaState = ({ status }: { status: NdaStatus }) => <Badge tone={ndaStates[status].tone}>{ndaStates[status].word}</Badge>
