import { answerClaim } from '../../../worker/attribution/answer-claim.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import { archiveLink } from '../../../worker/tracking/archive-link.ts'
import { createLink } from '../../../worker/tracking/create-link.ts'
import type { PartnerKey } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'
import { ownerOf } from './partners.ts'

/** A link for a fair that was archived too early: who came by it afterwards brought nobody credit. */
export const fairCode = 'kestrel-fair'

/** Granite Quay becomes Kestrel's by a claim, Stellan stays where the registration put it, and one claim waits for its answer. */
export const claiming: Chapter[] = [
  { name: 'kestrel archives its link of the fair', day: -208, tell: archiveFairLink },
  {
    name: 'kestrel claims Granite Quay',
    day: -200,
    tell: (teller) =>
      claim(
        teller,
        'kestrel',
        'granitequay.example',
        'Marcus Oyelaran came by our link of the transport fair. I had archived it the day before; his mail of that week, which names us, is attached to ours.',
      ),
  },
  {
    name: 'the claim to Granite Quay is accepted',
    day: -198,
    tell: (teller) =>
      answer(
        teller,
        'kestrel',
        'accepted',
        'His mail shows that he came by the link of the fair, three days after it had been archived by mistake.',
      ),
  },
  {
    name: 'ostervane claims Stellan',
    day: -206,
    tell: (teller) =>
      claim(
        teller,
        'ostervane',
        'stellan.example',
        'Somebody of Stellan followed our link on the day after we had shown them our weaving hall.',
      ),
  },
  {
    name: 'the claim to Stellan is refused',
    day: -204,
    tell: (teller) =>
      answer(
        teller,
        'ostervane',
        'refused',
        'The registration won: it was accepted before anybody of Stellan wrote to us, and it outranks a click.',
      ),
  },
  {
    name: 'quill claims Copsedale',
    day: -1,
    tell: (teller) =>
      claim(
        teller,
        'quill',
        'copsedale.example',
        'Graham Tuck asked us at the book fair what we plan our presses with, and we wrote your name on his copy of the programme.',
      ),
  },
]

async function archiveFairLink({ deps, names }: Teller): Promise<void> {
  const owner = ownerOf(names, 'kestrel')
  const wanted = { act: deps.newId('act'), kind: 'introduction', destination: '', code: fairCode, campaign: '' } as const
  const made = await createLink(deps, owner, wanted)
  if (!made.ok) throw new Error(made.problem)
  await archiveLink(deps, owner, made.linkId)
}

async function claim({ deps, names }: Teller, by: PartnerKey, domain: string, evidence: string): Promise<void> {
  const form = { act: deps.newId('act'), kind: 'missing', company: '', domain, evidence, link: '' } as const
  names[`claim of ${by}`] = await submitClaim(deps, ownerOf(names, by), form)
}

async function answer({ deps, names }: Teller, of: PartnerKey, given: 'accepted' | 'refused', reason: string): Promise<void> {
  const mateo = { id: named(names, 'mateo'), name: 'Mateo Brandl', roles: ['sales'] }
  await answerClaim(deps, named(names, `claim of ${of}`), { answer: given, reason }, mateo)
}
