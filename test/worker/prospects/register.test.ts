import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { attributions, contacts, prospects, touches } from '../../../schema/prospects.ts'
import { audit } from '../../../schema/records.ts'
import { registrationPeople, registrations } from '../../../schema/registrations.ts'
import { acceptRegistration } from '../../../worker/prospects/accept-registration.ts'
import { register } from '../../../worker/prospects/register.ts'
import type { NewRegistration } from '../../../worker/prospects/registration-shapes.ts'
import { haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveRegistration, registrationOf } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let rival: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  rival = await havePartner(world, { name: 'Pennyroyal Ovens', groupId: partner.groupId })
})

const send = (form: Partial<NewRegistration> | Record<string, string> = {}, as: { kind: 'member' | 'staff'; id: string } = partner.owner) =>
  world.ask('/registrations', { as, form: { ...registrationOf(world), ...form } })
const answerIn = async (form: Partial<NewRegistration> = {}) => {
  const [row] = await world.deps.db
    .select()
    .from(registrations)
    .where(eq(registrations.id, await haveRegistration(world, partner, form)))
  return row?.answer
}
const accept = async (id: string) =>
  acceptRegistration(world.deps, await haveStaff(world, 'sales'), id, { version: 1, prospect: 'new', days: 90, words: '', takeover: '' })

