import type { GiftPolicy, GrievanceStatus, Motion, ReferencePolicy, RestitutionKind, Standing } from '../../schema/customers.ts'
import type { Category } from '../../schema/proposals.ts'
import { Badge, type Tone } from './badge.tsx'

const standingWords: Record<Standing, { word: string; tone: Tone }> = {
  active: { word: 'Active', tone: 'good' },
  lapsed: { word: 'Lapsed', tone: 'warn' },
  won_back: { word: 'Won back', tone: 'good' },
}
export const StandingBadge = ({ standing }: { standing: Standing }) => (
  <Badge tone={standingWords[standing].tone}>{standingWords[standing].word}</Badge>
)

export const categoryWords: Record<Category, { word: string; tone: Tone }> = {
  regular: { word: 'Regular', tone: 'plain' },
  reference: { word: 'Reference', tone: 'wait' },
  sponsor: { word: 'Sponsor', tone: 'good' },
}
/** Category and the partner flag stand beside each other and never change each other (CAT3). */
export const CategoryBadge = ({ category, isPartner }: { category: Category; isPartner?: boolean }) => (
  <>
    <Badge tone={categoryWords[category].tone}>{categoryWords[category].word}</Badge> {isPartner && <Badge>Partner</Badge>}
  </>
)

export const motionWords: Record<Motion, string> = { project: 'For a project', support: 'For lasting support' }
export const giftWords: Record<GiftPolicy, string> = {
  unknown: 'Not asked yet',
  allowed: 'Its people may take gifts',
  limited: 'Up to a limit',
  forbidden: 'Its people take no gifts',
}
export const referencePolicyWords: Record<ReferencePolicy, string> = {
  ask: 'Ask each time',
  allowed: 'Allows references',
  private_only: 'Private talks only, nothing published',
  forbidden: 'Allows none',
}
export const restitutionWords: Record<RestitutionKind, string> = {
  free_hours: 'Free hours',
  redone_work: 'Work done again',
  better_terms: 'Better terms',
  apology: 'An apology',
  other: 'Something else',
}

const grievanceWords: Record<GrievanceStatus, { word: string; tone: Tone }> = {
  open: { word: 'Open', tone: 'bad' },
  offered: { word: 'Made an offer', tone: 'warn' },
  settled: { word: 'Settled', tone: 'good' },
  refused: { word: 'Offer refused', tone: 'bad' },
}
export const GrievanceBadge = ({ status }: { status: GrievanceStatus }) => (
  <Badge tone={grievanceWords[status].tone}>{grievanceWords[status].word}</Badge>
)

export const optionsOf = <Value extends string>(words: Record<Value, string>) =>
  // The keys of a record of words are its values.
  (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }))
export const standingOptions = [
  { value: 'active', label: 'Active' },
  { value: 'lapsed', label: 'Lapsed' },
  { value: 'won_back', label: 'Won back' },
]
export const categoryOptions = [
  { value: 'regular', label: 'Regular' },
  { value: 'reference', label: 'Reference' },
  { value: 'sponsor', label: 'Sponsor' },
]
