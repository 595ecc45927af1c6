import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { grants } from '../../../schema/grants.ts'
import { acceptClause, amendClause, mapLine, proposeClause, strikeClause } from '../../../worker/agreements/clause.ts'
import { askForGrant } from '../../../worker/agreements/grant.ts'
import { getClause } from '../../../worker/agreements/store-clauses.ts'
import { havePaidDeal } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf, wholeGrant } from './have.ts'

let world: World
let prospectId: string
let clauseId: string
const signed = { file: 'https://files.example/contract.pdf', signedBy: 'Cora Head' }

beforeEach(async () => {
  world = await createWorld()
  const deal = await havePaidDeal(world, null, null, { amountMinor: 10_000 })
  prospectId = deal.prospectId
  const wanted = {
    act: act(world),
    dealId: deal.dealId,
    text: 'You may name us.',
    allows: ['calls' as const, 'web_release' as const],
    grantsEndOn: '2027-11-02',
  }
  clauseId = await proposeClause(world.deps, wanted, 'stf_1')
})

const made = async () =>
  (await world.deps.db.select().from(grants).where(eq(grants.prospectId, prospectId)))
    .map(({ kind, status, scope }) => `${kind} ${status} ${scope}`)
    .toSorted()

describe('the clause in a contract', () => {
  it('CLA1 accepted, makes its organisation grants in the same batch, once', async () => {
    const answers = await Promise.all([0, 1].map(() => codeOf(acceptClause(world.deps, clauseId, signed, 'stf_1'))))

    expect(answers.filter((code) => code === 'done')).toHaveLength(1)
    expect(await made()).toEqual(['calls given organisation', 'web_release given organisation'])
  })

  it('is nothing without a signed file: no_signature', async () => {
    expect(await codeOf(acceptClause(world.deps, clauseId, { ...signed, file: '' }, 'stf_1'))).toBe('no_signature')
    expect(await codeOf(amendClause(world.deps, clauseId, { file: '', signedBy: '', lines: ['x'] }, 'stf_1'))).toBe('no_signature')
    expect(await made()).toEqual([])
  })

  it('CLA2 struck, makes none and rests naming for twelve months, in acts and in SQL', async () => {
    await strikeClause(world.deps, clauseId, 'stf_1')

    expect(await made()).toEqual([])
    expect((await getClause(world.deps.db, clauseId)).restsUntil).toBe('2027-11-02')
    expect(await codeOf(askForGrant(world.deps, wholeGrant(world, prospectId, 'logo'), 'stf_1'))).toBe('naming_rests')
    const [calls] = await Promise.all([askForGrant(world.deps, wholeGrant(world, prospectId, 'calls'), 'stf_1')])
    const [row] = await world.deps.db.select().from(grants).where(eq(grants.id, calls))
    if (!row) throw new Error('calls may be asked for')
    await expect(world.deps.db.insert(grants).values({ ...row, id: 'grt_x', kind: 'web_release', text: 'x' })).rejects.toThrow()

    await world.travel({ days: 365 })
    expect(await codeOf(askForGrant(world.deps, wholeGrant(world, prospectId, 'logo'), 'stf_1'))).toBe('done')
  })

  it('CLA3 amended, makes none until a person maps each line', async () => {
    await amendClause(world.deps, clauseId, { ...signed, lines: ['You may phone us.', 'You may not use our logo.'] }, 'stf_1')
    expect(await made()).toEqual([])

    await mapLine(world.deps, clauseId, 1, 'calls', 'stf_1')
    await mapLine(world.deps, clauseId, 2, 'none', 'stf_1')

    expect(await made()).toEqual(['calls given organisation'])
    expect(await codeOf(mapLine(world.deps, clauseId, 2, 'web_release', 'stf_1'))).toBe('wrong_state')
    expect(await codeOf(mapLine(world.deps, clauseId, 3, 'none', 'stf_1'))).toBe('not_found')
    expect(await codeOf(acceptClause(world.deps, clauseId, signed, 'stf_1'))).toBe('wrong_state')
  })
})
