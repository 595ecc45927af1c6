import { beforeEach, describe, expect, it } from 'vitest'
import type { StaffRole } from '../../../schema/people.ts'
import type { Role } from '../../../worker/identity/policy.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { routes as allRoutes, hasParameter, isBare, isOpen, pathWith, type Route } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { cookieOf } from '../bad-input/scene.ts'

const roles = ['partner owner', 'partner member', 'sales', 'finance', 'approver', 'admin', 'auditor'] as const satisfies readonly Role[]
const routes = allRoutes.filter((route) => !isBare(route))
const reads = routes.filter(({ method }) => method === 'GET')
const writes = routes.filter(({ method }) => method !== 'GET')
/** The route with an id that nobody has in place of each parameter. */
const pathOf = (route: Route) => pathWith(route, 'nobodys_000000')

let world: World
beforeEach(async () => {
  world = await createWorld()
})

/** Signed in once, with a second factor. */
async function cookieOfRole(role: (typeof roles)[number]): Promise<string> {
  return cookieOf(world, await havePerson(role))
}

async function havePerson(role: (typeof roles)[number]): Promise<{ kind: 'member' | 'staff'; id: string }> {
  if (role === 'partner owner') return (await havePartner(world)).owner
  if (role === 'partner member') return haveMember(world, (await havePartner(world)).id)
  return haveStaff(world, role satisfies StaffRole)
}

/** Asks each route in turn; gives those whose status is not as it should be, as one readable list. */
async function wrongAnswers(asked: Route[], options: Parameters<World['ask']>[1], isRight: (status: number) => boolean): Promise<string[]> {
  const wrong: string[] = []
  for (const route of asked) {
    const { status } = await world.ask(pathOf(route), { ...options, method: route.method })
    if (!isRight(status)) wrong.push(`${status} ${route.method} ${route.path}`)
  }
  return wrong
}

it('every route declares who may use it', () => {
  expect(routes.length).toBeGreaterThan(15)
  expect(routes.filter(({ roles: declared }) => declared.length === 0)).toEqual([])
})

describe.each(roles)('%s', (role) => {
  it('finds each page that is open to the role, and no other', async () => {
    const cookie = await cookieOfRole(role)
    const pages = reads.filter((route) => !hasParameter(route))

    const open = pages.filter((route) => isOpen(route, role))
    expect(await wrongAnswers(open, { headers: { cookie } }, (status) => status < 400)).toEqual([])
    const shut = pages.filter((route) => !isOpen(route, role))
    expect(await wrongAnswers(shut, { headers: { cookie } }, (status) => status === 404)).toEqual([])
  })

  it('finds no record that is not there', async () => {
    const cookie = await cookieOfRole(role)
    const records = reads.filter((route) => hasParameter(route) && !route.roles.includes('anyone'))

    expect(await wrongAnswers(records, { headers: { cookie } }, (status) => status === 404)).toEqual([])
  })

  it('can send nothing to a form that is shut to the role', async () => {
    const cookie = await cookieOfRole(role)
    const shut = writes.filter((route) => !isOpen(route, role))

    expect(await wrongAnswers(shut, { form: {}, headers: { cookie } }, (status) => status === 404)).toEqual([])
  })

  it.each([
    ['an empty form', {}],
    ['fields nobody knows', { nonsense: 'x'.repeat(2000), act: "'; drop table", amount: '-1e400', id: '\u0000', currency: 'xxx' }],
  ])('gets a sentence, never a fault, for %s', async (_case, form: Record<string, string>) => {
    const cookie = await cookieOfRole(role)
    const open = writes.filter((route) => isOpen(route, role))

    expect(await wrongAnswers(open, { form, headers: { cookie } }, (status) => status < 500)).toEqual([])
  })

  it('gets a sentence, never a fault, for a body that is no form', async () => {
    const cookie = await cookieOfRole(role)
    const open = writes.filter((route) => isOpen(route, role))
    const headers = { 'content-type': 'application/json', cookie }

    expect(await wrongAnswers(open, { body: '{"a":', headers }, (status) => status < 500)).toEqual([])
  })
})

describe('nobody who is signed in', () => {
  const shut = (asked: Route[]) => asked.filter((route) => !isOpen(route))

  it('is led to the sign-in page by every page', async () => {
    for (const route of shut(reads)) {
      const answer = await world.ask(pathOf(route))
      const next = encodeURIComponent(pathOf(route))
      expect([route.path, answer.status, answer.headers.get('location')]).toEqual([route.path, 303, `/sign-in?next=${next}`])
    }
  })

  it('can send nothing', async () => {
    expect(await wrongAnswers(shut(writes), { form: {} }, (status) => status === 401)).toEqual([])
  })
})

describe('another site', () => {
  it.each([
    ['a cross-site form', { 'sec-fetch-site': 'cross-site' }],
    ['a form of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['a form of an old browser, of another origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['a form without any origin', { 'sec-fetch-site': '' }],
  ])('sends %s in vain to every address', async (_case, headers) => {
    const cookie = await cookieOfRole('admin')
    expect(await wrongAnswers(writes, { form: {}, headers: { ...headers, cookie } }, (status) => status === 403)).toEqual([])
  })
})
