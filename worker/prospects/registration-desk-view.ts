import type { Attribution } from '../../schema/prospects.ts'
import type { Registration, RegistrationExtension, RegistrationPerson } from '../../schema/registrations.ts'
import { findAttribution } from '../attribution/store.ts'
import { businessDaysLeft } from '../business-days.ts'
import type { Db } from '../database.ts'
import { listHolidays } from '../holidays.ts'
import { namesOf } from '../identity/names.ts'
import { type Explained, explain } from './explain.ts'
import { knownCompanyOf } from './known-company.ts'
import { listTouchesWithPartners, type TouchRow } from './store.ts'
import type { KnownProspect } from './store-company.ts'
import {
  type DeskRow,
  findParts,
  listDecisionsOf,
  listIdsOfCompany,
  listPeopleOf,
  listRegistrationsById,
  type NamedDecision,
} from './store-registrations.ts'

export type Side = DeskRow & { people: RegistrationPerson[]; isThis: boolean }
type DeskAttribution = Attribution & { prospectId: string; company: string; partnerName: string | null; decidedByName: string }

/** Everything that bears on one decision, side by side (domain.md REG2). */
type DeskView = {
  registration: DeskRow
  sides: Side[]
  /** Prospects that it is, or may be. */
  certain: KnownProspect[]
  alike: KnownProspect[]
  attributions: DeskAttribution[]
  touches: Explained<TouchRow>[]
  decisions: NamedDecision[]
  extension: RegistrationExtension | undefined
  daysLeft: number
}

/** More prospects than this are not drawn: so many fit one name, and none of them for certain. */
const prospectsAtMost = 5

export async function viewForDesk(db: Db, id: string, found: Registration, now: Date): Promise<DeskView> {
  const { domain, company, prospectId } = found
  const parts = await findParts(db, id)
  const email = parts.people[0]?.email
  const known = await knownCompanyOf(db, { domain, company, ...(email && { email }) }, now)
  const certain = known.prospects.slice(0, prospectsAtMost)
  const prospectIds = [...new Set([...certain.map((each) => each.id), ...(prospectId ? [prospectId] : [])])]
  const sideIds = [...new Set([id, ...(await listIdsOfCompany(db, domain, prospectIds)), ...known.alikeRegistrations])]
  const [rows, people, decisions, holidays, credits] = await Promise.all([
    listRegistrationsById(db, sideIds, now),
    listPeopleOf(db, sideIds),
    listDecisionsOf(db, sideIds),
    listHolidays(db),
    Promise.all(prospectIds.map((each) => creditOf(db, each, certain))),
  ])
  const registration = rows.find((row) => row.id === id)
  if (!registration) throw new Error('Broken invariant: a registration has a partner')
  return {
    registration,
    sides: rows.map((row) => ({ ...row, people: people.filter((each) => each.registrationId === row.id), isThis: row.id === id })),
    certain,
    alike: known.alike.slice(0, prospectsAtMost),
    attributions: credits.flatMap(({ attribution }) => attribution ?? []),
    touches: credits.flatMap(({ touches }) => touches),
    decisions,
    extension: parts.extension,
    daysLeft: businessDaysLeft(now, registration.dueAt, holidays),
  }
}

/** Who has the credit of a prospect, and all touches with why each won or lost. */
async function creditOf(db: Db, prospectId: string, certain: readonly KnownProspect[]) {
  const [attribution, touches] = await Promise.all([findAttribution(db, prospectId), listTouchesWithPartners(db, prospectId)])
  const names = await namesOf(db, attribution ? [attribution.decidedBy] : [])
  return {
    touches: explain(touches, attribution),
    attribution: attribution && {
      ...attribution,
      company: certain.find(({ id }) => id === prospectId)?.company ?? '',
      partnerName: touches.find(({ partnerId }) => partnerId === attribution.partnerId)?.partnerName ?? null,
      decidedByName: names.get(attribution.decidedBy) ?? 'The programme’s rules',
    },
  }
}
