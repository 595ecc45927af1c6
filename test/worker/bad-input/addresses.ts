import { commissions } from '../../../schema/commissions.ts'
import { hasParameter, isBare, type Route, routes } from '../../support/routes.ts'
import { forms } from './forms.ts'
import { cookieOf, type Scene, type Who } from './scene.ts'
import { haveSubmittedRun } from './states.ts'

/** An address of the app that names a record which is there, and whoever may open it, if that takes a cookie of its own. */
export type Address = { route: Route; path: string; cookie?: string | undefined }

const partsOf = (path: string) => path.split('/')
const fits = (pattern: string, path: string): boolean => {
  const [wanted, found] = [partsOf(pattern), partsOf(path)]
  return wanted.length === found.length && wanted.every((part, place) => part.startsWith(':') || part === found[place])
}

/** The form's own route has a parameter wherever the page has one: `/partners/acceptance` names no partner. */
const namesRecord = (page: string, form: string): boolean =>
  partsOf(page).every((part, place) => part.startsWith(':') === (partsOf(form)[place] ?? '').startsWith(':'))

/** Records that no form names. */
async function haveRecords(scene: Scene): Promise<Record<string, string>> {
  const { runId } = await haveSubmittedRun(scene)
  const [commission] = await scene.world.deps.db.select({ id: commissions.id }).from(commissions)
  return {
    '/runs/:id': `/runs/${runId}`,
    '/runs/:id/payouts.csv': `/runs/${runId}/payouts.csv`,
    '/earnings/:id': `/earnings/${commission?.id}`,
    '/ledger/accounts/:account': `/ledger/accounts/avail:${scene.partner.id}:usd`,
    '/ledger/years/:year/totals.csv': '/ledger/years/2026/totals.csv',
    '/terms/:id/versions/new': `/terms/${scene.group.id}/versions/new`,
    '/partners/:id/statements': `/partners/${scene.partner.id}/statements`,
  }
}

/** Makes what every form of the app needs, in one world; gives all pages that this opens, and where the forms go. */
export async function haveAddresses(scene: Scene): Promise<{ pages: Address[]; targets: (Address & { form: Record<string, string> })[] }> {
  const records = await haveRecords(scene)
  const targets: (Address & { form: Record<string, string> })[] = []
  for (const [name, row] of Object.entries(forms)) {
    const route = routes.find(({ method, path }) => `${method} ${path}` === name)
    // What one form needs may stand in another's way: a stop, a second version that waits. Those have their own test.
    const ready = await Promise.resolve(row.ready(scene)).catch(() => undefined)
    if (route && ready) targets.push({ route, ...ready })
  }
  await scene.world.settle()
  const gets = routes.filter((route) => route.method === 'GET' && !isBare(route))
  const pages = gets.flatMap((route): Address[] => {
    if (!hasParameter(route)) return [{ route, path: route.path }]
    const length = partsOf(route.path).length
    if (records[route.path]) return [{ route, path: records[route.path] ?? '' }]
    const found = targets.find(
      ({ route: form, path }) => namesRecord(route.path, form.path) && fits(route.path, partsOf(path).slice(0, length).join('/')),
    )
    return found ? [{ route, path: partsOf(found.path).slice(0, length).join('/'), cookie: found.cookie }] : []
  })
  return { pages, targets }
}

const whoByRole: Record<string, Who> = {
  'partner owner': 'owner',
  'partner member': 'member',
  sales: 'sales',
  finance: 'finance',
  approver: 'approver',
  admin: 'admin',
  auditor: 'auditor',
}

/** A cookie for each role, and none for nobody. */
export async function cookiesOf({ world, people }: Scene): Promise<Map<string, string>> {
  const cookies = new Map<string, string>([['anyone', '']])
  for (const [role, who] of Object.entries(whoByRole)) cookies.set(role, await cookieOf(world, people[who]))
  return cookies
}

/** Whether a person of that role may open an address of ours. */
export function mayOpen(role: string, href: string): boolean {
  const path = new URL(href, 'https://portal.example').pathname
  const fitting = routes.filter(
    (route) => route.method === 'GET' && fits(route.path.replace(/\/$/, '') || '/', path.replace(/\/$/, '') || '/'),
  )
  // A route without a parameter comes before one that takes anything.
  const [first] = fitting.toSorted((one, other) => Number(hasParameter(one)) - Number(hasParameter(other)))
  return first === undefined ? /^\/(assets|site)\//.test(path) : first.roles.includes('anyone') || first.roles.some((each) => each === role)
}
