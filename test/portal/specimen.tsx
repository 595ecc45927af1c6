import type { Child } from 'hono/jsx'
import { Layout, type LayoutProps } from '../../portal/layout.tsx'
import { ProblemPage } from '../../portal/pages/problem-page.tsx'
import { Introduce } from './specimen/introduce.tsx'
import { Overview } from './specimen/overview.tsx'
import { Run } from './specimen/run.tsx'

const partnerNav = ['Overview', 'Links', 'Introduce', 'Prospects', 'Earnings', 'Payouts', 'Get paid', 'Our relationship', 'Members']
const staffNav = [
  { label: 'Sales', links: ['Pipeline', 'Introductions', 'Deals', 'Partners'] },
  { label: 'Finance', links: ['Owed', 'Commissions', 'Payout runs', 'Reconciliation', 'Ledger'] },
  { label: 'Admin', links: ['Groups and terms', 'People', 'Audit trail'] },
]
const linksOf = (labels: string[], current: string) => labels.map((label) => ({ href: '#', label, current: label === current }))

const common = { programme: 'Northwind', version: 'specimen', footer: [{ href: '#', label: 'What we hold about you' }] }
const home = (current: string): LayoutProps => ({
  ...common,
  audience: 'home',
  viewer: { name: 'Ada Winter', role: 'Ada Consulting' },
  nav: [{ links: linksOf(partnerNav, current) }],
})
const desk: LayoutProps = {
  ...common,
  audience: 'desk',
  environment: 'local',
  viewer: { name: 'Noor Haddad', role: 'Approver' },
  nav: staffNav.map(({ label, links }) => ({ label, links: linksOf(links, 'Payout runs') })),
}

const documentOf = (layout: LayoutProps, page: Child): string => `<!DOCTYPE html>${<Layout {...layout}>{page}</Layout>}`

/** Every component on pages as they are meant to look: for the tests, and to look at. */
export const specimens: Record<string, string> = {
  home: documentOf(home('Overview'), <Overview />),
  desk: documentOf(desk, <Run />),
  form: documentOf(home('Introduce'), <Introduce />),
  problem: documentOf({ ...common, audience: 'home' }, <ProblemPage status={500} requestId="req_01hq8w3zk9" />),
}
