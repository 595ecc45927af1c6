import { describe, expect, it } from 'vitest'
import { hasParameter, type Route, routes } from '../support/routes.ts'
import { createWorld } from '../support/world.ts'

const isMailed = ({ method, path, roles }: Route) => method === 'GET' && roles.includes('anyone') && /:(link|token|key)\b/.test(path)
const mailed = routes.filter((route) => hasParameter(route) && isMailed(route)).map(({ path }) => path)

describe('a mailed link that has ended, or that nobody made', () => {
  it('is one of several', () => {
    expect(mailed.length).toBeGreaterThan(8)
  })

  it.each(mailed)('%s says so, and what to do', async (path) => {
    const world = await createWorld()
    const madeUp = path.replace(/:(link|token|key)\b/, 'w'.repeat(43)).replaceAll(/:\w+/g, 'que_000001')

    const answer = await world.ask(madeUp)

    expect([404, 410]).toContain(answer.status)
    expect(await answer.text()).toMatch(/This link (has ended|does not work any more|has done its work)/)
  })
})
