import type { NavGroup } from '../portal/components/navigation.tsx'
import type { StaffRole } from '../schema/people.ts'
import type { Viewer } from './env.ts'

type Entry = { href: string; label: string }
/** The roles are those of the page's own route: nobody is shown what answers them like a missing page. */
type StaffEntry = Entry & { roles: readonly StaffRole[] }

const everybody: readonly StaffRole[] = ['sales', 'finance', 'approver', 'admin', 'auditor']

const partnerEntries: readonly (Entry & { ownerOnly?: true })[] = [
  { href: '/', label: 'Overview' },
  { href: '/links', label: 'Links' },
  { href: '/promotion-codes', label: 'Codes' },
  { href: '/introductions/new', label: 'Introduce somebody' },
  { href: '/prospects', label: 'Prospects' },
  { href: '/registrations', label: 'Registrations' },
  { href: '/claims', label: 'Claims' },
  { href: '/earnings', label: 'Earnings' },
  { href: '/asks', label: 'What we were asked' },
  { href: '/payouts', label: 'Payouts' },
  { href: '/relationship', label: 'Our relationship' },
  { href: '/get-paid', label: 'Get paid', ownerOnly: true },
  { href: '/members', label: 'Members', ownerOnly: true },
]

const staffAreas: readonly { label: string; entries: readonly StaffEntry[] }[] = [
  {
    label: 'Programme',
    entries: [
      { href: '/', label: 'Overview', roles: everybody },
      { href: '/account', label: 'Your account', roles: everybody },
    ],
  },
  {
    label: 'Sales',
    entries: [
      { href: '/prospects', label: 'Prospects', roles: ['sales', 'auditor'] },
      { href: '/registrations', label: 'Registrations', roles: ['sales', 'auditor'] },
      { href: '/claims', label: 'Claims', roles: ['sales', 'finance', 'auditor'] },
      { href: '/pipeline', label: 'Pipeline', roles: ['sales', 'auditor'] },
      { href: '/reports', label: 'Reports', roles: ['sales', 'admin', 'auditor'] },
      { href: '/customers', label: 'Customers', roles: ['sales', 'auditor'] },
      { href: '/engagements', label: 'Engagements', roles: ['sales', 'auditor'] },
      { href: '/invitations', label: 'Invitations', roles: ['sales', 'auditor'] },
      { href: '/deals', label: 'Deals', roles: ['sales', 'auditor'] },
      { href: '/site', label: 'Your own site', roles: ['sales', 'admin', 'auditor'] },
      { href: '/references', label: 'References', roles: ['sales', 'auditor'] },
      { href: '/proposals', label: 'Proposals', roles: ['sales', 'finance', 'approver', 'admin', 'auditor'] },
      { href: '/agreements', label: 'Agreements', roles: ['sales', 'finance', 'approver', 'admin', 'auditor'] },
      { href: '/grants', label: 'Permissions', roles: ['sales', 'admin', 'auditor'] },
      { href: '/surveys', label: 'Surveys', roles: ['sales', 'admin', 'auditor'] },
      { href: '/quotes', label: 'Quotes', roles: ['sales', 'admin', 'auditor'] },
      { href: '/clauses', label: 'Reference clauses', roles: ['sales', 'admin', 'auditor'] },
      { href: '/obligations', label: 'Obligations due', roles: ['sales', 'finance', 'approver', 'auditor'] },
      { href: '/promotion-codes', label: 'Promotion codes', roles: ['sales', 'admin', 'auditor'] },
      { href: '/partners', label: 'Partners', roles: ['sales', 'finance', 'admin', 'auditor'] },
      { href: '/signals', label: 'Signals', roles: ['sales', 'finance', 'admin', 'auditor'] },
    ],
  },
  {
    label: 'Finance',
    entries: [
      { href: '/runs', label: 'Payout runs', roles: ['finance', 'approver', 'auditor'] },
      { href: '/commissions', label: 'Commissions', roles: ['finance', 'approver', 'auditor'] },
      { href: '/vendor-fees', label: 'Vendor fees', roles: ['finance', 'auditor'] },
      { href: '/ledger', label: 'Ledger', roles: ['finance', 'approver', 'auditor'] },
      { href: '/reconciliation', label: 'Reconciliation', roles: ['finance', 'approver', 'auditor'] },
      { href: '/stops', label: 'Stop switch', roles: ['finance', 'approver', 'auditor'] },
      { href: '/restore', label: 'Restore', roles: ['finance', 'approver', 'admin', 'auditor'] },
      { href: '/caps', label: 'Caps', roles: ['finance', 'approver', 'admin', 'auditor'] },
    ],
  },
  {
    label: 'Administration',
    entries: [
      { href: '/terms', label: 'Groups and terms', roles: ['admin', 'auditor'] },
      { href: '/discounts', label: 'Discounts', roles: ['admin', 'auditor'] },
      { href: '/people', label: 'People and roles', roles: ['admin', 'auditor'] },
      { href: '/keys', label: 'API keys', roles: ['admin', 'auditor'] },
      { href: '/holidays', label: 'Holidays', roles: ['admin', 'auditor'] },
      { href: '/inbox', label: 'Events of Stripe', roles: ['finance', 'admin', 'auditor'] },
      { href: '/setup', label: 'Set-up check', roles: ['admin', 'auditor'] },
      { href: '/audit', label: 'Audit trail', roles: ['admin', 'auditor'] },
    ],
  },
]

/** What a person may open, in the order of the work; the page they are on is marked. */
export function navigationOf(viewer: Viewer, path: string): NavGroup[] {
  const marked = ({ href, label }: Entry) => ({ href, label, current: isOn(path, href) })
  if (viewer.kind === 'member') {
    return [{ links: partnerEntries.filter((entry) => !entry.ownerOnly || viewer.role === 'owner').map(marked) }]
  }
  const isFor = ({ roles }: StaffEntry) => roles.some((role) => viewer.roles.includes(role))
  return staffAreas
    .map(({ label, entries }) => ({ label, links: entries.filter(isFor).map(marked) }))
    .filter(({ links }) => links.length > 0)
}

const isOn = (path: string, href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))

export const roleInWords = (viewer: Viewer): string => (viewer.kind === 'member' ? `Partner ${viewer.role}` : viewer.roles.join(', '))
