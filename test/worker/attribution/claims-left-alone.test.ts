import { beforeEach, describe, expect, it } from 'vitest'
import { claims } from '../../../schema/claims.ts'
import { outbox } from '../../../schema/records.ts'
import { eraseProspect } from '../../../worker/prospects/erase.ts'
import { havePartner, haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const evidence = 'I named you to their buyer at the fair in March.'
const claim = (form: Record<string, string>) =>
  world.ask('/claims', {
    as: partner.owner,
    form: { act: world.deps.newId('act'), kind: 'missing', company: '', domain: '', evidence, link: '', ...form },
  })

describe('a claim about a company that asked to be left alone', () => {
  beforeEach(async () => {
    const { id } = await haveProspect(world, partner.id, { domain: 'copsedale.example', company: 'Copsedale Printworks' })
    await eraseProspect(world.deps, id, 'prospect')
  })

  it.each(['copsedale.example', 'www.Copsedale.example', 'https://shop.copsedale.example/prices'])(
    'by %s is declined with a sentence, keeps what was typed on the page and nothing anywhere else',
    async (domain) => {
      const answer = await claim({ domain, company: 'Copsedale' })
      const page = await answer.text()

      expect(answer.status).toBe(409)
      expect(page).toContain('asked us to be left alone')
      expect(page).toContain(evidence)
      expect(await world.deps.db.select().from(claims)).toEqual([])
      expect(await world.deps.db.select().from(outbox)).toEqual([])
    },
  )

  it('cannot be asked without end: who claims may be wrong twenty times a day', async () => {
    for (let n = 0; n < 20; n += 1) expect((await claim({ domain: 'copsedale.example' })).status).toBe(409)

    const answer = await claim({ domain: 'copsedale.example' })

    expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('go on tomorrow')])
    await world.travel({ days: 1 })
    expect((await claim({ domain: 'other.example' })).status).toBe(303)
  })

  it('does not keep claims about other companies back', async () => {
    expect((await claim({ domain: 'halewick.example' })).status).toBe(303)
    expect((await claim({ company: 'Somebody without a site' })).status).toBe(303)
  })
})
