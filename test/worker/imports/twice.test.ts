import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { type ImportKind, importText, previewImport } from '../../../worker/imports/kind.ts'
import { linkImport, ownLinkImport } from '../../../worker/imports/links.ts'
import { partnerImport } from '../../../worker/imports/partners.ts'
import { prospectImport } from '../../../worker/imports/prospects.ts'
import { haveGroup, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { dump } from '../bad-input/stored.ts'

let world: World
let by: { id: string }
let ada: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  const { id: groupId } = await haveGroup(world)
  by = await haveStaff(world, 'sales')
  ada = await havePartner(world, { name: 'Ada', domain: 'ada.example', groupId })
  await havePartner(world, { name: 'Kestrel', groupId })
})

const pick = (...texts: string[]) => fc.constantFrom(...texts)
const fileOf = (head: string, ...cells: fc.Arbitrary<string>[]) =>
  fc.array(fc.tuple(...cells), { minLength: 1, maxLength: 12 }).map((rows) => [head, ...rows.map((row) => row.join(','))].join('\r\n'))

const code = pick('', 'a', 'ada', 'ADA', 'Ada-1', 'kes', 'x y', 'b2', "'-b")
const destination = pick(
  '',
  'https://www.wrenmarch.example/',
  'https://www.wrenmarch.example/x',
  'https://evil.example/',
  'http://www.wrenmarch.example/',
)
const partner = pick('Ada', 'ADA', 'kestrel', 'Nobody', '')
const email = pick(
  '',
  'ann@oak.example',
  'ANN@oak.example',
  'ben@mail.oak.example',
  'zoe@gmail.com',
  'zoe@ada.example',
  'nobody',
  'ida@elm.example',
)

/**
 * Looked at, stored, stored again: looking changes nothing, what is new is stored and then the same, and the second time changes nothing.
 */
const storesOnce = async <Wanted, Column extends string>(kind: ImportKind<Wanted, Column>, text: string): Promise<boolean> => {
  const before = await dump(world)
  const seen = await previewImport(world.deps, kind, text)
  expect(await dump(world)).toEqual(before)
  const first = await importText(world.deps, by, kind, text)
  const after = await dump(world)
  const second = await importText(world.deps, by, kind, text)
  expect(await dump(world)).toEqual(after)
  if (!seen.ok || !first.ok || !second.ok) return seen.ok === first.ok && first.ok === second.ok
  const statesOf = (imported: typeof seen) => imported.lines.map(({ state }) => state)
  for (const [place, state] of statesOf(first).entries()) {
    // A line may turn out to say nothing that one before it has not said.
    expect(statesOf(seen)[place] === 'new' ? ['stored', 'same'] : [statesOf(seen)[place]]).toContain(state)
  }
  expect(statesOf(second)).toEqual(statesOf(first).map((state) => (state === 'stored' ? 'same' : state)))
  return first.lines.some(({ state }) => state === 'stored')
}

const files = {
  links: fileOf('code,partner,destination,campaign', code, partner, destination, pick('', 'fair', 'f f')),
  own: fileOf('code,destination,campaign', code, destination, pick('', 'fair')),
  partners: fileOf(
    'name,country,email,group',
    pick('Tern', 'TERN', 'Gull', 'Ada', ''),
    pick('NL', 'ie', 'XX'),
    email,
    pick('Standard', 'Gold'),
  ),
  prospects: fileOf(
    'stripe_customer,email,domain,partner,first_seen',
    pick('', 'cus_1', 'cus_2', 'sub_1'),
    email,
    pick('', 'oak.example', 'www.elm.example', 'gmail.com', 'münchen.example'),
    partner,
    pick('2024-05-31', '2025-01-01', '2030-01-01'),
  ),
}

it.each([
  ['links', () => linkImport],
  ['own', () => ownLinkImport({ id: ada.id, name: 'Ada', status: 'active' })],
  ['partners', () => partnerImport],
  ['prospects', () => prospectImport],
] as const)('a file of %s looked at and stored twice is stored once', { timeout: 120_000 }, async (of, kindOf) => {
  const stored: boolean[] = []
  await fc.assert(
    fc.asyncProperty(files[of], async (text) => {
      stored.push(await storesOnce(kindOf() as ImportKind<unknown, string>, text))
    }),
    { numRuns: 20, seed: 7 },
  )
  expect(stored.filter(Boolean).length).toBeGreaterThan(1)
})
