import { beforeEach, describe, expect, it } from 'vitest'
import { outbox } from '../../../schema/records.ts'
import { haveCommission, haveDestination, haveMember, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { rowsReadBy } from '../../support/rows-read.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveLink } from '../tracking/fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Quarrymoor' })
})

async function home(as: { kind: 'member' | 'staff'; id: string } = partner.owner): Promise<string> {
  const answer = await world.ask('/', { as })
  expect(answer.status).toBe(200)
  return answer.text()
}

describe('a partner’s overview', () => {
  it('begins with what to do', async () => {
    const page = await home()

    expect(page).toContain('Make your first link and share it.')
    expect(page).toContain('They appear here when somebody you referred has paid.')
  })

  it('shows what is ready in each currency, never added, and what comes next', async () => {
    await haveCommission(world, partner, 4_000, 'usd')
    await haveCommission(world, partner, 1_000, 'usd')
    await haveCommission(world, partner, 7_000, 'eur')
    await haveProspect(world, partner.id, { company: 'Ostwick Mills' })
    const page = await home()

    for (const part of ['$50.00', '€70.00', 'Set up your payouts at Stripe', 'Ostwick Mills', 'Ready for the next payout']) {
      expect(page).toContain(part)
    }
    expect(page).not.toContain('120.00')
  })

  it('has the link to share, and leads to what it earns', async () => {
    expect(await home()).not.toContain('Your link')
    const link = await haveLink(world, partner.id)
    const page = await home()

    expect(page).toContain(`value="${world.deps.settings.portalOrigin}/r/${link.code}"`)
    expect(page).toContain('href="/earnings/terms"')
    await world.ask(`/links/${link.id}/archival`, { as: partner.owner, form: {} })
    expect(await home()).not.toContain(`/r/${link.code}`)
  })

  it('never shows another partner’s', async () => {
    const other = await havePartner(world)
    await haveCommission(world, other, 4_321)
    await haveProspect(world, other.id, { company: 'Secret Mills' })
    const page = await home()

    expect([page.includes('43.21'), page.includes('Secret Mills')]).toEqual([false, false])
  })

  it('sends members who are no owners nowhere they may not go', async () => {
    await haveCommission(world, partner, 4_000)
    const page = await home(await haveMember(world, partner.id))

    expect([page.includes('href="/get-paid"'), page.includes('An owner of your company can do that.')]).toEqual([false, true])
  })

  it('reads as few rows with much behind it', async () => {
    await haveDestination(world, partner.id)
    for (let n = 0; n < 60; n += 1) await haveCommission(world, partner, 1_000 + n)

    const { rows } = await rowsReadBy(world, '/', { as: partner.owner })

    expect(rows).toBeGreaterThan(20)
    expect(rows).toBeLessThan(300)
  })
})

describe('the staff’s overview', () => {
  it('says when nothing waits', async () => {
    expect(await home(await haveStaff(world, 'sales'))).toContain('Nothing waits for you')
  })

  it('tells finance that money is payable', async () => {
    const finance = await haveStaff(world, 'finance')
    expect(await home(finance)).toContain('Nothing waits for you')
    await haveCommission(world, partner, 4_000)
    await haveCommission(world, partner, 1_000)
    expect(await home(finance)).toContain('One partner has money that is payable')

    await haveCommission(world, await havePartner(world), 2_000)
    const page = await home(finance)

    expect(page).toContain('2 partners have money that is payable')
    expect(page).not.toContain('Nothing waits for you')
    expect(await home(await haveStaff(world, 'sales'))).not.toContain('payable')
  })

  it('tells finance what is owed, and sales nothing of it', async () => {
    await haveCommission(world, partner, 4_000, 'usd')

    expect(await home(await haveStaff(world, 'finance'))).toContain('Owed to partners')
    expect(await home(await haveStaff(world, 'sales'))).not.toContain('Owed to partners')
  })

  it('draws what became of clicks for sales, and of its own for the partner', async () => {
    await haveCommission(world, partner, 4_000, 'usd')

    expect(await home(await haveStaff(world, 'sales'))).toContain('Commissions a week, USD')
    expect(await home(await haveStaff(world, 'finance'))).not.toContain('Commissions a week')
    expect(await home(partner.owner)).toContain('Your earnings a week, USD')
    expect(await home((await havePartner(world)).owner)).toContain('Nothing happened yet')
  })

  it('tells sales of registrations, claims and all that waits for its answer', async () => {
    await world.ask('/claims', {
      as: partner.owner,
      form: {
        act: world.deps.newId('act'),
        kind: 'missing',
        company: 'Ostwick',
        domain: 'ostwick.example',
        evidence: 'We named it in May.',
        link: '',
      },
    })
    const page = await home(await haveStaff(world, 'sales'))

    expect(page).toContain('One claim to answer')
    expect(page).not.toContain('One claim is late')
    await world.standIn.advance(10 * 86_400)
    expect(await home(await haveStaff(world, 'sales'))).toContain('One claim is late: its two business days are over')
  })

  it('links what waits to where it is done', async () => {
    await world.ask('/partners', {
      as: await haveStaff(world, 'sales'),
      form: { act: 'act_1', name: 'Ostwick', country: 'NL', groupId: partner.groupId, ownerName: 'O', ownerEmail: 'o@ostwick.example' },
    })
    await world.deps.db.update(outbox).set({ error: 'the mail server is away' })

    expect(await home(await haveStaff(world, 'sales'))).toContain('href="/partners?status=invited"')
    expect(await home(await haveStaff(world, 'admin'))).toContain('One mail could not be sent yet')
  })

  it('reads as few rows with much behind it', async () => {
    for (let n = 0; n < 60; n += 1) await haveProspect(world, partner.id)
    const staff = await haveStaff(world, 'sales', 'finance', 'admin')

    const { rows } = await rowsReadBy(world, '/', { as: staff })

    expect(rows).toBeGreaterThan(20)
    expect(rows).toBeLessThan(300)
  })
})

it('asks a stranger to sign in', async () => {
  const answer = await world.ask('/')

  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2F'])
})
