import type { NdaKind, NdaStatus } from '../../schema/references.ts'
import { dayInWords } from '../terms/words.ts'

/** Raised with every change of the words below: a text that was sent stays as it was. */
export const ndaTemplateVersion = 2

type Parties = { company: string; prospect: string; signer: string; endsOn: string }

const opening: Record<NdaKind, (parties: Parties) => string> = {
  one_way: ({ company, prospect }) =>
    `${company} tells ${prospect} things that others may not know: who its customers are, what the work was worth to them, what they said. ${prospect} keeps them to itself.`,
  mutual: ({ company, prospect }) =>
    `${company} and ${prospect} tell each other things that others may not know: plans, prices, customers, what the work was worth. Each keeps to itself what it hears from the other.`,
}

/** The whole text that is sent, hashed and signed. */
export const ndaText = (kind: NdaKind, parties: Parties): string =>
  [
    kind === 'mutual' ? 'Mutual agreement of confidence' : 'Agreement of confidence',
    opening[kind](parties),
    'What is told is used to decide about a purchase and for nothing else. It is shown only to the people who have to know it, and each of them is named. What is public already, or was known before, or must be told by law, is not covered.',
    `${parties.company} keeps a list of who saw what and when. The list stays when this agreement ends.`,
    `This agreement begins when it is signed and ends with ${dayInWords(parties.endsOn)}. What was told until then is kept for two years more.`,
    `Signed for ${parties.prospect} by ${parties.signer}.`,
  ].join('\n\n')

/** Whether it protects what is told on that day, `YYYY-MM-DD`. A roadmap needs one that binds both sides (NDA3). */
export const protects = (nda: { status: NdaStatus; endsOn: string; kind: NdaKind }, today: string, needs: NdaKind = 'one_way'): boolean =>
  nda.status === 'signed' && nda.endsOn >= today && (needs === 'one_way' || nda.kind === 'mutual')

/** Names are compared as people type them: spaces and case aside. */
export const isSameName = (typed: string, named: string): boolean => nameKey(typed) === nameKey(named)
const nameKey = (name: string): string => name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