describe('registering a company', () => {
  it('stores what was said, answers at once and binds nobody', async () => {
    const answer = await send({
      others: 'named',
      name2: 'Bo Buyer',
      email2: '',
      title2: 'Managing director',
      role2: 'economic_buyer',
      confidence2: 'guess',
    })
    await world.settle()

    const [row] = await world.deps.db.select().from(registrations)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/registrations/${row?.id}`])
    expect(row).toMatchObject({ status: 'submitted', answer: 'free', domain: 'halewick.example', prospectId: null })
    // Monday at nine, and Wednesday at nine.
    expect(row?.dueAt.toISOString()).toBe('2026-11-04T09:00:00.000Z')
    expect(await world.deps.db.select().from(registrationPeople)).toMatchObject([
      { n: 1, name: 'Ann Lee', role: 'ally', confidence: 'known' },
      { n: 2, name: 'Bo Buyer', role: 'economic_buyer', confidence: 'guess', email: null },
    ])
    for (const table of [prospects, touches, attributions, contacts]) expect(await world.deps.db.select().from(table)).toEqual([])
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([[partner.owner.email, 'Halewick Dairies: registration received']])
    expect(world.mails[0]?.text).toMatch(/Free: nobody else[\s\S]*4 November 2026, 09:00 UTC/)
  })

  it('shows where it stands, the next step and who takes it', async () => {
    const answer = await send()
    const page = await (await world.ask(answer.headers.get('location') ?? '', { as: partner.owner })).text()

    expect(page).toMatch(/We answer by 4 November 2026.*You need to do nothing until then.*Demo with their planners/s)
  })

  it('is open to a member, and to nobody of the company', async () => {
    expect((await send({}, await haveMember(world, partner.id))).status).toBe(303)
    expect((await send({}, await haveStaff(world, 'sales', 'admin'))).status).toBe(404)
  })

  it('happens once, however often and at once the form is sent', async () => {
    const form = registrationOf(world)
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(form)))

    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
    expect(await world.deps.db.select().from(registrations)).toHaveLength(1)
  })

  it.each([
    [{ domain: 'gmail.com' }, /domain of a mail service/],
    [{ domain: 'nonsense' }, /That is no domain/],
    [{ company: '' }, /Give the company’s name/],
    [{ email: 'ann' }, /That is no mail address/],
    [{ role: '' }, /Say what this person decides/],
    [{ confidence: '' }, /know it or guess it/],
    [{ others: '' }, /who else is involved/],
    [{ others: 'named' }, /Name at least one of them here/],
    [{ others: 'nobody', name2: 'Bo' }, /You named somebody below/],
    [{ name2: 'Bo', others: 'named', role2: 'boss' }, /Choose a role from the list/],
    [{ name3: 'Bo', others: 'named', email3: 'bo' }, /That is no mail address/],
    [{ workStage: 'done' }, /how far your own work has come/],
    [{ nextStep: '' }, /what you do next/],
    [{ scope: '' }, /Which part|which part/],
    [{ need: '' }, /what they need/],
    [{ partnerId: 'par_9' }, /not complete/],
  ])('declines %j with a sentence and keeps what was typed', async (wrong, sentence) => {
    const answer = await send({ title: 'Head of bottling', ...wrong } as Record<string, string>)

    const page = await answer.text()
    expect([answer.status, page]).toEqual([422, expect.stringMatching(sentence)])
    expect(page).toContain('Head of bottling')
    expect(await world.deps.db.select().from(registrations)).toEqual([])
  })

  it('of a paused partner is declined', async () => {
    await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))

    expect((await send()).status).toBe(409)
  })

  it('stops after twenty a day, also when thirty come at once', async () => {
    const forms = Array.from({ length: 30 }, (_, n) =>
      registrationOf(world, { domain: `c${n}.example`, company: `Company ${n}x`, email: `a@c${n}.example` }),
    )

    const statuses = (await Promise.all(forms.map((form) => send(form)))).map(({ status }) => status)

    expect(statuses.filter((status) => status === 303)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    expect(await world.deps.db.select().from(registrations)).toHaveLength(20)
    await world.travel({ days: 1 })
    expect((await send()).status).toBe(303)
  })

  it('a second time by the same partner says where the first one is', async () => {
    await send()
    const again = await send({ domain: 'www.halewick.example' })

    expect([again.status, await again.text()]).toEqual([409, expect.stringMatching(/registered it already.*4 November/s)])
    expect(await world.deps.db.select().from(registrations)).toHaveLength(1)
  })
})

describe('the answer at once', () => {
  it('REG1 protected: 409 with the date, for every subdomain of the domain, naming nobody', async () => {
    await accept(await haveRegistration(world, rival))

    for (const domain of [
      'halewick.example',
      'HALEWICK.example',
      'mail.halewick.example',
      'https://a.b.halewick.example/x',
      'ann@eu.halewick.example',
    ]) {
      const answer = await send({ domain, title: 'Head of bottling' })
      const page = await answer.text()
      expect([domain, answer.status]).toEqual([domain, 409])
      expect(page).toMatch(/protected by another until 31 January 2027/)
      expect(page).toContain('Head of bottling')
      expect(page).not.toContain('Pennyroyal')
    }
    expect(await world.deps.db.select().from(registrations)).toHaveLength(1)
  })

  it('protected, too, where a person’s address says who it is', async () => {
    await accept(await haveRegistration(world, rival))

    await expect(
      register(world.deps, { id: partner.owner.id, partnerId: partner.id }, registrationOf(world, { domain: 'hw-group.example' })),
    ).rejects.toThrow(/protected by another/)
  })

  it('an existing customer', async () => {
    const { id } = await haveProspect(world, null, { company: 'Halewick', domain: 'halewick.example' })
    await world.deps.db.update(prospects).set({ stage: 'customer', customerSince: world.now() }).where(eq(prospects.id, id))

    expect(await answerIn()).toBe('customer')
  })

  it('free where the company is credited to the asking partner, a person where it is another’s', async () => {
    await haveProspect(world, partner.id, { company: 'Halewick', domain: 'halewick.example' })
    await haveProspect(world, rival.id, { company: 'Copsedale', domain: 'copsedale.example' })

    expect(await answerIn()).toBe('free')
    expect(await answerIn({ company: 'Copsedale', domain: 'copsedale.example', email: 'a@copsedale.example' })).toBe('person')
  })

  it('a person where somebody else waits for an answer, and never free to both who come at once', async () => {
    await Promise.all([haveRegistration(world, partner), haveRegistration(world, rival)])

    const rows = await world.deps.db.select({ answer: registrations.answer }).from(registrations)
    expect(rows.map(({ answer }) => answer).toSorted()).toEqual(['free', 'person'])
  })

  it.each([
    ['the name in another spelling', { company: 'HALEWICK Dairies Ltd.', domain: 'hwdairies.example', email: 'x@hwdairies.example' }],
    ['a name alike', { company: 'Hallewick Dairy', domain: 'hwdairies.example', email: 'x@hwdairies.example' }],
    ['a person of the known company', { company: 'Something else', domain: 'else.example', email: 'x@sub.halewick.example' }],
  ])('a person for %s: alike decides nothing', async (_, form) => {
    await world.ask('/introductions', {
      as: rival.owner,
      form: {
        act: 'act_x',
        company: 'Halewick Dairies',
        domain: 'halewick.example',
        contactName: 'Ann',
        email: 'ann@halewick.example',
        need: 'Help.',
        agreed: 'yes',
      },
    })

    expect(await answerIn(form)).toBe('person')
  })

  it('a person for a name alike that another partner has registered under another domain', async () => {
    await accept(await haveRegistration(world, rival))

    expect(
      await answerIn({ company: 'Halewick Dairies International B.V.', domain: 'halewick-int.example', email: 'x@halewick-int.example' }),
    ).toBe('person')
  })

  it('is the same for every way of writing the domain', async () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/)
    const sub = fc.array(label, { maxLength: 3 })
    await accept(await haveRegistration(world, rival, { domain: 'halewick.co.uk', email: 'ann@halewick.co.uk' }))

    await fc.assert(
      fc.asyncProperty(sub, fc.boolean(), fc.constantFrom('', 'https://', 'http://', 'someone@'), async (labels, upper, before) => {
        const written = `${before}${[...labels, 'halewick.co.uk'].join('.')}${before.startsWith('http') ? '/about?x=1' : ''}`
        const asked = register(
          world.deps,
          { id: partner.owner.id, partnerId: partner.id },
          registrationOf(world, { domain: upper ? written.toUpperCase() : written }),
        )
        await expect(asked).rejects.toMatchObject({ code: 'protected' })
      }),
      { numRuns: 19 },
    )
  })

  it('leaves nothing personal on the trail', async () => {
    await send()

    expect(JSON.stringify(await world.deps.db.select().from(audit))).not.toMatch(/Ann|halewick|bottling/i)
  })
})
