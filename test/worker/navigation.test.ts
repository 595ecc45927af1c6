import { expect, it } from 'vitest'
import { type StaffRole, staffRoles } from '../../schema/people.ts'
import type { Viewer } from '../../worker/env.ts'
import { navigationOf } from '../../worker/navigation.ts'
import { routes } from '../support/routes.ts'

const viewer = (...roles: StaffRole[]): Viewer => ({
  kind: 'staff',
  id: 'stf_1',
  name: 'S',
  email: 's@x.example',
  roles,
  sessionId: 'ses_1',
  secondFactorAt: null,
})
const shown = (...roles: StaffRole[]) => navigationOf(viewer(...roles), '/').flatMap(({ links }) => links.map(({ href }) => href))

it.each(staffRoles)('%s is shown only pages that are open to it', (role) => {
  const open = routes.filter(({ method, roles }) => method === 'GET' && roles.includes(role)).map(({ path }) => path)

  expect(shown(role).filter((href) => !open.includes(href))).toEqual([])
  expect(shown(role)).toContain('/')
})

it('admins find the partners, the events and the set-up check', () => {
  expect(shown('admin')).toEqual(expect.arrayContaining(['/partners', '/inbox', '/setup']))
  expect(shown('sales')).not.toContain('/inbox')
})

it('shows no area in which nothing is, and each entry once to somebody with several roles', () => {
  expect(navigationOf(viewer('sales'), '/').map(({ label }) => label)).toEqual([
    undefined,
    'To decide',
    'Selling',
    'Partners',
    'Customers',
    'References',
    'You',
  ])
  const all = shown('sales', 'finance', 'admin', 'auditor')
  expect(new Set(all).size).toBe(all.length)
})
