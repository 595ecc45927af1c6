import { beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../../schema/records.ts'
import { links } from '../../../schema/tracking.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { dump } from '../bad-input/stored.ts'
import { browser, haveLink, referralOf } from '../tracking/fixtures.ts'
import { linesOf } from './lines.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
let ada: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
  ada = await havePartner(world, { name: 'Ostervane Textiles' })
})

const preview = (list: string) => world.ask('/imports/links/preview', { as: sales, form: { list } })
const send = (list: string) => world.ask('/imports/links', { as: sales, form: { list } })
const statesOf = async (answer: Response) => linesOf(await answer.text()).map(({ is }) => is)

describe('importing links', () => {
  it('keeps old codes of several partners as they were written, and they count', async () => {
    const kestrel = await havePartner(world, { name: 'Kestrel, "Yard"' })
    const list = `partner,destination,code\nostervane textiles,https://www.wrenmarch.example/x,AdA\n"Kestrel, ""Yard""",,kes_1\n${kestrel.id},,kes-2`

    expect(await statesOf(await preview(list))).toEqual(['New', 'New', 'New'])
    expect(await world.deps.db.select().from(links)).toEqual([])
    expect(await statesOf(await send(list))).toEqual(['Stored', 'Stored', 'Stored'])
    const before = await dump(world)
    expect(await statesOf(await send(list))).toEqual(['Same', 'Same', 'Same'])

    expect(await dump(world)).toEqual(before)
    expect(await world.deps.db.select().from(links)).toMatchObject([
      { partnerId: ada.id, code: 'AdA', kind: 'redirect', destinationPath: '/x', createdBy: sales.id, archivedAt: null },
      { partnerId: kestrel.id, code: 'kes_1', kind: 'introduction' },
      { partnerId: kestrel.id, code: 'kes-2', kind: 'introduction' },
    ])
    expect((await world.deps.db.select().from(audit)).map(({ actor, act, partnerId }) => [actor, act, partnerId])).toEqual([
      [sales.id, 'links.created', ada.id],
      [sales.id, 'links.created', kestrel.id],
    ])
    expect(referralOf(await world.ask('/r/ada', { headers: browser }))).not.toBeNull()
  })

  it('refuses what is not ours to lead to, codes in use, unknown partners and those that left', async () => {
    await haveLink(world, (await havePartner(world, { name: 'Kestrel Yard' })).id, { code: 'taken' })
    const gone = await havePartner(world, { name: 'Gone' })
    await world.deps.db.run(`update partners set status = 'left' where id = '${gone.id}'`)
    const before = await dump(world)

    const page = await (
      await send(
        `code,partner,destination\na1,${ada.id},https://evil.example/\nTAKEN,${ada.id},\na2,Nobody,\na3,Gone,\na4,,\n=1+1,${ada.id},`,
      )
    ).text()

    expect(linesOf(page).map(({ is, because }) => `${is}: ${because}`)).toEqual([
      expect.stringMatching(/^Refused: Links may lead to/),
      'Refused: The code is Kestrel Yard’s.',
      'Refused: There is no partner called “Nobody”.',
      'Refused: Gone is no partner any more.',
      'Refused: Say which partner: its name, or its id.',
      expect.stringMatching(/^Refused: A code has/),
    ])
    expect(await dump(world)).toEqual(before)
  })

  it('takes a thousand by one press, and shows two hundred of them with the refused ones first', async () => {
    const lines = Array.from({ length: 999 }, (_, index) => `old-${index},${ada.id},`)
    const list = ['code,partner,destination', ...lines, `bad code,${ada.id},`].join('\n')

    expect((await statesOf(await preview(list))).slice(0, 2)).toEqual(['Refused', 'New'])
    const answer = await (await send(list)).text()
    expect(answer).toContain('999 links are stored')
    expect(answer).toContain('200 of the 1000 lines of your list, refused ones first')
    expect(linesOf(answer)).toHaveLength(200)
    expect(await world.deps.db.$count(links)).toBe(999)

    const more = await send(`${list}\nold-x,${ada.id},`)
    expect([more.status, await more.text()]).toEqual([422, expect.stringContaining('1001 lines; at most 1000')])
  })

  it('keeps the codes of a partner that has not accepted yet, without credit', async () => {
    await world.deps.db.run(`update partners set status = 'invited' where id = '${ada.id}'`)
    const list = `code,partner,destination\nada,${ada.id},`

    expect(await (await preview(list)).text()).toContain('It earns nothing before the partner is active.')
    expect(await statesOf(await send(list))).toEqual(['Stored'])
    expect(referralOf(await world.ask('/r/ada', { headers: browser }))).toBeNull()
  })

  it('takes a file, told what it is when it is none', async () => {
    const upload = (content: string | Uint8Array<ArrayBuffer>, list = '') => {
      const body = new FormData()
      body.set('list', list)
      body.set('file', new File([content], 'links.csv'))
      return world.ask('/imports/links/preview', { as: sales, body })
    }
    const text = `\ufeffcode,partner,destination\r\nada,${ada.id},\r\n`

    expect(await statesOf(await upload(text))).toEqual(['New'])
    for (const [content, list, sentence] of [
      [text, 'code', 'not both'],
      [new Uint8Array([0x50, 0x4b, 0xff, 0xfe]), '', 'This file is no text'],
      ['code\u0000,partner', '', 'This file is no text'],
      ['x'.repeat(200_001), '', 'at most 200,000 characters'],
      ['€'.repeat(140_000), '', 'at most 200,000 characters'],
      ['\n \n', '', 'Paste your list or choose a file'],
      ['', '', 'Paste your list or choose a file'],
    ] as const) {
      const answer = await upload(content, list)
      expect([sentence, answer.status]).toEqual([sentence, 422])
      expect(await answer.text()).toContain(sentence)
    }
    const large = await upload('x'.repeat(10_000_000))
    expect(large.status).toBe(413)
    expect(await world.deps.db.select().from(links)).toEqual([])
  })

  it('shows the text of a wrong file again, for it to be put right', async () => {
    const body = new FormData()
    body.set('file', new File(['kode,partner,destination\nada,x,'], 'links.csv'))

    const page = await (await world.ask('/imports/links/preview', { as: sales, body })).text()

    expect(page).toMatch(/“kode” is none of them.*<textarea[^>]*name="list"[^>]*>\s*kode,partner,destination\nada,x,/s)
  })

  it('is for sales and admins alone', async () => {
    const list = `code,partner,destination\nada,${ada.id},`
    const [admin, finance, auditor] = [
      await haveStaff(world, 'admin'),
      await haveStaff(world, 'finance'),
      await haveStaff(world, 'auditor'),
    ]

    expect((await world.ask('/imports/links/preview', { as: admin, form: { list } })).status).toBe(200)
    for (const as of [finance, auditor, ada.owner, await haveMember(world, ada.id)]) {
      for (const path of ['/imports', '/imports/links']) expect((await world.ask(path, { as })).status).toBe(404)
      for (const path of ['/imports/links', '/imports/links/preview']) {
        expect((await world.ask(path, { as, form: { list } })).status).toBe(404)
      }
    }
    expect((await world.ask('/imports/links', { form: { list } })).status).toBe(401)
    const elsewhere = { 'sec-fetch-site': 'cross-site' }
    expect((await world.ask('/imports/links', { as: sales, form: { list }, headers: elsewhere })).status).toBe(403)
    expect(await world.deps.db.select().from(links)).toEqual([])
  })
})
