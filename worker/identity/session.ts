import type { PersonKind } from '../../schema/people.ts'
import type { Deps } from '../deps.ts'
import type { AppContext, Viewer } from '../env.ts'

/** Who is signed in, by the cookie's session; roles come from D1 on each request. */
export async function findViewer(_c: AppContext): Promise<Viewer | undefined> {
  return undefined
}

/** Starts a session and gives its cookie as `name=value`; the caller sets it or, in a test, sends it. */
export async function startSession(
  _deps: Deps,
  _person: { kind: PersonKind; id: string },
  _options: { userAgent: string; secondFactorAt?: Date },
): Promise<{ sessionId: string; cookie: string }> {
  return { sessionId: '', cookie: '' }
}
