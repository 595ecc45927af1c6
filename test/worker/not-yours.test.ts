import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../schema/people.ts'
import { submitClaim } from '../../worker/attribution/claim.ts'
import { openDeal } from '../../worker/deals/open.ts'
import { introduceSomebody } from '../../worker/prospects/introduce-somebody.ts'
import { issueStatements } from '../../worker/statements/issue.ts'
import { rowsOf, textOf } from '../local/walk/forms.ts'
import { haveCommission, haveDestination, haveMember, havePartner, haveProspect } from '../support/fixtures.ts'
import { hasParameter, isBare, type Route, routes } from '../support/routes.ts'
import { createWorld, type World } from '../support/world.ts'
import { haveClause, haveGrant, haveSigned } from './agreements/have.ts'
import { haveKey } from './api/fixtures.ts'
import { forms } from './bad-input/forms.ts'
import { haveCode } from './bad-input/forms-of-codes.ts'
import { haveBreak } from './bad-input/forms-of-reconciliation.ts'
import { haveAccepted } from './bad-input/forms-of-references.ts'
import { haveExemption, haveSignal } from './bad-input/forms-of-signals.ts'
import { cookieOf, type Scene, setScene, type Who } from './bad-input/scene.ts'
import { haveEvent } from './bad-input/states.ts'
import { dump } from './bad-input/stored.ts'
import { haveFirstPasskey, signedIn } from './identity/passkeys.ts'
import { fund, haveSendingRun, payoutsOf } from './payouts/support.ts'
import { haveCustomerRecords } from './prospects/customer-fixtures.ts'
import { haveRegistration } from './prospects/registrations.ts'
import { statementsOf } from './statements/support.ts'
import { haveLink } from './tracking/fixtures.ts'

/** One partner with one of everything, and the words and ids that are its alone. */
type Side = Awaited<ReturnType<typeof haveEverything>>

async function haveEverything({ world, group, people, act }: Scene, name: string, company: string) {
  const partner = await havePartner(world, { groupId: group.id, name })
  const member = await haveMember(world, partner.id)
  const host = `${company.toLowerCase()}.example`
  const person = { company, contactName: `Ada for ${name}`, email: `ada@${host}`, need: `Tools for ${name}.` }
  const introduced = await introduceSomebody(
    world.deps,
    { id: partner.owner.id, partnerId: partner.id },
    { act: act(), ...person, domain: host, agreed: 'yes' },
  )
  if (!introduced.ok) throw new Error(introduced.problem)
  const { prospectId } = introduced
  const customer = await haveProspect(world, null, { company: `${company} Holdings` })
  await world.deps.db.update(partners).set({ prospectId: customer.id }).where(eq(partners.id, partner.id))
  const price = { currency: 'usd', amountMinor: 90_000, source: null } as const
  return {
    customerName: `${company} Holdings`,
    agreementId: await haveSigned(world, customer.id),
    clauseId: await haveClause(world, company),
    grantId: await haveGrant(world, customer.id, 'web_release', { text: `Words of ${company}.` }),
    partner,
    member,
    link: await haveLink(world, partner.id, { campaign: `${name.toLowerCase()}-autumn` }),
    prospectId,
    registrationId: await haveRegistration(world, partner, {
      company: `Registered by ${name}`,
      domain: `registered-${host}`,
      email: `reg@${host}`,
    }),
    dealId: await openDeal(world.deps, { prospectId, name: `Deal of ${name}`, kind: 'one_off', ...price }, act(), people.sales.id),
    stripeAccount: await haveDestination(world, partner.id),
    paid: await haveCommission(world, partner, 5_000),
    person,
    claimId: await submitClaim(
      world.deps,
      { id: partner.owner.id, partnerId: partner.id },
      { act: act(), kind: 'missing', company: `Claimed by ${name}`, domain: '', evidence: `Evidence of ${name}, in a mail.`, link: '' },
    ),
  }
}

let world: World
let scene: Scene
let ours: Side & { payoutId: string; ready: string; statementId: string }
let theirs: typeof ours

beforeEach(async () => {
  world = await createWorld()
  scene = await setScene(world)
  await fund(world)
  const sides = [await haveEverything(scene, 'Brigantine', 'Northquay'), await haveEverything(scene, 'Corvette', 'Southquay')]
  await haveSendingRun(world, { ...scene.people, otherApprover: scene.people.admin })
  await world.settle()
  const payouts = await payoutsOf(world)
  // The statements of the month are issued in the next.
  await world.travel({ days: 40 })
  await issueStatements(world.deps)
  const statements = await statementsOf(world)
  const whole = []
  for (const side of sides) {
    const payoutId = payouts.find(({ partnerId }) => partnerId === side.partner.id)?.id ?? ''
    const statementId = statements.find(({ partnerId }) => partnerId === side.partner.id)?.id ?? ''
    whole.push({ ...side, payoutId, statementId, ready: (await haveCommission(world, side.partner, 7_000)).id })
  }
  const [first, second] = whole
  if (!first || !second) throw new Error('there are two partners')
  ours = first
  theirs = second
})

