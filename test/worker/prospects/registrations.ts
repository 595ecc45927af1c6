import { eq } from 'drizzle-orm'
import { registrations } from '../../../schema/registrations.ts'
import { acceptRegistration } from '../../../worker/prospects/accept-registration.ts'
import { refuseRegistration } from '../../../worker/prospects/decide-registration.ts'
import { register } from '../../../worker/prospects/register.ts'
import type { NewRegistration } from '../../../worker/prospects/registration-shapes.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

const nobody = { name: '', email: '', title: '', role: '', confidence: '' } as const

/** A registration as its form reads it. */
export const registrationOf = (world: World, overrides: Partial<NewRegistration> = {}): NewRegistration => ({
  act: world.deps.newId('act'),
  company: 'Halewick Dairies',
  domain: 'halewick.example',
  contactName: 'Ann Lee',
  email: 'ann@halewick.example',
  title: 'Head of maintenance',
  role: 'ally',
  confidence: 'known',
  need: 'Fewer stops of the bottling line.',
  others: 'not_known',
  ...{ name2: nobody.name, email2: nobody.email, title2: nobody.title, role2: nobody.role, confidence2: nobody.confidence },
  ...{ name3: nobody.name, email3: nobody.email, title3: nobody.title, role3: nobody.role, confidence3: nobody.confidence },
  ...{ name4: nobody.name, email4: nobody.email, title4: nobody.title, role4: nobody.role, confidence4: nobody.confidence },
  workStage: 'in_talks',
  nextStep: 'Demo with their planners next week.',
  scope: 'The whole company',
  ...overrides,
})

type Registering = { id: string; owner: { id: string } }

/** A registration of the partner's owner, sent through the act. */
export async function haveRegistration(world: World, partner: Registering, overrides: Partial<NewRegistration> = {}): Promise<string> {
  const done = await register(world.deps, { id: partner.owner.id, partnerId: partner.id }, registrationOf(world, overrides))
  if (!done.ok) throw new Error(done.problem)
  return done.registrationId
}

export async function registrationIn(world: World, id: string) {
  const [row] = await world.deps.db.select().from(registrations).where(eq(registrations.id, id))
  if (!row) throw new Error(`There is no registration ${id}`)
  return row
}

/** What sales sends to accept. */
export const acceptance = (overrides: Record<string, string> = {}) => ({
  version: '1',
  prospect: 'new',
  days: '90',
  takeover: '',
  words: '',
  ...overrides,
})
export const refusal = (overrides: Record<string, string> = {}) => ({
  version: '1',
  reason: 'no_work_shown',
  words: 'Tell us about a meeting.',
  ...overrides,
})

type Person = { id: string }

/** One that somebody of sales accepted, as a company that nobody knew. */
export async function haveAccepted(
  world: World,
  partner: Registering,
  by: Person,
  overrides: Partial<NewRegistration> = {},
): Promise<string> {
  const id = await haveRegistration(world, partner, overrides)
  const done = await acceptRegistration(world.deps, by, id, { version: 1, prospect: 'new', days: 90, words: '', takeover: '' })
  if (!done.ok) throw new Error(done.problem)
  return id
}

export async function haveRefused(
  world: World,
  partner: Registering,
  by: Person,
  overrides: Partial<NewRegistration> = {},
): Promise<string> {
  const id = await haveRegistration(world, partner, overrides)
  const done = await refuseRegistration(world.deps, by, id, { version: 1, reason: 'no_work_shown', words: 'Tell us about a meeting.' })
  if (!done.ok) throw new Error(done.problem)
  return id
}

/** Marks of a company that nobody has registered in this world. */
export function anotherCompany(world: World): Pick<NewRegistration, 'company' | 'domain' | 'email'> {
  const n = world.deps.newId('act').replace('_', '-')
  return { company: `Company ${n}`, domain: `${n}.example`, email: `ann@${n}.example` }
}

/** Two partners, two people of sales, and what these do at their desk. */
export async function haveDesk() {
  const world = await createWorld()
  const partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  const rival = await havePartner(world, { name: 'Pennyroyal Ovens', groupId: partner.groupId })
  const sales = await haveStaff(world, 'sales')
  const otherSales = await haveStaff(world, 'sales')
  const post = (path: string, form: Record<string, string>, as: typeof sales) => world.ask(`/registrations/${path}`, { as, form })
  return {
    ...{ world, partner, rival, sales, otherSales },
    accept: (id: string, form: Record<string, string> = {}, as = sales) => post(`${id}/acceptance`, acceptance(form), as),
    refuse: (id: string, form: Record<string, string> = {}, as = sales) => post(`${id}/refusal`, refusal(form), as),
    pageOf: async (id: string, as: { kind: 'member' | 'staff'; id: string } = sales) =>
      (await world.ask(`/registrations/${id}`, { as })).text(),
    mailsTo: (to: string) => world.mails.filter((mail) => mail.to === to).map(({ subject }) => subject),
  }
}
export type Desk = Awaited<ReturnType<typeof haveDesk>>
