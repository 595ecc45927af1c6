import { type Introduction, introductions } from '../../schema/prospects.ts'
import { actOnce, findAct } from '../acts.ts'
import type { NewTouch } from '../attribution/bind.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { owe } from '../notices/store.ts'
import { acknowledgement } from './acknowledge.ts'
import { letterTo } from './letter.ts'
import { type Marks, recogniseProspect } from './recognise.ts'
import { listOwnerEmails } from './store-introductions.ts'
import { extendProspect, makeProspect, type Refused, type TakenIn } from './take-in.ts'

/** What both ways of introducing have in common. `domain` is a company's, never of public mail. */
export type Introduced = {
  act: string
  company: string
  contactName: string
  email: string
  need: string
  domain: string | undefined
  /** What came as a click id and proves nothing. */
  refused?: readonly Refused[]
  actor: string
  namedBy: string
}

/** By whom; absent where nobody gets credit for it. Its evidence is made with the introduction's id. */
export type Introducer = Pick<Introduction, 'partnerId' | 'source' | 'linkId' | 'memberId' | 'prospectAgreed'> & { partnerName: string }

type Evidence = (introductionId: string, at: Date) => readonly NewTouch[]

/**
 * Stores a prospect that was introduced, with contact, touches, attribution, trail and mails, in one batch; the same form again is the same
 * act. Somebody we know gets a further touch and no second record.
 *
 * @param alongside - what else belongs into the batch, by the prospect's id
 * @returns the prospect's id
 */
export function introduce(
  deps: Deps,
  introduced: Introduced,
  introducer: Introducer | undefined,
  evidenceFor: Evidence,
  alongside: (prospectId: string) => readonly Statement[] = () => [],
): Promise<string> {
  return readAgainIfRefused(async () => {
    const done = await findAct(deps.db, introduced.act)
    if (done) return done
    const at = deps.now()
    const introductionId = deps.newId('int')
    const taken = await takeIn(deps, introduced, evidenceFor(introductionId, at), at)
    const followUp = await followUpOf(deps, introduced, introducer, taken, introductionId, at)
    await inOneBatch(deps.db, [
      actOnce(deps.db, introduced.act, taken.prospectId, at),
      ...taken.statements,
      ...followUp.statements,
      ...alongside(taken.prospectId),
    ])
    await deps.hints.send(followUp.notices.map((id) => ({ kind: 'outbox', id })))
    return taken.prospectId
  })
}

async function takeIn(deps: Deps, introduced: Introduced, evidence: readonly NewTouch[], at: Date): Promise<TakenIn> {
  const marks: Marks = { email: introduced.email, domain: introduced.domain }
  const recognised = await recogniseProspect(deps.db, marks)
  const { company, contactName, need, refused, actor, namedBy } = introduced
  const arrival = { marks, company, contactName, need, evidence, refused, at, actor, namedBy }
  // Where two prospects fit, the older one takes the introduction; sales sees both by their domain.
  const known = recognised.kind === 'found' ? recognised.prospectId : recognised.kind === 'ambiguous' ? recognised.candidates[0] : undefined
  return known ? extendProspect(deps, known, arrival) : makeProspect(deps, arrival)
}

type FollowUp = { statements: Statement[]; notices: string[] }

async function followUpOf(
  deps: Deps,
  introduced: Introduced,
  introducer: Introducer | undefined,
  taken: TakenIn,
  id: string,
  at: Date,
): Promise<FollowUp> {
  const { db } = deps
  const letter = await letterTo(deps, { id, ...introduced }, introducer, taken, at)
  if (!introducer) return letter
  const { company, contactName, email, need } = introduced
  const { partnerName: _, ...by } = introducer
  const row: Introduction = { id, prospectId: taken.prospectId, ...by, company, contactName, contactEmail: email, need, createdAt: at }
  const owners = await listOwnerEmails(db, by.partnerId)
  const notice = acknowledgement(row, taken)
  const acknowledgements = owners.map((owner) => ({ id: `${id}/acknowledged/${owner.id}`, to: owner.email }))
  return {
    statements: [
      db.insert(introductions).values(row),
      ...letter.statements,
      ...acknowledgements.map((each) => owe(db, each.id, each.to, notice, at)),
    ],
    notices: [...letter.notices, ...acknowledgements.map((each) => each.id)],
  }
}
