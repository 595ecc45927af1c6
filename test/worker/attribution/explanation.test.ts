import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { refusedEvidence } from '../../../schema/claims.ts'
import { prospects } from '../../../schema/prospects.ts'
import { moveAttribution } from '../../../worker/attribution/move.ts'
import { withoutNames } from '../../../worker/attribution/rules-explanation.ts'
import { newClickId, signClickId } from '../../../worker/tracking/click-id.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'

let world: World
let ada: Awaited<ReturnType<typeof havePartner>>
let tom: Awaited<ReturnType<typeof havePartner>>
let sales: Awaited<ReturnType<typeof haveStaff>>
let adas: Awaited<ReturnType<typeof haveLink>>
let toms: Awaited<ReturnType<typeof haveLink>>
beforeEach(async () => {
  world = await createWorld()
  ada = await havePartner(world, { name: 'Ostervane Textiles', domain: 'ostervane.example' })
  tom = await havePartner(world, { name: 'Pennyroyal Ovens', domain: 'pennyroyal.example' })
  sales = await haveStaff(world, 'sales')
  adas = await haveLink(world, ada.id, { code: 'ada', kind: 'introduction' })
  toms = await haveLink(world, tom.id, { code: 'tom', kind: 'introduction' })
})

let counter = 0
/** Somebody introduces itself by Ada's page, with these in field and cookie. */
async function introduce(referral: string, cookie = ''): Promise<string> {
  counter += 1
  const form = { act: `act_x${counter}`, company: 'Oak', contactName: 'Ann', email: 'ann@oak.example', need: 'x', website: '' }
  const headers = cookie ? { cookie: `goodword_referral=${cookie}` } : {}
  expect((await world.ask('/i/ada', { form: { ...form, goodword_referral: referral }, headers })).status).toBe(303)
  const [prospect] = await world.deps.db.select().from(prospects)
  return prospect?.id ?? ''
}
/** What a page says, as a person reads it. */
const readBy = async (as: { kind: 'staff' | 'member'; id: string }, id: string) =>
  (await (await world.ask(`/prospects/${id}`, { as })).text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const refused = async () => (await world.deps.db.select().from(refusedEvidence)).map(({ problem }) => problem)

/** What may come in place of a click id, and what it is called. */
const bad: [string, string, RegExp, () => string | Promise<string>][] = [
  [
    'a forged one',
    'forged',
    /was changed after we had signed it\. It proves nothing/,
    () => {
      const id = haveClickId(world, toms)
      return `${id.slice(0, -3)}${id.endsWith('AAA') ? 'BBB' : 'AAA'}`
    },
  ],
  [
    'one of a key that is out of use',
    'unknown_key',
    /it has expired, and proves nothing any more/,
    () =>
      signClickId([{ id: 'old', key: 'o'.repeat(43) }] as typeof world.deps.settings.signingKeys, {
        clickId: newClickId(world.now(), world.deps.newId('clk')),
        linkId: toms.id,
        partnerId: tom.id,
        rulesVersion: 1,
      }),
  ],
  [
    'one that names another partner than its link',
    'foreign',
    /is not, or no longer, the partner’s that it names/,
    () => haveClickId(world, { id: toms.id, partnerId: ada.id }),
  ],
  ['something else', 'malformed', /is none of ours\. It proves nothing/, async () => 'x'.repeat(60)],
]

describe('evidence that proves nothing', () => {
  it.each(bad)('%s is kept as %s and said on the pages of staff and partner', async (_what, problem, sentence, make) => {
    const id = await introduce(await make())

    expect(await refused()).toEqual([problem])
    for (const as of [sales, ada.owner]) expect(await readBy(as, id)).toMatch(sentence)
    expect(await readBy(ada.owner, id)).not.toContain('Pennyroyal')
  })

  it('is kept once, however often it is shown, and as a digest alone', async () => {
    const token = haveClickId(world, { id: toms.id, partnerId: ada.id })
    await introduce(token, token)
    await introduce(token)

    const rows = await world.deps.db.select().from(refusedEvidence)
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token.slice(4, 30))
  })

  it('takes nothing from what came beside it', async () => {
    const id = await introduce(haveClickId(world, { id: toms.id, partnerId: ada.id }), haveClickId(world, toms))

    expect(await readBy(sales, id)).toMatch(/Partner Pennyroyal Ovens Because First click inside the window of 60 days/)
  })
})

describe('the explanation', () => {
  async function haveRivals(): Promise<string> {
    const cookie = haveClickId(world, toms)
    await world.travel({ days: 1 })
    return introduce(haveClickId(world, adas), cookie)
  }

  it('shows staff all touches in order of time, by name, under which rules, who won and why the others did not', async () => {
    const page = await readBy(sales, await haveRivals())

    expect(page).toMatch(
      /Pennyroyal Ovens .*Version 1: first touch, 60 days .*Credited .*Ostervane Textiles .*Version 1: first touch, 60 days .*Not credited/,
    )
    expect(page).toMatch(/an earlier|was earlier|came first|first click/i)
  })

  it.each(['ada', 'tom'])('tells each partner the same in plain words, and names no other: %s', async (who) => {
    const id = await haveRivals()
    const [me, other] = who === 'ada' ? [ada, tom] : [tom, ada]

    const page = await readBy(me.owner, id)

    expect(page).toMatch(/You .*Another partner|Another partner .*You/)
    expect(page).toContain(who === 'tom' ? 'Credited to you' : 'Not credited to you')
    expect(page).not.toContain(other.name)
    expect(page).not.toContain(other.id)
  })

  it('after a person’s decision shows both decisions, and that a person decided', async () => {
    const id = await haveRivals()
    const move = { prospectId: id, partnerId: ada.id, touchId: null, reason: 'Her mail to their buyer came first.', actor: sales.id }
    await moveAttribution(world.deps, move)

    const [staff, own, rival] = [await readBy(sales, id), await readBy(ada.owner, id), await readBy(tom.owner, id)]

    for (const page of [staff, own, rival])
      expect(page).toMatch(/by the programme’s rules.*decided by a person.*Her mail to their buyer came first\./)
    expect(staff).toMatch(/A person decided for another touch, with a reason/)
    expect(own).not.toContain('Pennyroyal')
    expect(rival).toContain('Not credited to you')
    expect(rival).not.toContain('Ostervane')
  })

  it('goes with the prospect: what is left after erasing names nobody and says nothing', async () => {
    const id = await haveRivals()
    await world.deps.db.select().from(prospects).where(eq(prospects.id, id))

    expect((await world.ask(`/prospects/${id}`, { as: await haveStaff(world, 'finance') })).status).toBe(404)
    expect((await world.ask(`/prospects/${id}`, { as: (await havePartner(world)).owner })).status).toBe(404)
  })
})

describe('a reason as another partner reads it', () => {
  it.each([
    ['Pennyroyal Ovens was first.', ['Pennyroyal Ovens'], 'another partner was first.'],
    ['PENNYROYAL OVENS and pennyroyal ovens.', ['Pennyroyal Ovens'], 'another partner and another partner.'],
    ['Oak Mills (NL) came first.', ['Oak Mills (NL)', 'Oak'], 'another partner came first.'],
    ['It went at once.', ['It', 'go'], 'It went at once.'],
    ['$& and .* stay', ['.*', '$&'], '$& and .* stay'],
  ])('%j without %j', (text, names, expected) => {
    expect(withoutNames(text, names)).toBe(expected)
  })
})
