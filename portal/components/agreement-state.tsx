import type { AgreementKind, AgreementStatus } from '../../schema/agreements.ts'
import type { GrantStatus } from '../../schema/grants.ts'
import type { Category } from '../../schema/proposals.ts'
import { Badge, type Tone } from './badge.tsx'

export const agreementKindWords: Record<AgreementKind, string> = { reference: 'Reference', sponsor: 'Sponsor', partner: 'Partner' }

export const agreementStatusWords: Record<AgreementStatus, { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'plain' },
  offered: { word: 'Offered, waits for signatures', tone: 'wait' },
  signed: { word: 'In force', tone: 'good' },
  ended: { word: 'Ended', tone: 'plain' },
}

export const AgreementState = ({ status }: { status: AgreementStatus }) => {
  const { word, tone } = agreementStatusWords[status]
  return <Badge tone={tone}>{word}</Badge>
}

export const grantStatusWords: Record<GrantStatus, { word: string; tone: Tone }> = {
  asked: { word: 'Asked', tone: 'wait' },
  given: { word: 'Given', tone: 'good' },
  refused: { word: 'Refused', tone: 'plain' },
  ended: { word: 'Ended', tone: 'plain' },
  withdrawn: { word: 'Withdrawn', tone: 'warn' },
}

export const GrantState = ({ status }: { status: GrantStatus }) => {
  const { word, tone } = grantStatusWords[status]
  return <Badge tone={tone}>{word}</Badge>
}

export const categoryWords: Record<Category, { word: string; tone: Tone }> = {
  regular: { word: 'Regular customer', tone: 'plain' },
  reference: { word: 'Reference', tone: 'wait' },
  sponsor: { word: 'Sponsor', tone: 'good' },
}

/** Derived from agreements and permissions in force; nobody types it (CAT1). */
export const CategoryBadge = ({ category }: { category: Category }) => {
  const { word, tone } = categoryWords[category]
  return <Badge tone={tone}>{word}</Badge>
}
