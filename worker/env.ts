import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ApiKey } from '../schema/api.ts'
import type { MemberRole, StaffRole } from '../schema/people.ts'
import type { Deps } from './deps.ts'

export type SignedInMember = {
  kind: 'member'
  id: string
  partnerId: string
  name: string
  email: string
  role: MemberRole
  /** Why its partner is paused, if it is. */
  pausedBecause?: string | null
}
export type SignedInStaff = { kind: 'staff'; id: string; name: string; email: string; roles: readonly StaffRole[] }
export type SessionFacts = { sessionId: string; secondFactorAt: Date | null }

/** Who is looking, if anybody is signed in. */
export type Viewer = (SignedInMember | SignedInStaff) & SessionFacts

/** `member` and `staff` are set by `allow(…)`: read the one that the route's policy lets in, or `viewer` where both may. */
export type AppEnv = {
  Bindings: Bindings
  Variables: {
    deps: Deps
    requestId: string
    viewer: Viewer | undefined
    /** Whether whoever looks may open a page of ours. */
    mayOpen: (href: string) => boolean
    member: SignedInMember & SessionFacts
    staff: SignedInStaff & SessionFacts
    /** Of the API: set by `allowKey(…)`. */
    key: ApiKey
  }
}

export type AppContext = Context<AppEnv>

declare module 'hono' {
  interface ContextRenderer {
    // biome-ignore lint/style/useShorthandFunctionType: an interface is how Hono lets its renderer be typed.
    (page: Child, options?: { audience?: 'home' | 'desk'; status?: ContentfulStatusCode }): Response | Promise<Response>
  }
}
