import { beforeEach, describe, expect, it } from 'vitest'
import { reconExplained } from '../../../schema/reconciliation.ts'
import { audit } from '../../../schema/records.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { compareCash, keepDays } from '../../../worker/reconciliation/cash.ts'
import { closeAgreed, openBreaks } from '../../../worker/reconciliation/store-breaks.ts'
import { compareTransfers } from '../../../worker/reconciliation/transfers.ts'
import { textOf } from '../../local/walk/forms.ts'
import { createWorld, type World } from '../../support/world.ts'
import { havePaidPayout } from '../payouts/bank-support.ts'
import { havePeople, type People, post } from '../payouts/support.ts'
import { breaksOf, told } from './support.ts'

let world: World
let people: People

const broken = (n: number, actualMinor = 900) => ({
  subject: `tr_${n}`,
  what: `Number ${n} differs.`,
  currency: 'usd' as const,
  expectedMinor: 1_000,
  actualMinor,
  detail: { transfer: `tr_${n}` },
})
const open = (...breaks: ReturnType<typeof broken>[]) => inOneBatch(world.deps.db, openBreaks(world.deps.db, 'R2', breaks, world.now()))
const page = async (path: string, as: { kind: 'staff'; id: string } = people.finance) =>
  textOf(await (await world.ask(path, { as })).text())
let acts = 0
const act = () => `act_recon_${++acts}`
const take = (id: number, by = people.finance) => post(world, `/reconciliation/breaks/${id}/owner`, by, { act: act() })
const close = (id: number, note: string, by = people.finance, form = act()) =>
  post(world, `/reconciliation/breaks/${id}/closure`, by, { act: form, note })

beforeEach(async () => {
  world = await createWorld()
})

describe('the desk', () => {
  it('is empty and says what will be there', async () => {
    people = await havePeople(world)
    const text = await page('/reconciliation')

    expect(text).toContain('Nothing open')
    expect(text).toContain('Everything agrees')
    expect(text).toContain('No day stands here yet')
    expect(text).toContain('Nothing is in flight')
  })

  it('shows the three columns of a day, what explains them, and what nobody can', async () => {
    const paid = await havePaidPayout(world)
    people = paid.people
    await world.standIn.fetch('http://stripe.test/v1/transfers', {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ amount: '700', currency: 'usd', destination: paid.account }),
    })
    await world.travel({ days: 1 })
    await compareTransfers(world.deps)
    await compareCash(world.deps)
    await keepDays(world.deps)

    const text = await page('/reconciliation')
    expect(text).toContain('2 November 2026')
    expect(text).toContain('$107.00')
    expect(text).toContain('Put together now')
    expect(text).toContain('$7.00 unexplained')
    expect(text).toContain('$100.00 in partners’ Stripe balances')
    expect(text).toContain('1 break open')

    await close(1, 'Paid by hand to a speaker.')
    await compareCash(world.deps)
    expect(await told(world, 'R3')).toEqual(['usd/2026-11-02 person'])
    expect(await page('/reconciliation')).toContain('$7.00 explained')
  })

  it('is read by the auditor and the approver, who can change nothing, and by nobody else', async () => {
    people = await havePeople(world)
    await open(broken(1))

    expect(await page('/reconciliation', people.auditor)).not.toContain('Take it')
    expect(await page('/reconciliation/breaks/1', people.approver)).not.toContain('Close the break')
    expect((await take(1, people.auditor)).status).toBe(404)
    expect((await close(1, 'It is fine.', people.approver)).status).toBe(404)
    expect((await world.ask('/reconciliation')).status).toBe(303)
    expect(await told(world, 'R2')).toEqual(['tr_1 open'])
  })

  it('pages through more breaks than fit, the oldest first', async () => {
    people = await havePeople(world)
    await open(...Array.from({ length: 60 }, (_, n) => broken(n + 1)))

    const html = await (await world.ask('/reconciliation', { as: people.finance })).text()
    expect(textOf(html)).toContain('60 breaks open')
    const older = /href="(\/reconciliation\?cursor=[^"]+)"/.exec(html)?.[1] ?? ''
    const rest = await page(older)
    expect(rest).toContain('Number 60 differs.')
    expect(rest).not.toContain('Number 50 differs.')
  })
})

