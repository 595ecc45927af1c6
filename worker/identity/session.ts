import type { PersonKind } from '../../schema/people.ts'
import { recordVisit } from '../attribution/member-visits.ts'
import type { Deps } from '../deps.ts'
import type { AppContext, Viewer } from '../env.ts'
import { readSessionCookie, sessionCookie } from './cookies.ts'
import { isLive, isSeenAnew, sessionEnd } from './rules.ts'
import { findSession, insertSession, type NewSession, touchSession } from './session-store.ts'
import { readSessionToken, signSession } from './session-token.ts'

/** Who is signed in, by the cookie's session; person and roles come from D1 on each request, in one statement. */
export async function findViewer(c: AppContext): Promise<Viewer | undefined> {
  const { db, now, settings } = c.var.deps
  const token = readSessionCookie(c)
  const at = now()
  const id = token && (await readSessionToken(settings, token, at))
  const found = id ? await findSession(db, id) : undefined
  if (!found || !isLive(found.session, at)) return undefined

  const { session, member, staff, roles } = found
  if (isSeenAnew(session.lastSeenAt, at)) {
    await touchSession(db, session.id, at)
    if (member) await recordVisit(c, member.id)
  }
  const facts = { sessionId: session.id, secondFactorAt: session.secondFactorAt }
  if (member) return { kind: 'member', ...member, ...facts }
  return staff ? { kind: 'staff', ...staff, roles, ...facts } : undefined
}

type SessionOptions = { userAgent: string; secondFactorAt?: Date }

/** Starts a session and gives its cookie as `name=value`; the caller sets it or, in a test, sends it. */
export async function startSession(
  deps: Deps,
  person: { kind: PersonKind; id: string },
  options: SessionOptions,
): Promise<{ sessionId: string; cookie: string }> {
  const { session, token } = await draftSession(deps, person, options)
  await insertSession(deps.db, session)
  return { sessionId: session.id, cookie: `${sessionCookie}=${token}` }
}

/** A session that is not stored yet, and the token its cookie will carry. */
export async function draftSession(
  { newId, now, settings }: Pick<Deps, 'newId' | 'now' | 'settings'>,
  person: { kind: PersonKind; id: string },
  { userAgent, secondFactorAt }: SessionOptions,
): Promise<{ session: NewSession; token: string }> {
  const at = now()
  const session = {
    id: newId('ses'),
    personKind: person.kind,
    personId: person.id,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: sessionEnd(person.kind, at),
    secondFactorAt: secondFactorAt ?? null,
    userAgent: userAgent.slice(0, 300),
  }
  return { session, token: await signSession(settings, session) }
}
