import type { Handler, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, Viewer } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'

/** The roles of design.md 7, and `anyone` for a page that needs no sign-in. */
export type Role = 'anyone' | 'api key' | 'partner owner' | 'partner member' | 'sales' | 'finance' | 'approver' | 'admin' | 'auditor'

const policies = new WeakMap<MiddlewareHandler | Handler, readonly Role[]>()

/**
 * Declares who may use a route; stands right after its path. Nobody signed in is asked to sign in; a person of another role gets
 * what a missing page gets, so that nobody learns which pages exist.
 *
 * @throws Refusal sign_in_required, not_found
 */
export function allow(...roles: [Role, ...Role[]]): MiddlewareHandler<AppEnv> {
  const policy = createMiddleware<AppEnv>(async (c, next) => {
    const { viewer } = c.var
    if (!roles.includes('anyone')) {
      if (!viewer) throw new Refusal('sign_in_required', 'Please sign in to see this page.')
      if (!rolesOf(viewer).some((role) => roles.includes(role))) throw notFound()
    }
    if (viewer?.kind === 'member') c.set('member', viewer)
    if (viewer?.kind === 'staff') c.set('staff', viewer)
    await next()
  })
  return declare(policy, roles)
}

/** For who makes a policy of another kind: what stands in the table of all routes. */
export function declare(policy: MiddlewareHandler<AppEnv>, roles: readonly Role[]): MiddlewareHandler<AppEnv> {
  policies.set(policy, roles)
  return policy
}

export const rolesOf = (viewer: Viewer): readonly Role[] =>
  viewer.kind === 'staff' ? viewer.roles : viewer.role === 'owner' ? ['partner owner'] : ['partner member']

/** The roles a handler declares, if it is a policy. */
export const policyOf = (handler: MiddlewareHandler | Handler): readonly Role[] | undefined => policies.get(handler)
