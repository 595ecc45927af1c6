import { beforeEach, describe, expect, it } from 'vitest'
import { attributions, prospects } from '../../../schema/prospects.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { acceptance, haveRegistration, refusal } from './registrations.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world, { name: 'Ostervane Textiles' })
  sales = await haveStaff(world, 'sales')
})

const page = async (path: string) => (await (await world.ask(path, { as: partner.owner })).text()).replaceAll('&amp;', '&')
const introduced = {
  act: 'act_1',
  company: 'Halewick Dairies',
  domain: 'halewick.example',
  contactName: 'Ann Lee',
  email: 'ann@halewick.example',
  need: 'x',
  agreed: 'yes',
}

describe('from a prospect of the partner to its registration, and back', () => {
  it('leads to the form with what the partner named itself', async () => {
    await world.ask('/introductions', { as: partner.owner, form: introduced })
    const [prospect] = await world.deps.db.select().from(prospects)

    const href = /href="(\/registrations\/new\?[^"]+)"/.exec(await page(`/prospects/${prospect?.id}`))?.[1] ?? ''
    expect(href).toBe('/registrations/new?company=Halewick+Dairies&domain=halewick.example')
    const form = await page(href)
    expect(form).toContain('value="Halewick Dairies"')
    expect(form).toContain('value="halewick.example"')
  })

  it('tells no domain that the partner did not bring', async () => {
    const { id } = await haveProspect(world, partner.id, { company: 'Oak Mills', domain: 'oak.example' })

    const shown = await page(`/prospects/${id}`)

    expect(shown).toContain('/registrations/new?company=Oak+Mills"')
    expect(shown).not.toContain('oak.example')
  })

  it('leads to the registration that was made, whatever became of it, and from there to the prospect', async () => {
    await world.ask('/introductions', { as: partner.owner, form: introduced })
    const [prospect] = await world.deps.db.select().from(prospects)
    const id = await haveRegistration(world, partner)
    expect(await page(`/prospects/${prospect?.id}`)).toContain(`href="/registrations/${id}"`)

    expect((await world.ask(`/registrations/${id}/refusal`, { as: sales, form: refusal() })).status).toBe(303)

    expect(await page(`/prospects/${prospect?.id}`)).toContain(`href="/registrations/${id}"`)
    expect(await page(`/registrations/${id}`)).toContain(`href="/prospects/${prospect?.id}"`)
  })

  it('leads to the prospect that an accepted one made', async () => {
    const id = await haveRegistration(world, partner)
    expect(await page(`/registrations/${id}`)).not.toContain('href="/prospects/')

    expect((await world.ask(`/registrations/${id}/acceptance`, { as: sales, form: acceptance() })).status).toBe(303)

    const [made] = await world.deps.db.select().from(attributions)
    expect(await page(`/registrations/${id}`)).toContain(`href="/prospects/${made?.prospectId}"`)
  })

  it('does not lead to what only another partner sees', async () => {
    await haveProspect(world, (await havePartner(world)).id, { domain: 'halewick.example', company: 'Halewick Dairies' })
    const id = await haveRegistration(world, partner)
    await world.ask(`/registrations/${id}/refusal`, { as: sales, form: refusal() })

    expect(await page(`/registrations/${id}`)).not.toContain('href="/prospects/')
  })

  it('leads from a free company to the form', async () => {
    const answer = await world.ask('/registrations/check', {
      as: partner.owner,
      form: { domain: 'www.larkspur.example', company: 'Larkspur' },
    })
    expect(await answer.text()).toContain('/registrations/new?domain=larkspur.example')
  })
})

describe('CLM3 how claims are answered', () => {
  it('is told to every partner, of all and of its own, and to staff', async () => {
    const form = { act: 'act_c', kind: 'missing', company: 'Oak', domain: '', evidence: 'I named you to their buyer.', link: '' }
    const made = await world.ask('/claims', { as: partner.owner, form })
    await world.travel({ hours: 3 })
    const id = made.headers.get('location') ?? ''
    expect(
      (
        await world.ask(`${id}/answer`, {
          as: sales,
          form: { answer: 'refused', reason: 'Nobody of Oak has written to us.', prospect: '' },
        })
      ).status,
    ).toBe(303)

    const own = await page('/claims')
    const other = await (await world.ask('/claims', { as: (await havePartner(world)).owner })).text()
    const staff = await (await world.ask('/claims', { as: sales })).text()

    expect(own).toMatch(/Claims of all partners.*1.*Yours.*1.*Of yours accepted/s)
    expect(other).toMatch(/Claims of all partners.*1.*Yours.*0/s)
    expect(other).not.toContain('Oak')
    expect(staff).toMatch(/Claims so far.*1.*Half of them answered.*Accepted/s)
  })
})
