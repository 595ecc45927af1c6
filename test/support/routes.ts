import { createApp } from '../../worker/app.tsx'
import { policyOf, type Role } from '../../worker/identity/policy.ts'

/** A path and method of the real app, and the roles that it declares. */
export type Route = { method: string; path: string; roles: readonly Role[] }

/** Every route of the real app; `app.use` lines are no routes. */
export const routes: readonly Route[] = (() => {
  const found = new Map<string, Route>()
  for (const { method, path, handler } of createApp(() => Promise.reject() as never).routes) {
    if (method === 'ALL') continue
    const before = found.get(`${method} ${path}`)?.roles ?? []
    found.set(`${method} ${path}`, { method, path, roles: [...before, ...(policyOf(handler) ?? [])] })
  }
  return [...found.values()]
})()

/** What visitors, Stripe and the platform call lies before sign-in and the check of the origin. */
export const isBare = ({ path }: Route): boolean => /^\/(r|up|webhooks|api|goodword|goodword\.js|sponsors\.json)(\/|$)/.test(path)

export const isOpen = ({ roles: declared }: Route, role?: Role): boolean =>
  declared.includes('anyone') || (role !== undefined && declared.includes(role))

const parameter = /:\w+(\{[^}]*\})?\??/g

export const hasParameter = ({ path }: Route): boolean => /[:*]/.test(path)

/** The route's path with the same text in place of each parameter. */
export const pathWith = ({ path }: Route, text: string): string => path.replaceAll(parameter, () => text).replaceAll('*', 'nothing')
