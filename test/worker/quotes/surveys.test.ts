import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { engagements } from '../../../schema/engagements.ts'
import { quotes, surveys } from '../../../schema/quotes.ts'
import { sendSurvey, sendSurveyAgain } from '../../../worker/quotes/survey.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, codeOf } from '../agreements/have.ts'
import { linkIn } from '../references/desk.ts'
import { answerForm, type Closed, haveClosed, haveSurvey, line } from './have-quotes.ts'

let world: World
let closed: Closed

beforeEach(async () => {
  world = await createWorld()
  closed = await haveClosed(world, { company: 'Salthaven Foods' })
})

const send = (form: { act?: string; engagementId?: string; contactId?: string } = {}) =>
  sendSurvey(world.deps, { act: act(world), engagementId: closed.engagementId, contactId: closed.contact.id, ...form }, 'stf_1')
const stored = () => world.deps.db.select().from(surveys)
const lines = () => world.deps.db.select().from(quotes)
const answer = (path: string, form: Record<string, string>) => world.ask(path, { method: 'POST', form })

describe('SUR1 one survey for each closed engagement', () => {
  it('is sent once, whoever tries again and however often', async () => {
    const form = act(world)
    const ids = await Promise.all([send({ act: form }), send({ act: form })])
    expect(new Set(ids).size).toBe(1)

    expect(await codeOf(send())).toBe('already_done')
    expect((await Promise.all([codeOf(send()), codeOf(send())])).includes('done')).toBe(false)
    expect((await stored()).length).toBe(1)
    const [row] = await stored()
    await expect(world.deps.db.insert(surveys).values({ ...row, id: 'svy_2', tokenHash: 'x' } as never)).rejects.toThrow()
  })

  it('is not sent before the work is closed, by a form or by SQL', async () => {
    const { db, now } = world.deps
    const piece = { id: 'eng_open', prospectId: closed.prospectId, name: 'Next', createdBy: 's', createdAt: now(), version: 1 }
    await db.insert(engagements).values({ ...piece, status: 'planned' })

    expect(await codeOf(send({ engagementId: 'eng_open' }))).toBe('wrong_state')
    const page = await world.ask('/surveys', {
      as: await haveStaff(world, 'sales'),
      method: 'POST',
      form: { act: act(world), engagementId: 'eng_open', contactId: closed.contact.id },
    })
    expect([page.status, (await page.text()).includes('not closed yet')]).toEqual([409, true])
    const row = { id: 'svy_x', prospectId: closed.prospectId, engagementId: 'eng_open', name: 'x', email: 'x', tokenHash: 'x', sentBy: 'x' }
    await expect(db.insert(surveys).values({ ...row, sentAt: now() })).rejects.toThrow()
    expect(await stored()).toEqual([])
  })

  it('goes to a person of that customer with an address, and to nobody else', async () => {
    const other = await haveClosed(world, { company: 'Velmora Ceramics' })

    expect(await codeOf(send({ contactId: other.contact.id }))).toBe('invalid')
    expect(await codeOf(send({ engagementId: 'eng_nobodys' }))).toBe('not_found')
  })
})