/** The record that an address of a partner names; a route of a new kind has to be added here. */
const recordOf = (path: string, side: typeof ours): string => {
  const records: Record<string, string> = {
    '/links/:id': side.link.id,
    '/relationship/agreements/:id': side.agreementId,
    '/relationship/grants/:id': side.grantId,
    '/prospects/:id': side.prospectId,
    '/registrations/:id': side.registrationId,
    '/earnings/:id': side.paid.id,
    '/payouts/:id': side.payoutId,
    '/payouts/statements/:id': side.statementId,
    '/members/:id': side.member.id,
    '/claims/:id': side.claimId,
  }
  const id = records[path.slice(0, path.indexOf(':id') + 3)]
  if (!id) throw new Error(`What does ${path} name? Add its record.`)
  return id
}

const isOfPartners = ({ roles }: Route) => roles.some((role) => role.startsWith('partner'))
const partnerRoutes = routes.filter((route) => !isBare(route) && isOfPartners(route))
const named = partnerRoutes.filter(hasParameter)
const lists = partnerRoutes.filter((route) => route.method === 'GET' && !hasParameter(route))

/** What a fine form of this route carries. */
const formFor = async (route: Route): Promise<Record<string, string> | undefined> =>
  route.method === 'GET' ? undefined : ((await forms[`${route.method} ${route.path}`]?.ready(scene))?.form ?? {})

async function answerAt({ method }: Route, path: string, cookie: string, form?: Record<string, string>) {
  const answer = await world.ask(path, { method, headers: { cookie }, ...(form && { body: new URLSearchParams(form) }) })
  return { status: answer.status, text: textOf(await answer.text()), location: answer.headers.get('location') }
}

/** The route with one id in place of its parameters. */
const at = (route: Route, id: string) => route.path.replaceAll(/:\w+/g, id)

describe.each(['owner', 'member'] as const)('the %s of a partner', { timeout: 60_000 }, (who) => {
  const personOf = (side: typeof ours) => (who === 'owner' ? side.partner.owner : side.member)

  it('finds its own records', async () => {
    const cookie = await cookieOf(world, personOf(ours))

    for (const route of named.filter(({ method }) => method === 'GET')) {
      const { status } = await answerAt(route, at(route, recordOf(route.path, ours)), cookie)
      expect([route.path, status]).toEqual([route.path, 200])
    }
  })

  it("gets for another partner's record exactly what a missing one gets, and changes nothing", async () => {
    const cookie = await cookieOf(world, personOf(ours))
    for (const route of named) {
      const form = await formFor(route)
      const before = await dump(world)
      const id = recordOf(route.path, theirs)

      const another = await answerAt(route, at(route, id), cookie, form)
      const missing = await answerAt(route, at(route, `${id.split('_')[0]}_nobodys`), cookie, form)

      expect([route.path, another]).toEqual([route.path, missing])
      expect([route.path, another.status]).toEqual([route.path, 404])
      expect(await dump(world)).toEqual(before)
    }
  })

  it("reads nothing of another partner's in any list, file or record of its own", async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const alien = wordsOf(theirs)
    const paths = [
      ...lists.map(({ path }) => path),
      ...named.filter(({ method }) => method === 'GET').map((route) => at(route, recordOf(route.path, ours))),
    ]

    let own = ''
    for (const path of paths) {
      const answer = await world.ask(path, { headers: { cookie } })
      const body = await answer.text()
      expect([path, alien.filter((word) => body.includes(word))]).toEqual([path, []])
      own += body
    }
    const shown = [ours.link.code, ours.person.company, ours.paid.id, ours.payoutId, ours.ready]
    expect(shown.filter((word) => !own.includes(word))).toEqual([])
  })

  it('sees of a prospect that both introduced its own part, and of the other’s only that there is another', async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const again = {
      ...theirs.person,
      contactName: 'Bea of Brigantine',
      email: 'bea@southquay.example',
      domain: 'southquay.example',
    }
    const introducer = { id: ours.partner.owner.id, partnerId: ours.partner.id }
    await introduceSomebody(world.deps, introducer, { act: scene.act(), ...again, agreed: 'yes' })

    const page = await (await world.ask(`/prospects/${theirs.prospectId}`, { headers: { cookie } })).text()

    expect(page).toContain('Bea of Brigantine')
    const who = rowsOf(page)
      .slice(1)
      .map((cells) => cells.find((cell) => /^(You|Another partner)$/.test(cell)))
    expect(who).toEqual(['Another partner', 'You'])
    const alien = wordsOf(theirs).filter((word) => word !== theirs.prospectId && word !== theirs.person.company)
    expect(alien.filter((word) => page.includes(word))).toEqual([])
  })

  it('gets from every page and form of staff what a missing page gets', async () => {
    const cookie = await cookieOf(world, personOf(ours))
    const ofStaff = routes.filter((route) => !isBare(route) && !isOfPartners(route) && !route.roles.includes('anyone'))
    const records = await recordsOfStaff()
    const { text: missing } = await answerAt({ method: 'GET', path: '/nowhere', roles: [] }, '/nowhere', cookie)

    expect(ofStaff.length).toBeGreaterThan(30)
    for (const route of ofStaff) {
      const path = records(route.path)
      // Who may enter is asked before what was sent.
      const form = route.method === 'GET' ? undefined : {}
      const before = await dump(world)
      const { status, text } = await answerAt(route, path, cookie, form)
      expect([path, status, text]).toEqual([path, 404, missing])
      if (route.method !== 'GET') expect(await dump(world)).toEqual(before)
      else if (who === 'owner') expect([path, await statusForStaff(route, path)]).toEqual([path, 200])
    }
  })
})

