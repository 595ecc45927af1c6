import { beforeEach, describe, expect, it } from 'vitest'
import { trail } from '../../../worker/audit/store.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let auditor: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  auditor = await haveStaff(world, 'auditor')
})

const happen = (actor: string, act: string, subject: string, detail = {}) =>
  trail(world.deps.db, { at: world.now(), actor, act, subject, detail })
const read = async (query = '') => {
  const answer = await world.ask(`/audit${query}`, { as: auditor })
  return { status: answer.status, page: await answer.text() }
}
const subjectsIn = (page: string) => [...page.matchAll(/class="short-id" title="([^"]+)"/g)].map(([, id]) => id)

describe('the audit page', () => {
  it('shows the newest first, people by name, details in words', async () => {
    const fay = await haveStaff(world, 'finance')
    await happen(fay.id, 'run.prepared', 'run_1', { payouts: 3, reason: null })
    await happen('stripe', 'account.ready', 'par_1')
    await happen(auditor.id, 'person.roles_changed', fay.id, { from: ['sales'], to: [] })

    const { page } = await read()

    expect(subjectsIn(page)).toEqual(['par_1', 'run_1'])
    expect(page).toContain(`>${fay.name}</a>`)
    expect(page).toContain('>Stripe</a>')
    expect(page).toContain('run prepared')
    expect(page).toContain('payouts: 3</td>')
    expect(page).toContain('from: sales · to: none')
  })

  it('filters by record, by person and by mail address', async () => {
    const fay = await haveStaff(world, 'finance')
    await happen(fay.id, 'run.prepared', 'run_1')
    await happen(fay.id, 'run.submitted', 'run_2')
    await happen('system', 'run.finished', 'run_1')

    expect(subjectsIn((await read('?subject=run_1')).page)).toEqual(['run_1', 'run_1'])
    expect(subjectsIn((await read(`?actor=${fay.id}`)).page)).toEqual(['run_2', 'run_1'])
    expect(subjectsIn((await read(`?actor=${fay.email.toUpperCase()}&subject=run_2`)).page)).toEqual(['run_2'])
    expect((await read('?subject=run_9')).page).toContain('Nothing fits')
    expect((await read('?actor=nobody@nowhere.example')).page).toContain('Nothing fits')
  })

  it('goes on by cursor; a row that arrives meanwhile neither repeats nor hides one', async () => {
    for (let n = 1; n <= 60; n += 1) await happen('system', 'thing.done', `rec_${n}`)
    const first = await read()
    expect(subjectsIn(first.page)).toHaveLength(50)
    await happen('system', 'thing.done', 'rec_61')

    const older = first.page.match(/href="\/audit\?([^"]*before=\d+)"/)?.[1]?.replaceAll('&amp;', '&')
    const second = await read(`?${older}`)

    expect(subjectsIn(second.page)).toEqual(Array.from({ length: 10 }, (_, n) => `rec_${10 - n}`))
  })

  it.each(['?before=x', '?before=-1', '?before=1e9'])('answers %s with a sentence', async (query) => {
    const { status, page } = await read(query)
    expect(status).toBe(400)
    expect(page).toContain('That page of the trail does not exist.')
  })

  it('is empty with a sentence', async () => {
    expect((await read()).page).toContain('Nothing happened yet')
  })

  it('draws what people typed as text', async () => {
    await happen('system', 'thing.done', 'rec_1', { reason: '<img src=x onerror=alert(1)>' })
    expect((await read()).page).not.toContain('<img')
  })
})
