import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Look, Seen } from './worker.ts'

/** A page as a role sees it: what D1 read for it, and what a first visit loads, compressed. */
export type Visit = {
  role: string
  route: string
  path: string
  read: number
  bytes: number
  scriptBytes: number
  statements: Seen['statements']
}

/** `searches`: lists that are asked for once more, narrowed. */
export type Visitor = { role: string; as?: Look['as']; from: readonly string[]; searches?: readonly string[] }

/** The routes of the app, each with what its paths look like. */
export type Pages = readonly { route: string; pattern: RegExp }[]

export const pagesOf = (routes: readonly string[]): Pages =>
  routes.map((route) => ({
    route,
    pattern: new RegExp(`^${route.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`),
  }))

/** From the pages of the navigation to one page of every kind that a link leads to; files are no pages. */
export async function visitAll(visitor: Visitor, pages: Pages, look: (path: string, as: Look['as']) => Promise<Seen>): Promise<Visit[]> {
  const waiting = [...visitor.from]
  const searches = [...(visitor.searches ?? [])]
  const visited = new Set<string>()
  const visits: Visit[] = []
  const next = () => waiting.shift() ?? searches.shift()
  for (let path = next(); path !== undefined; path = next()) {
    const [plain = '', query = ''] = path.split(/[?#]/)
    const page = pages.find(({ pattern }) => pattern.test(plain))?.route
    const route = page && visitor.searches?.includes(path) ? `${page}?${query}` : page
    if (!route || visited.has(route)) continue
    visited.add(route)
    const seen = await look(path, visitor.as)
    if (seen.status >= 500) throw new Error(`${visitor.role} ${path}: ${seen.status} ${seen.body.slice(0, 2_000)}`)
    if (seen.status !== 200 || !seen.type.includes('text/html')) continue
    visits.push({ role: visitor.role, route, path, read: seen.read, ...weightOf(seen.body), statements: seen.statements })
    waiting.push(...linksIn(seen.body))
  }
  return visits
}

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a [^>]*href="(\/[^"]*)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .filter((href) => !href.startsWith('//'))

/** The page with every style and script that it names, as a browser without a cache loads it. */
function weightOf(html: string): { bytes: number; scriptBytes: number } {
  const scripts = assetsIn(html, /<script[^>]*src="(\/assets\/[^"]+)"/g)
  const styles = assetsIn(html, /<link[^>]*href="(\/assets\/[^"]+\.css)[^"]*"/g)
  const scriptBytes = sum(scripts)
  return { bytes: gzipSync(html).length + sum(styles) + scriptBytes, scriptBytes }
}

const sum = (paths: readonly string[]) =>
  paths.reduce((all, path) => all + gzipSync(readFileSync(join('portal/public', path.split('?')[0] ?? ''))).length, 0)
const assetsIn = (html: string, named: RegExp): string[] => [...new Set([...html.matchAll(named)].map(([, path = '']) => path))]
