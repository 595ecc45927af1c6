import type { NavGroup } from '../portal/components/navigation.tsx'
import type { StaffRole } from '../schema/people.ts'
import type { Viewer } from './env.ts'

type Entry = { href: string; label: string }
/** The roles are those of the page's own route: nobody is shown what answers them like a missing page. */
type StaffEntry = Entry & { roles: readonly StaffRole[] }

const everybody: readonly StaffRole[] = ['sales', 'finance', 'approver', 'admin', 'auditor']

type PartnerEntry = Entry & { ownerOnly?: true }

const partnerAreas: readonly { label?: string; entries: readonly PartnerEntry[] }[] = [
  { entries: [{ href: '/', label: 'Overview' }] },
  {
    label: 'Refer',
    entries: [
      { href: '/links', label: 'Links' },
      { href: '/promotion-codes', label: 'Codes' },
      { href: '/introductions/new', label: 'Introduce somebody' },
      { href: '/prospects', label: 'Prospects' },
      { href: '/registrations', label: 'Registrations' },
      { href: '/claims', label: 'Claims' },
    ],
  },
  {
    label: 'Your money',
    entries: [
      { href: '/earnings', label: 'Earnings' },
      { href: '/payouts', label: 'Payouts' },
      { href: '/get-paid', label: 'Get paid', ownerOnly: true },
    ],
  },
  {
    label: 'Together',
    entries: [
      { href: '/relationship', label: 'Our relationship' },
      { href: '/asks', label: 'What we were asked' },
      { href: '/members', label: 'Members', ownerOnly: true },
    ],
  },
]

const sales: readonly StaffRole[] = ['sales', 'auditor']
const salesAndAdmin: readonly StaffRole[] = ['sales', 'admin', 'auditor']
const bargainers: readonly StaffRole[] = ['sales', 'finance', 'approver', 'admin', 'auditor']
const payers: readonly StaffRole[] = ['finance', 'approver', 'auditor']

const staffAreas: readonly { label?: string; entries: readonly StaffEntry[] }[] = [
  { entries: [{ href: '/', label: 'Overview', roles: everybody }] },
  {
    label: 'To decide',
    entries: [
      { href: '/registrations', label: 'Registrations', roles: sales },
      { href: '/claims', label: 'Claims', roles: ['sales', 'finance', 'auditor'] },
      { href: '/signals', label: 'Signals', roles: ['sales', 'finance', 'admin', 'auditor'] },
    ],
  },
  {
    label: 'Selling',
    entries: [
      { href: '/prospects', label: 'Prospects', roles: sales },
      { href: '/pipeline', label: 'Pipeline', roles: sales },
      { href: '/proposals', label: 'Proposals', roles: bargainers },
      { href: '/deals', label: 'Deals', roles: sales },
      { href: '/reports', label: 'Reports', roles: salesAndAdmin },
    ],
  },
  {
    label: 'Partners',
    entries: [
      { href: '/partners', label: 'Partners', roles: ['sales', 'finance', 'admin', 'auditor'] },
      { href: '/promotion-codes', label: 'Promotion codes', roles: salesAndAdmin },
      { href: '/site', label: 'Your own site', roles: salesAndAdmin },
      { href: '/imports', label: 'Import', roles: ['sales', 'admin'] },
    ],
  },
  {
    label: 'Customers',
    entries: [
      { href: '/customers', label: 'Customers', roles: sales },
      { href: '/engagements', label: 'Engagements', roles: sales },
      { href: '/surveys', label: 'Surveys', roles: salesAndAdmin },
      { href: '/invitations', label: 'Invitations', roles: sales },
    ],
  },
  {
    label: 'References',
    entries: [
      { href: '/references', label: 'References', roles: sales },
      { href: '/agreements', label: 'Agreements', roles: bargainers },
      { href: '/obligations', label: 'Obligations due', roles: ['sales', 'finance', 'approver', 'auditor'] },
      { href: '/grants', label: 'Permissions', roles: salesAndAdmin },
      { href: '/quotes', label: 'Quotes', roles: salesAndAdmin },
      { href: '/clauses', label: 'Reference clauses', roles: salesAndAdmin },
    ],
  },
  {
    label: 'Finance',
    entries: [
      { href: '/runs', label: 'Payout runs', roles: payers },
      { href: '/commissions', label: 'Commissions', roles: payers },
      { href: '/vendor-fees', label: 'Vendor fees', roles: ['finance', 'auditor'] },
      { href: '/ledger', label: 'Ledger', roles: payers },
      { href: '/reconciliation', label: 'Reconciliation', roles: payers },
    ],
  },
  {
    label: 'Safety',
    entries: [
      { href: '/stops', label: 'Stop switch', roles: payers },
      { href: '/caps', label: 'Caps', roles: ['finance', 'approver', 'admin', 'auditor'] },
      { href: '/restore', label: 'Restore', roles: ['finance', 'approver', 'admin', 'auditor'] },
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
  { label: 'You', entries: [{ href: '/account', label: 'Your account', roles: everybody }] },
]

/** What a person may open, in the order of the work; the page they are on is marked. */
export const navigationOf = (viewer: Viewer, path: string): NavGroup[] =>
  areasOf(viewer)
    .map(({ label, entries }) => ({
      label,
      links: entries.map(({ href, label: text }) => ({ href, label: text, current: isOn(path, href) })),
    }))
    .filter(({ links }) => links.length > 0)

type Area = { label?: string; entries: readonly Entry[] }

function areasOf(viewer: Viewer): Area[] {
  if (viewer.kind === 'member') {
    return partnerAreas.map((area) => ({ ...area, entries: area.entries.filter((entry) => !entry.ownerOnly || viewer.role === 'owner') }))
  }
  const isFor = ({ roles }: StaffEntry) => roles.some((role) => viewer.roles.includes(role))
  return staffAreas.map((area) => ({ ...area, entries: area.entries.filter(isFor) }))
}

const isOn = (path: string, href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))

export const roleInWords = (viewer: Viewer): string => (viewer.kind === 'member' ? `Partner ${viewer.role}` : viewer.roles.join(', '))
