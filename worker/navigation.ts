import type { NavGroup } from '../portal/components/navigation.tsx'
import type { StaffRole } from '../schema/people.ts'
import type { Viewer } from './env.ts'

type Entry = { href: string; label: string }

const partnerEntries: readonly (Entry & { ownerOnly?: true })[] = [
  { href: '/', label: 'Overview' },
  { href: '/links', label: 'Links' },
  { href: '/introductions/new', label: 'Introduce somebody' },
  { href: '/prospects', label: 'Prospects' },
  { href: '/earnings', label: 'Earnings' },
  { href: '/payouts', label: 'Payouts' },
  { href: '/get-paid', label: 'Get paid', ownerOnly: true },
  { href: '/members', label: 'Members', ownerOnly: true },
]

const staffAreas: readonly { label: string; roles: readonly StaffRole[]; entries: readonly Entry[] }[] = [
  { label: 'Programme', roles: ['sales', 'finance', 'approver', 'admin', 'auditor'], entries: [{ href: '/', label: 'Overview' }] },
  {
    label: 'Sales',
    roles: ['sales', 'auditor'],
    entries: [
      { href: '/prospects', label: 'Prospects' },
      { href: '/deals', label: 'Deals' },
      { href: '/partners', label: 'Partners' },
    ],
  },
  {
    label: 'Finance',
    roles: ['finance', 'approver', 'auditor'],
    entries: [
      { href: '/runs', label: 'Payout runs' },
      { href: '/commissions', label: 'Commissions' },
      { href: '/ledger', label: 'Ledger' },
      { href: '/stops', label: 'Stop switch' },
    ],
  },
  {
    label: 'Administration',
    roles: ['admin', 'auditor'],
    entries: [
      { href: '/terms', label: 'Groups and terms' },
      { href: '/people', label: 'People and roles' },
      { href: '/audit', label: 'Audit trail' },
    ],
  },
]

/** What a person may open, in the order of the work; the page they are on is marked. */
export function navigationOf(viewer: Viewer, path: string): NavGroup[] {
  const marked = ({ href, label }: Entry) => ({ href, label, current: isOn(path, href) })
  if (viewer.kind === 'member') {
    return [{ links: partnerEntries.filter((entry) => !entry.ownerOnly || viewer.role === 'owner').map(marked) }]
  }
  return staffAreas
    .filter(({ roles }) => roles.some((role) => viewer.roles.includes(role)))
    .map(({ label, entries }) => ({ label, links: entries.map(marked) }))
}

const isOn = (path: string, href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))

export const roleInWords = (viewer: Viewer): string => (viewer.kind === 'member' ? `Partner ${viewer.role}` : viewer.roles.join(', '))
