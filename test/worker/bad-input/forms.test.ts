import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBare, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { faultsOf, sentencesOf } from './answers.ts'
import { bodiesFor, type Case, fieldCases, oddForm, pathCases } from './cases.ts'
import type { FormRow } from './form-row.ts'
import { forms } from './forms.ts'
import { isTyped } from './hostile.ts'
import { keptIn } from './kept.ts'
import { type Sender, send } from './scene.ts'
import { type Stage, setStage } from './stage.ts'
import { changes, differences, dump, openCounter } from './stored.ts'

const posts = routes.filter((route) => route.method !== 'GET' && !isBare(route)).map(({ method, path }) => `${method} ${path}`)

it('every form has its row in the table, and every row its form', () => {
  expect(posts.filter((route) => !Object.hasOwn(forms, route))).toEqual([])
  expect(Object.keys(forms).filter((route) => !posts.includes(route))).toEqual([])
})

let world: World
beforeEach(async () => {
  world = await createWorld()
})
// What was handed on behind an answer ends with its own test.
afterEach(() => world.settle())

/** Sends each case in turn; gives those that were answered wrongly, and the tables in which any of them left something. */
async function wrongAnswers(stage: Stage, cases: readonly Case[], row: FormRow): Promise<string[]> {
  const before = await dump(world)
  const wrong: string[] = []
  for (const each of cases) {
    const answer = await send(world, { ...stage, path: each.path ?? stage.path }, each.body, each.headers)
    const body = await answer.text()
    const faults = [
      ...faultsOf(answer.status, body, each.allowed),
      ...(answer.status === 422 && each.entered ? lostOf(body, each.entered, row) : []),
    ]
    if (faults.length > 0) wrong.push(`${each.name}: ${faults.join('; ')}`)
  }
  return [...wrong, ...changes(before, await dump(world))]
}

/** Typed text that the page with the problem does not show again. */
const lostOf = (body: string, entered: Record<string, string>, { fields }: FormRow): string[] => {
  const kept = keptIn(body)
  return Object.entries(fields).flatMap(([name, rule]) => {
    const typed = (entered[name] ?? '').trim()
    return isTyped(rule) && typed !== '' && !kept(name, typed) ? [`lost ${name}`] : []
  })
}

describe.each(Object.entries(forms))('%s', { timeout: 60_000 }, (route, row) => {
  it('declines whatever is wrong with a sentence, keeps what was typed and stores nothing', async () => {
    const stage = await setStage(world, row)
    const cases = row.takesNothing ? [] : [...fieldCases(stage.form, row), ...bodiesFor(stage.form, row)]

    expect(await wrongAnswers(stage, [...cases, ...pathCases(stage, route)], row)).toEqual([])
  })

  it('does what it says once, also with odd text and when it is sent twice at once', async () => {
    const stage = await setStage(world, row)
    const count = await openCounter(world)
    const before = await count()
    const body = new URLSearchParams(oddForm(stage.form, row)).toString()

    const answers = await Promise.all([1, 2].map(() => send(world, stage, body, { 'content-type': 'application/x-www-form-urlencoded' })))

    const done = answers.filter(({ status }) => status < 400)
    expect(done.length > 0 ? [] : sentencesOf((await answers[0]?.text()) ?? '')).toEqual([])
    for (const { status } of answers) expect([200, 303, 400, 404, 409, 410, 422]).toContain(status)
    if (row.makes) expect(differences(before, await count())).toContain(`${row.makes} +1`)
    // Where an act id tells that it is the same form, both senders see what it made; else the second is told that it is done.
    if (row.fields.act) expect(done.map((answer) => answer.headers.get('location'))).toEqual(twice(done[0]?.headers.get('location')))
    expect(await shown(stage, done[0]?.headers.get('location') ?? null)).not.toContain('<script>alert')
  })
})

const twice = (location: string | null | undefined) => [location, location]

async function shown({ cookie }: Sender, location: string | null): Promise<string> {
  if (!location?.startsWith('/')) return ''
  const page = await world.ask(location, { headers: cookie ? { cookie } : {} })
  expect([location, page.status < 400]).toEqual([location, true])
  return page.text()
}
