import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { answerVisit, type VisitDeps } from './answer-visit.ts'
import { findLink } from './find-link.ts'
import { recallLink } from './link-cache.ts'
import { isCode } from './rules.ts'
import { answerUnknownLink } from './unknown-link.tsx'

/** What visitors call, for a link that this isolate does not know yet, and for everything that is no link. */
export const redirect = new Hono<AppEnv>().get('/:code', allow('anyone'), async (c) => {
  const { deps } = c.var
  const code = c.req.param('code')
  const link = isCode(code) ? await findLink(deps, code.toLowerCase()) : null
  const { raw: request, method, url } = c.req
  const visit = { request, method, url, at: deps.now() }
  return (link && answerVisit(deps, link, visit, c.executionCtx)) ?? answerUnknownLink(c)
})

/**
 * The same answer for a link that this isolate knows, before any routing: it asks D1 nothing and its click nothing but memory.
 * Undefined: the route has to look. What `depsOf` gives is used for many requests.
 */
export function answerKnownLink(
  depsOf: (env: Bindings) => VisitDeps,
  request: Request,
  env: Bindings,
  context: Pick<ExecutionContext, 'waitUntil'>,
): Response | undefined {
  const { method, url } = request
  const code = codeIn(method, url)
  if (code === undefined) return undefined
  const deps = depsOf(env)
  const at = deps.now()
  const link = recallLink(code, at)
  return link ? answerVisit(deps, link, { request, method, url, at }, context) : undefined
}

const folder = '/r/'

/** In lower case. Cut out by hand: parsing the address costs more than the rest of the answer. */
function codeIn(method: string, url: string): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const path = url.indexOf('/', url.indexOf('//') + 2)
  if (path < 0 || !url.startsWith(folder, path)) return undefined
  const end = url.indexOf('?', path)
  return url.slice(path + folder.length, end < 0 ? undefined : end).toLowerCase()
}
