import { type SQL, sql } from 'drizzle-orm'
import { type Registration, registrationPeople, registrations } from '../../schema/registrations.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import { dueAfterBusinessDays } from '../business-days.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { listHolidays } from '../holidays.ts'
import { countTry } from '../identity/store.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { findPartnerForLink } from '../tracking/store.ts'
import { companyDomainOf } from './company-domain.ts'
import { domainProblemOf, knownCompanyOf } from './known-company.ts'
import { refuseLeftAlone } from './left-alone.ts'
import { tellPartner } from './registration-notices.ts'
import { peopleNamedIn } from './registration-people.ts'
import { protectedSentence, whyNotAgain } from './registration-sentences.ts'
import type { NewRegistration } from './registration-shapes.ts'
import { nameMarksOf } from './rules-company-name.ts'
import { answerDays, standingOf } from './rules-registration.ts'
import { factsOf } from './store-company.ts'
import { findLatestOfPartner } from './store-registrations.ts'
import { endProtectionsOf } from './sweep-registrations.ts'

export type Registered = { ok: true; registrationId: string } | { ok: false; field: 'domain'; problem: string }

const registrationsPerDay = { what: 'registration/partner', times: 20, windowMs: 86_400_000 }

/**
 * A partner's person registers a company that its partner works on; the same form again is the same registration. It binds nobody:
 * a person decides.
 *
 * @throws Refusal wrong_state for a partner that is not active, too_many, erased, protected with the date, already_done
 */
export async function register(deps: Deps, member: { id: string; partnerId: string }, form: NewRegistration): Promise<Registered> {
  const domain = await companyDomainOf(form.domain)
  if (!domain) return { ok: false, field: 'domain', problem: await domainProblemOf(form.domain) }
  const done = await findAct(deps.db, form.act)
  if (done) return { ok: true, registrationId: done }
  await refuseUnlessFree(deps, member.partnerId)
  await refuseLeftAlone(deps, { domain, emails: peopleNamedIn(form).flatMap(({ email }) => email ?? []) })
  return { ok: true, registrationId: await readAgainIfRefused(() => submit(deps, member, form, domain)) }
}

async function refuseUnlessFree({ db, now }: Deps, partnerId: string): Promise<void> {
  const partner = await findPartnerForLink(db, partnerId)
  if (partner?.status !== 'active') {
    throw new Refusal('wrong_state', 'Your company’s account is not active, so it cannot register anybody now.')
  }
  if ((await countTry(db, registrationsPerDay, partnerId, now())) > registrationsPerDay.times) {
    throw new Refusal('too_many', 'Your company has registered many today. Please go on tomorrow.')
  }
}

async function submit(deps: Deps, member: { id: string; partnerId: string }, form: NewRegistration, domain: string): Promise<string> {
  const { db } = deps
  const at = deps.now()
  const done = await findAct(db, form.act)
  if (done) return done
  const { partnerId } = member
  await endProtectionsOf(deps, { domain, prospectId: null })
  const latest = await findLatestOfPartner(db, partnerId, domain, at)
  const refusal = latest && whyNotAgain(latest, at)
  if (refusal) throw new Refusal('already_done', refusal)
  const company = await knownCompanyOf(db, { domain, email: form.email, company: form.company }, at)
  const standing = standingOf(factsOf(company), partnerId)
  if (standing.answer === 'protected') throw new Refusal('protected', protectedSentence(standing))

  const [only, ...more] = company.prospects
  const registration: Registration = {
    ...storedOf(form, domain),
    id: deps.newId('reg'),
    partnerId,
    memberId: member.id,
    prospectId: only && more.length === 0 ? only.id : null,
    answer: standing.answer,
    submittedAt: at,
    dueAt: dueAfterBusinessDays(at, answerDays, await listHolidays(db)),
  }
  const { id, company: prospect, answer, dueAt } = registration
  const data = { company: prospect, answer: standing.answer, dueAt: dueAt.toISOString(), registrationId: id }
  const told = tellPartner(db, registration, 'received', { template: 'registration_received', data }, at)
  await inOneBatch(db, [
    actOnce(db, form.act, id, at),
    ...holdsNow(db, nobodyElse(domain, partnerId, answer === 'free')),
    db.insert(registrations).values(registration),
    ...peopleNamedIn(form).map((person, n) => db.insert(registrationPeople).values({ ...person, registrationId: id, n: n + 1 })),
    trail(db, { at, actor: member.id, act: 'registration.submitted', subject: id, partnerId, detail: { answer } }),
    told.statement,
  ])
  await hintNotices(deps, told.id)
  return id
}

type Stored = Omit<Registration, 'id' | 'partnerId' | 'memberId' | 'prospectId' | 'answer' | 'submittedAt' | 'dueAt'>

const storedOf = ({ company, need, others, workStage, nextStep, scope }: NewRegistration, domain: string): Stored => ({
  company,
  ...nameMarksOf(company),
  domain,
  need,
  others,
  workStage,
  nextStep,
  scope,
  status: 'submitted',
  dueToldAt: null,
  appeal: null,
  appealedBy: null,
  appealedAt: null,
  protectedUntil: null,
  expiringToldAt: null,
  endedAt: null,
  endedBecause: null,
  erasedAt: null,
  version: 1,
})

/** What was answered still holds: nobody is protected, and where it was free nobody else asks. */
const nobodyElse = (domain: string, partnerId: string, isFree: boolean): SQL => sql`
  not exists (select 1 from registrations r where r.domain = ${domain} and r.status = 'accepted' and r.erased_at is null)
  and (${isFree ? 1 : 0} = 0 or not exists (select 1 from registrations r where r.domain = ${domain} and r.partner_id <> ${partnerId}
    and r.status in ('submitted', 'appealed') and r.erased_at is null))`
