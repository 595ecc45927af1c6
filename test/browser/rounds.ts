import { missingPage, type Stage, signIn } from './stage.ts'
import type { Visitor } from './visitor.ts'

type Round = { name: string; path: string /** The first link in the page's own part whose address matches. */; follow?: RegExp }

const ofOwner: Round[] = [
  { name: 'links', path: '/links' },
  { name: 'link-archival', path: '/links', follow: /^\/links\/lnk_\w+$/ },
  { name: 'members', path: '/members' },
  { name: 'asks', path: '/asks' },
  { name: 'relationship-of-partner', path: '/relationship' },
  { name: 'own-terms', path: '/earnings/terms' },
  { name: 'statements', path: '/payouts/statements' },
]
const ofFinance: Round[] = [
  { name: 'commission', path: '/commissions', follow: /^\/commissions\/com_/ },
  { name: 'run-payout', path: '/runs', follow: /^\/runs\/run_/ },
  { name: 'ledger-account', path: '/ledger/accounts/paid:eur' },
  { name: 'stops', path: '/stops' },
  { name: 'restore', path: '/restore' },
  { name: 'adjustments', path: '/ledger/adjustments' },
  { name: 'reconciliation', path: '/reconciliation' },
  { name: 'breaks', path: '/reconciliation/breaks' },
]
const ofAdmin: Round[] = [
  { name: 'overview-admin', path: '/' },
  { name: 'people', path: '/people' },
  { name: 'person', path: '/people', follow: /^\/people\/stf_/ },
  { name: 'terms', path: '/terms' },
  { name: 'group', path: '/terms', follow: /^\/terms\/grp_/ },
  { name: 'discounts', path: '/discounts' },
  { name: 'clauses', path: '/clauses' },
  { name: 'reports', path: '/reports' },
  { name: 'coverage', path: '/reports/coverage' },
  { name: 'audit', path: '/audit' },
  { name: 'caps', path: '/caps' },
  { name: 'holidays', path: '/holidays' },
  { name: 'inbox', path: '/inbox' },
  { name: 'event', path: '/inbox', follow: /^\/inbox\/evt_/ },
  { name: 'setup', path: '/setup' },
  { name: 'account', path: '/account' },
]

/** The pages that the job does not pass by, once there is something on them. */
export async function lookAround(stage: Stage, people: { owner: Visitor; finance: Visitor; admin: Visitor }): Promise<void> {
  for (const round of ofOwner) await goRound(stage, people.owner, round)
  for (const round of ofFinance) await goRound(stage, people.finance, round)
  await signIn(stage, people.admin)
  for (const round of ofAdmin) await goRound(stage, people.admin, round)
  await goRound(stage, people.admin, { name: 'nothing-here', path: missingPage })
}

async function goRound(stage: Stage, visitor: Visitor, { name, path, follow }: Round): Promise<void> {
  const { page } = visitor
  await page.goto(stage.addresses.portal + path)
  if (follow) {
    const addresses = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    const found = addresses.find((address) => follow.test(address))
    if (!found) throw new Error(`${path} has no link like ${follow}`)
    await page.goto(stage.addresses.portal + found)
  }
  if (name === 'link-archival') await page.getByRole('link', { name: 'Archive' }).click()
  if (name === 'run-payout') await page.getByRole('table', { name: 'Planned payouts' }).getByRole('link').first().click()
  await stage.see(visitor, name)
}