describe('a break', () => {
  beforeEach(async () => {
    people = await havePeople(world)
    await open(broken(1), broken(2))
  })

  it('is taken, taken over, and closed with a note that stays', async () => {
    await take(1)
    await take(1, people.otherFinance)
    await world.travel({ hours: 3 })
    expect((await close(1, 'Stripe corrected it on its side.', people.otherFinance)).status).toBe(303)

    const text = await page('/reconciliation/breaks/1')
    expect(text).toContain('Closed by a person')
    expect(text).toContain(`Taken by ${people.finance.name}`)
    expect(text).toContain(`Closed by ${people.otherFinance.name}: Stripe corrected it on its side.`)
    expect(text).toContain('3 hours ago')
    expect((await world.deps.db.select().from(audit)).map(({ act: done }) => done).filter((done) => done.startsWith('break'))).toEqual([
      'break.taken',
      'break.taken',
      'break.closed',
    ])
    expect(await page('/reconciliation/breaks?job=R2')).toContain('Number 1 differs.')
    expect(await page('/reconciliation/breaks?job=R3')).toContain('Nothing of this comparison was closed')
  })

  it('that a person explained is not opened again while it is the same', async () => {
    await close(1, 'Agreed with the bank.')
    await open(broken(1))
    expect(await told(world, 'R2')).toEqual(['tr_1 person', 'tr_2 open'])

    await open(broken(1, 850))
    expect(await told(world, 'R2')).toEqual(['tr_1 person', 'tr_2 open', 'tr_1 open'])
    expect(await page('/reconciliation/breaks/3')).toContain('Break 1')

    // Both sides agreed meanwhile: the explanation is over, and the same difference is a new one.
    await close(3, 'Again the bank.')
    await inOneBatch(world.deps.db, closeAgreed(world.deps.db, 'R2', ['tr_1'], world.now()))
    expect(await world.deps.db.select().from(reconExplained)).toEqual([])
    await open(broken(1, 850))
    expect((await told(world, 'R2')).at(-1)).toBe('tr_1 open')
  })

  it('needs a note, and is closed once', async () => {
    const refused = await close(1, 'x')
    expect(refused.status).toBe(422)
    expect(textOf(await refused.text())).toContain('Say what it was, in a few words')

    const form = act()
    expect((await close(1, 'Made by hand.', people.finance, form)).status).toBe(303)
    expect((await close(1, 'Made by hand.', people.finance, form)).status).toBe(303)
    expect((await close(1, 'Something else.')).status).toBe(409)
    expect((await take(1)).status).toBe(409)
    expect((await breaksOf(world, 'R2'))[0]?.note).toBe('Made by hand.')
  })

  it('that is not there, or whose number is none, is missing', async () => {
    for (const id of ['99', '0', 'x', '1e3', '99999999999999999999']) {
      expect([id, (await world.ask(`/reconciliation/breaks/${id}`, { as: people.finance })).status]).toEqual([id, 404])
    }
    expect((await take(99)).status).toBe(404)
  })

  it('stands in a file of all of them', async () => {
    await close(1, '=1+1 is no formula')
    const answer = await world.ask('/reconciliation/breaks.csv', { as: people.auditor })
    const [head, first, second] = (await answer.text()).split('\r\n')

    expect(answer.headers.get('content-type')).toContain('text/csv')
    expect(head).toContain('id,job,subject,what')
    expect(first).toContain('1,R2,tr_1,Number 1 differs.,,usd,1000,10.00,900,9.00')
    expect(first).toContain('person,')
    expect(first).toContain("'=1+1 is no formula")
    expect(second).toContain('2,R2,tr_2')
  })
})