describe('the private page of a survey', () => {
  it('asks the last question in its words, with each place a box of its own', async () => {
    const { path } = await haveSurvey(world, closed)

    const page = await (await world.ask(path)).text()

    expect(page).toContain('Is there a line about working with us that we may show, and where?')
    for (const channel of ['site', 'social', 'print', 'press', 'sales'])
      expect(page).toMatch(new RegExp(`name="${channel}"[^>]*type="checkbox"`))
    expect(page).not.toMatch(/type="checkbox"[^>]*checked/)
    expect(page).not.toContain('<script src')
  })

  it('is answered once; what was said stays', async () => {
    const { path } = await haveSurvey(world, closed)
    const both = await Promise.all([answer(path, answerForm({ score: '4' })), answer(path, answerForm({ score: '1', line: 'Another.' }))])
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])

    const [row] = await stored()
    const again = await answer(path, answerForm({ score: '2' }))

    expect([again.status, (await stored())[0]]).toEqual([409, row])
    expect((await lines()).length).toBe(1)
    await expect(world.deps.db.update(surveys).set({ score: 3 })).rejects.toThrow()
    await expect(world.deps.db.delete(surveys)).rejects.toThrow()
  })

  it('SUR2 a line without a place is kept for us alone, and its author gets no promise by mail', async () => {
    const { path } = await haveSurvey(world, closed)
    const before = world.mails.length

    expect((await answer(path, answerForm({ channels: [] }))).status).toBe(303)
    await world.settle()

    expect((await lines()).map(({ channels, status, text }) => [channels, status, text])).toEqual([[[], 'offered', line]])
    expect(world.mails.slice(before).filter(({ to }) => to === closed.contact.email)).toEqual([])
  })

  it('no line, no quote; a place without a line and a number out of range are put right with everything typed', async () => {
    const { path } = await haveSurvey(world, closed)

    const wrong = await answer(path, answerForm({ line: '', channels: ['press'], words: 'The second week was hard.' }))
    const text = await wrong.text()
    expect([wrong.status, text.includes('The second week was hard.'), text.includes('Write the line')]).toEqual([422, true, true])
    expect(text).toMatch(/name="press"[^>]*checked/)
    expect((await answer(path, answerForm({ score: '6' }))).status).toBe(422)
    expect((await answer(path, answerForm({ line: '', channels: [] }))).status).toBe(303)
    expect(await lines()).toEqual([])
  })

  it('its link ends: with a fresh one, and as every private link does', async () => {
    const { id, path } = await haveSurvey(world, closed)
    await sendSurveyAgain(world.deps, id, 'stf_1')
    await world.settle()
    const fresh = linkIn(world, closed.contact.email, '/survey')
    expect([(await world.ask(path)).status, (await world.ask(fresh)).status]).toEqual([404, 200])

    await world.travel({ days: 401 })

    expect((await world.ask(fresh)).status).toBe(404)
  })
})

describe('the list of surveys', () => {
  it('tells sent, overdue and answered apart, and offers closed work that nobody was asked about', async () => {
    const sales = await haveStaff(world, 'sales')
    const page = async (query = '') => (await world.ask(`/surveys${query}`, { as: sales })).text()
    expect(await page()).toContain(`/surveys/new?engagement=${closed.engagementId}`)
    expect(await page()).toContain('No surveys yet')
    const { id, path } = await haveSurvey(world, closed)
    expect(await page('?state=sent')).toContain('Rasmus Holt')
    expect(await page('?state=overdue')).toContain('None like this')

    await world.travel({ days: 14 })

    expect(await page('?state=sent')).toContain('None like this')
    expect(await page('?state=overdue')).toContain(`/surveys/${id}/again`)
    await answer(path, answerForm({ words: 'All went well.' }))
    expect(await page('?state=overdue')).toContain('None like this')
    expect(await page('?state=answered')).toContain('All went well.')
    expect(await codeOf(sendSurveyAgain(world.deps, id, 'stf_1'))).toBe('already_done')
  })

  it('is for staff: the auditor reads and sends nothing', async () => {
    const auditor = await haveStaff(world, 'auditor')
    const form = { act: act(world), engagementId: closed.engagementId, contactId: closed.contact.id }

    expect((await world.ask('/surveys', { as: auditor })).status).toBe(200)
    expect((await world.ask('/surveys', { as: auditor, method: 'POST', form })).status).not.toBe(303)
    for (const role of ['finance', 'approver'] as const) {
      expect((await world.ask('/surveys', { as: await haveStaff(world, role) })).status).toBe(404)
    }
    expect(await stored()).toEqual([])
    expect((await world.deps.db.select().from(engagements).where(eq(engagements.id, closed.engagementId))).length).toBe(1)
  })
})
