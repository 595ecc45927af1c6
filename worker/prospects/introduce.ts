import { eq } from 'drizzle-orm'
import { type Introduction, introductions, prospects } from '../../schema/prospects.ts'
import { actOnce, findAct } from '../acts.ts'
import type { NewTouch } from '../attribution/bind.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { digestOf, randomToken } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { acknowledgement } from './acknowledge.ts'
import { earnsOfPartner } from './earns.ts'
import { type Marks, recogniseProspect } from './recognise.ts'
import { hasIntroduced, listOwnerEmails } from './store-introductions.ts'
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

/** By whom; absent where the link gives no credit. Its evidence is made with the introduction's id. */
export type Introducer = Pick<Introduction, 'partnerId' | 'source' | 'linkId' | 'memberId' | 'prospectAgreed'> & { partnerName: string }

/** The prospect mails that one address gets in a day, whoever causes them. */
const mailsPerAddress = { what: 'introduction/mail', times: 5, windowMs: 86_400_000 }

/**
 * Stores a prospect that was introduced, with contact, touches, attribution, trail and mails, in one batch; the same form again is the same
 * act. Somebody we know gets a further touch and no second record.
 *
 * @returns the prospect's id
 */
export function introduce(
  deps: Deps,
  introduced: Introduced,
  introducer: Introducer | undefined,
  evidenceFor: (introductionId: string, at: Date) => readonly NewTouch[],
): Promise<string> {
  return readAgainIfRefused(async () => {
    const done = await findAct(deps.db, introduced.act)
    if (done) return done
    const at = deps.now()
    const introductionId = deps.newId('int')
    const taken = await takeIn(deps, introduced, evidenceFor(introductionId, at), at)
    const followUp = introducer
      ? await followUpOf(deps, introduced, introducer, taken, introductionId, at)
      : { statements: [], notices: [] }
    await inOneBatch(deps.db, [actOnce(deps.db, introduced.act, taken.prospectId, at), ...taken.statements, ...followUp.statements])
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
  { company, contactName, email, need }: Introduced,
  introducer: Introducer,
  taken: TakenIn,
  id: string,
  at: Date,
): Promise<FollowUp> {
  const { db } = deps
  const { partnerName, ...by } = introducer
  const row: Introduction = { id, prospectId: taken.prospectId, ...by, company, contactName, contactEmail: email, need, createdAt: at }
  const letter = (await wantsLetter(deps, email, by.partnerId, at)) ? await letterTo(deps, row, partnerName, taken, at) : []
  const owners = await listOwnerEmails(db, by.partnerId)
  const notice = acknowledgement(row, taken)
  const acknowledgements = owners.map((owner) => ({ id: `${id}/acknowledged/${owner.id}`, to: owner.email }))
  return {
    statements: [db.insert(introductions).values(row), ...letter, ...acknowledgements.map((each) => owe(db, each.id, each.to, notice, at))],
    notices: [...(letter.length > 0 ? [letterId(id)] : []), ...acknowledgements.map((each) => each.id)],
  }
}

const letterId = (introductionId: string): string => `${introductionId}/received`

/** One mail for one partner and person (domain.md INT1), and never a flood through our forms. */
async function wantsLetter({ db }: Deps, email: string, partnerId: string, at: Date): Promise<boolean> {
  if (await hasIntroduced(db, partnerId, email)) return false
  return (await countTry(db, mailsPerAddress, await digestOf(email), at)) <= mailsPerAddress.times
}

/** The prospect's mail, with a fresh private link to what is held; an older link ends with it. */
async function letterTo(deps: Deps, row: Introduction, partner: string, taken: TakenIn, at: Date): Promise<Statement[]> {
  const { db, settings } = deps
  const token = randomToken()
  const isCredited = taken.attribution?.partnerId === row.partnerId
  const data = {
    contact: row.contactName,
    partner,
    company: row.company,
    earns: isCredited ? await earnsOfPartner(db, row.partnerId, at) : '',
    accessUrl: `${settings.portalOrigin}/me/${token}`,
  }
  return [
    db
      .update(prospects)
      .set({ accessHash: await digestOf(token) })
      .where(eq(prospects.id, row.prospectId)),
    owe(db, letterId(row.id), row.contactEmail, { template: 'introduction_received', data }, at),
  ]
}
