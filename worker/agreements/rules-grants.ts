import type { ApprovalSide, Grant, GrantKind, GrantScope, UseKind } from '../../schema/grants.ts'

/** What one grant must have before it counts (domain.md A5); a cap and an NDA are looked at when it is used. */
type GrantNeeds = {
  scopes: readonly GrantScope[]
  text: boolean
  person: boolean
  file: boolean
  documentKind: boolean
  post: boolean
  /** Where it may be used; a grant never implies another (GRA1). */
  uses: readonly UseKind[]
}

const nothing: GrantNeeds = {
  scopes: ['organisation'],
  text: false,
  person: false,
  file: false,
  documentKind: false,
  post: false,
  uses: [],
}

export const grantNeeds: Record<GrantKind, GrantNeeds> = {
  calls: { ...nothing, scopes: ['individual', 'organisation'] },
  nda_slide: { ...nothing, scopes: ['individual', 'organisation'], person: true, uses: ['slide'] },
  linkedin: { ...nothing, scopes: ['individual'], person: true, post: true, uses: ['social'] },
  web_release: { ...nothing, text: true, uses: ['wall', 'quote', 'site'] },
  press_release: { ...nothing, text: true, uses: ['press'] },
  public_document: { ...nothing, text: true, documentKind: true, uses: ['site', 'print'] },
  joint_press_release: { ...nothing, text: true, uses: ['press'] },
  logo: { ...nothing, file: true, uses: ['wall', 'site', 'print', 'slide'] },
}

/** Those by which a company stands by us in public: of the organisation, in print or on a screen (LEV1). */
export const publicKinds: readonly GrantKind[] = ['web_release', 'press_release', 'public_document', 'joint_press_release', 'logo']

/** Who says yes before it is given. */
export function sidesNeeded({ kind, scope, twoApprovers }: Pick<Grant, 'kind' | 'scope' | 'twoApprovers'>): readonly ApprovalSide[] {
  switch (kind) {
    case 'calls':
      return scope === 'individual' ? ['person'] : ['company']
    case 'linkedin':
      return ['person']
    case 'nda_slide':
      return ['person', 'company']
    case 'joint_press_release':
      return twoApprovers ? ['company', 'company_second', 'us'] : ['company', 'us']
    default:
      return ['company']
  }
}

/** What is approved, as one text: the hash of this is what an approval is bound to (GRA4). */
export const approvedText = (
  grant: Pick<Grant, 'kind' | 'text' | 'personName' | 'file' | 'guide' | 'documentKind' | 'benefitDisclosed'>,
): string => JSON.stringify([grant.kind, grant.text, grant.personName, grant.file, grant.guide, grant.documentKind, grant.benefitDisclosed])

export const isLive = ({ status, startsOn, endsOn }: Pick<Grant, 'status' | 'startsOn' | 'endsOn'>, today: string): boolean =>
  status === 'given' && startsOn <= today && today <= endsOn

/** Days before its end on which we ask again (GRA6). */
export const remindDays = 60

/** Of a struck clause: so long no naming is asked for (CLA2). */
export const restMonths = 12

/** What a contract's clause can allow by itself: the company's own, without a file. */
export const clauseKinds = ['calls', 'web_release', 'press_release'] as const

/** The same day so many months later, or the last one of that month. */
export function addMonths(day: string, n: number): string {
  const from = new Date(`${day}T00:00:00Z`)
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + n + 1, 0)).getUTCDate()
  return new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + n, Math.min(from.getUTCDate(), last))).toISOString().slice(0, 10)
}