/** Ids and names that nobody but this partner and staff may read. */
const wordsOf = (side: typeof ours): string[] => [
  side.customerName,
  side.agreementId,
  side.grantId,
  side.partner.id,
  side.partner.name,
  side.partner.owner.id,
  side.partner.owner.email,
  side.member.id,
  side.member.email,
  side.link.id,
  side.link.code,
  `${side.link.campaign}`,
  side.prospectId,
  side.registrationId,
  `Registered by ${side.partner.name}`,
  ...Object.values(side.person),
  side.stripeAccount,
  side.paid.id,
  side.paid.dealId,
  side.dealId,
  side.payoutId,
  side.ready,
  side.statementId,
  side.claimId,
  `Claimed by ${side.partner.name}`,
]

/** One of each that the reference desk names. */
async function recordsOfDesk(): Promise<Record<string, string>> {
  const { id, reference, guest } = await haveAccepted(scene)
  const nda = await world.deps.db.all<{ id: string }>(sql`select id from ndas where prospect_id = ${guest.prospectId}`)
  const activity = await world.deps.db.all<{ id: string }>(sql`select id from activities where request_id = ${id}`)
  return {
    ':request': id,
    ':customer': reference.customerId,
    ':prospect': guest.prospectId,
    ':nda': nda[0]?.id ?? '',
    ':activity': activity[0]?.id ?? '',
  }
}

/** An address of staff that names something that is there. */
async function recordsOfStaff(): Promise<(path: string) => string> {
  const [run] = await world.deps.db.all<{ id: string }>(sql`select id from payout_runs`)
  const eventId = await haveEvent(scene)
  const { sales, admin } = scene.people
  const passkey = await haveFirstPasskey(world, await signedIn(world, sales), admin)
  const records: Record<string, string> = {
    ':payoutId': ours.payoutId,
    ':statementId': ours.statementId,
    ':account': `avail:${ours.partner.id}:usd`,
    ':n': '1',
    ':currency': 'usd',
    ':requestId': 'req_none',
    ':month': '2026-11',
    ':year': '2026',
    prospects: ours.prospectId,
    ...(await haveCustomerRecords(world, ours.prospectId)),
    registrations: ours.registrationId,
    claims: ours.claimId,
    partners: ours.partner.id,
    deals: ours.dealId,
    agreements: ours.agreementId,
    clauses: ours.clauseId,
    grants: ours.grantId,
    commissions: ours.paid.id,
    runs: run?.id ?? '',
    ...(await recordsOfDesk()),
    people: scene.people.sales.id,
    terms: scene.group.id,
    inbox: eventId,
    reconciliation: await haveBreak(scene),
    account: passkey.credentialId,
    'promotion-codes': await haveCode(scene),
    keys: (await haveKey(world, ['prospects:read'])).id,
    signals: await haveSignal(scene),
    exemptions: await haveExemption(scene),
  }
  return (path) =>
    path
      .split('/')
      .map((part) => {
        if (!part.startsWith(':')) return part
        const record = path.startsWith('/signals/exemptions/') ? records.exemptions : (records[part] ?? records[path.split('/')[1] ?? ''])
        if (!record) throw new Error(`What does ${path} name? Add its record.`)
        return record
      })
      .join('/')
}

const personOfRole: Record<string, Who> = { sales: 'sales', finance: 'finance', approver: 'approver', admin: 'admin', auditor: 'auditor' }

async function statusForStaff({ roles }: Route, path: string): Promise<number> {
  const who = roles.map((role) => personOfRole[role]).find((each) => each !== undefined)
  if (!who) throw new Error(`${path} is open to nobody of staff`)
  const answer = await world.ask(path, { headers: { cookie: await cookieOf(world, scene.people[who]) } })
  return answer.status === 303 ? 200 : answer.status
}
