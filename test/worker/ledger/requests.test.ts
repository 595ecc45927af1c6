import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { type Asked, askRequest, confirmRequest, refuseRequest } from '../../../worker/ledger/requests.ts'
import { havePartner } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  balance,
  checkMoney,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  type People,
  payoutsOf,
  post,
  signedIn,
} from '../payouts/support.ts'

let world: World
let people: People
let partnerId: string

const ask = (changes: Partial<Asked> = {}) =>
  askRequest(world.deps, people.finance, {
    act: world.deps.newId('act'),
    kind: 'adjust',
    partnerId,
    currency: 'usd',
    amountMinor: 700,
    reason: 'a bonus that was promised',
    ...changes,
  })
const confirm = (id: string, by = people.approver) => confirmRequest(world.deps, id, signedIn(world, by))
const adjust = async (amountMinor: number) => confirm(await ask({ amountMinor }))
const avail = () => balance(world, `avail:${partnerId}:usd`)

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  partnerId = (await havePartner(world)).id
})

describe('an adjustment', () => {
  it('is posted when another person confirms it, and a run pays it', async () => {
    await fund(world)
    const partner = await havePayable(world, 5_000)
    partnerId = partner.id
    const id = await ask()
    expect(await avail()).toBe(5_000)

    await confirm(id)

    expect(await avail()).toBe(5_700)
    expect(await world.deps.db.select().from(commissions).where(sql`source = ${id}`)).toMatchObject([
      { kind: 'adjustment', amountMinor: 700, status: 'approved', partnerId, statusReason: 'a bonus that was promised' },
    ])
    const acts = await world.deps.db.all(sql`select act, actor from audit where subject = ${id} order by seq`)
    expect(acts).toEqual([
      { act: 'adjust.asked', actor: people.finance.id },
      { act: 'adjust.confirmed', actor: people.approver.id },
    ])
    await haveApprovedRun(world, people)
    await world.settle()
    expect((await payoutsOf(world)).map(({ amountMinor, status }) => [amountMinor, status])).toEqual([[5_700, 'paid']])
    await checkMoney(world)
  })

  it('stands with its reason among the partner’s earnings, and among the commissions of staff', async () => {
    const partner = await havePartner(world)
    partnerId = partner.id
    await adjust(700)
    const [commission] = await world.deps.db.select().from(commissions)
    const pages = [
      await world.ask('/earnings', { as: partner.owner }),
      await world.ask(`/earnings/${commission?.id}`, { as: partner.owner }),
      await world.ask(`/commissions/${commission?.id}`, { as: people.finance }),
    ]
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await pages[1]?.text()).toContain('a bonus that was promised')
  })

  it('of less leaves the partner owing, and the next commission nets it', async () => {
    await adjust(-900)
    expect([await avail(), await balance(world, 'expense:usd')]).toEqual([-900, 900])
    await adjust(200)
    expect(await avail()).toBe(-700)
    await checkInvariants(world)
  })

  it('needs another person with a fresh second factor, and is decided once', async () => {
    const id = await ask()
    await expect(confirm(id, people.finance)).rejects.toMatchObject({ code: 'same_person' })
    await expect(refuseRequest(world.deps, id, people.finance)).rejects.toMatchObject({ code: 'same_person' })
    const stale = { ...signedIn(world, people.approver), secondFactorAt: new Date(world.now().getTime() - 600_001) }
    await expect(confirmRequest(world.deps, id, stale)).rejects.toMatchObject({ code: 'second_factor_required' })
    await expect(confirm('req_none')).rejects.toMatchObject({ code: 'not_found' })

    const answers = await Promise.allSettled([confirm(id), confirm(id, people.otherApprover)])

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await avail()).toBe(700)
    await expect(refuseRequest(world.deps, id, people.otherApprover)).rejects.toMatchObject({ code: 'wrong_state' })
    await checkInvariants(world)
  })

  it('refused moves nothing, and asked twice by one act is one request', async () => {
    const id = await ask({ act: 'act_once' })
    expect(await ask({ act: 'act_once' })).toBe(id)
    await refuseRequest(world.deps, id, people.approver)
    await expect(confirm(id)).rejects.toMatchObject({ code: 'wrong_state' })
    expect([await avail(), (await world.deps.db.select().from(commissions)).length]).toEqual([0, 0])
  })

  it('is of a partner that there is, in steps that can be paid', async () => {
    await expect(ask({ partnerId: 'par_none' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(ask({ currency: 'isk', amountMinor: 150 })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a write-off', () => {
  const writeOff = (amountMinor: number) => ask({ kind: 'writeoff', amountMinor, reason: 'cannot be had back' })

  it('gives up a debt of 90 days, to zero at most', async () => {
    await adjust(-900)
    await world.travel({ days: 90, seconds: -1 })
    await expect(writeOff(900)).rejects.toMatchObject({ code: 'invalid' })
    await world.travel({ seconds: 1 })
    await expect(writeOff(901)).rejects.toMatchObject({ code: 'invalid' })

    await confirm(await writeOff(900))

    expect([await avail(), await balance(world, 'writeoff:usd')]).toEqual([0, -900])
    expect(await world.deps.db.select().from(commissions).where(sql`kind = 'write_off'`)).toMatchObject([{ amountMinor: 900 }])
    await checkInvariants(world)
  })

  it('begins to count anew when the balance was up meanwhile', async () => {
    await adjust(-900)
    await world.travel({ days: 60 })
    await adjust(900)
    await adjust(-900)
    await world.travel({ days: 89 })
    await expect(writeOff(900)).rejects.toMatchObject({ code: 'invalid' })
    await world.travel({ days: 1 })
    await expect(writeOff(900)).resolves.toMatch(/^req_/)
  })

  it('asked twice is confirmed once: what is no longer owed is not given up', async () => {
    await adjust(-900)
    await world.travel({ days: 91 })
    const [first, second] = [await writeOff(600), await writeOff(400)]
    await confirm(first)

    await expect(confirm(second)).rejects.toMatchObject({ code: 'wrong_state' })

    expect(await avail()).toBe(-300)
    await refuseRequest(world.deps, second, people.approver)
    await checkInvariants(world)
  })

  it('and an adjustment are posted by no SQL without a confirmed request', async () => {
    await adjust(-900)
    const id = await ask()
    const values = (template: string, ref: string, amount: number, debit = 'writeoff:usd') =>
      sql`insert into ledger_transactions (id, template, ref, debit, credit, amount_minor, currency, effective_at, recorded_at)
        values (${`${template}:x`}, ${template}, ${ref}, ${debit}, ${`avail:${partnerId}:usd`}, cast(${amount} as integer), 'usd', 0, 0)`
    const illegal = [
      values('adjust', id, 700, 'expense:usd'),
      values('writeoff', id, 700),
      sql`update ledger_requests set status = 'confirmed', decided_by = asked_by, decided_at = 1 where id = ${id}`,
      sql`update ledger_requests set amount_minor = 9 where id = ${id}`,
      sql`delete from ledger_requests`,
      sql`insert into ledger_requests select 'req_x', kind, partner_id, currency, 5, reason, 'confirmed', 'a', 1, 'b', 1 from ledger_requests limit 1`,
    ]
    for (const statement of illegal) await expect(world.deps.db.run(statement)).rejects.toThrow()

    await world.deps.db.run(
      sql`insert into ledger_requests select 'req_y', 'writeoff', partner_id, currency, 901, reason, 'open', 'a', 1, null, null from ledger_requests limit 1`,
    )
    await world.deps.db.run(sql`update ledger_requests set status = 'confirmed', decided_by = 'b', decided_at = 2 where id = 'req_y'`)
    await expect(world.deps.db.run(values('writeoff', 'req_y', 901))).rejects.toThrow()
  })
})

describe('the page of adjustments', () => {
  const href = '/ledger/adjustments'
  const form = () => ({ act: 'act_page', what: 'less', partnerId, currency: 'usd', amount: '1,234.50', reason: 'paid twice' })

  it('takes a request and another person’s decision', async () => {
    expect((await post(world, href, people.approver, form())).status).toBe(404)
    expect((await post(world, href, people.finance, form())).status).toBe(303)
    expect((await post(world, href, people.finance, form())).status).toBe(303)
    const id = (await world.deps.db.all<{ id: string }>(sql`select id from ledger_requests`))[0]?.id ?? ''

    const asFinance = await (await world.ask(href, { as: people.finance })).text()
    expect(asFinance).toContain('Waits for an approver')
    expect(await (await world.ask(href, { as: people.auditor })).text()).not.toContain('Ask an approver')
    expect(await (await world.ask(href, { as: people.approver })).text()).not.toContain(`${id}/confirmation`)
    expect(await (await world.ask(href, { as: people.approver, secondFactor: 'now' })).text()).toContain(`${id}/confirmation`)
    expect((await post(world, `${href}/${id}/confirmation`, people.finance)).status).toBe(404)
    expect((await post(world, `${href}/${id}/confirmation`, people.approver)).status).toBe(303)
    expect(await avail()).toBe(-123_450)
  })

  it.each([
    [{ amount: '0' }, 'Give an amount above zero.'],
    [{ amount: '-5' }, 'Write the amount like'],
    [{ what: 'gift' }, 'Choose what to do.'],
    [{ partnerId: 'par_none' }, 'There is no such partner.'],
    [{ reason: '' }, 'Please say why'],
    [{ what: 'writeoff' }, 'below zero for all of the last 90 days'],
  ])('says what is wrong with %j', async (wrong, sentence) => {
    const answer = await post(world, href, people.finance, { ...form(), ...wrong })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(sentence)
  })
})
