import { type Link, links } from '../../schema/tracking.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { assert, Refusal, type RefusalStatus } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { forgetLink } from './link-cache.ts'
import { codesFor } from './rules.ts'
import { type Destination, readDestination } from './rules-destination.ts'
import type { NewLink } from './shapes.ts'
import { findOwnerOfCode, findPartnerForLink, isActivePartner, listTakenCodes } from './store.ts'

type Maker = { id: string; partnerId: string }
type CreatedLink = { ok: true; linkId: string } | { ok: false; field: 'destination' | 'code'; problem: string; status: RefusalStatus }

type CodeTaken = Extract<CreatedLink, { ok: false }>

/**
 * Makes a link with the chosen code, or with the nicest free one of the partner's name. A code that anybody ever had is taken for good.
 *
 * @throws Refusal wrong_state for a partner that is not active
 */
export async function createLink(deps: Deps, maker: Maker, wanted: NewLink): Promise<CreatedLink> {
  const destination = destinationOf(deps, wanted)
  if (!destination.ok) return { ok: false, field: 'destination', problem: destination.problem, status: 422 }
  const partner = await findPartnerForLink(deps.db, maker.partnerId)
  if (partner?.status !== 'active') throw notActive()

  const codes = wanted.code ? [wanted.code] : await freeCodes(deps, codesFor(partner.name, wanted.campaign || null))
  for (const code of codes) {
    const linkId = await tryCode(deps, maker, wanted, destination, code)
    if (linkId) return { ok: true, linkId }
  }
  return codeTaken(deps, maker, wanted.code)
}

export const notActive = () => new Refusal('wrong_state', 'Your company’s account is not active, so it cannot make links now.')

/** The stored parts of a link to the introduction page are never followed: it leads wherever the portal is. */
function destinationOf({ settings }: Deps, { kind, destination }: NewLink) {
  if (kind === 'redirect') return readDestination(destination, settings.allowedHosts)
  return { ok: true as const, host: new URL(settings.portalOrigin).host, path: '/' }
}

async function freeCodes({ db, newId }: Deps, codes: readonly string[]): Promise<string[]> {
  const taken = await listTakenCodes(db, codes)
  const chance = newId('lnk').slice(-6)
  return [...codes.filter((code) => !taken.has(code)).slice(0, 3), `${codes[0] ?? 'link'}-${chance}`]
}

/** The new link's id, or what came of the same form before; undefined when the code is taken. */
async function tryCode(deps: Deps, maker: Maker, wanted: NewLink, { host, path }: Destination, code: string): Promise<string | undefined> {
  const { db } = deps
  const at = deps.now()
  const link: Link = {
    id: deps.newId('lnk'),
    partnerId: maker.partnerId,
    code,
    kind: wanted.kind,
    destinationHost: host,
    destinationPath: path,
    campaign: wanted.campaign || null,
    createdBy: maker.id,
    createdAt: at,
    archivedAt: null,
  }
  try {
    await db.batch([
      actOnce(db, wanted.act, link.id, at),
      ...holdsNow(db, isActivePartner(maker.partnerId)),
      db.insert(links).values(link),
      trail(db, {
        at,
        actor: maker.id,
        act: 'link.created',
        subject: link.id,
        partnerId: maker.partnerId,
        detail: { code, kind: link.kind, host },
      }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    return findAct(db, wanted.act)
  }
  forgetLink(code)
  return link.id
}

async function codeTaken({ db }: Deps, maker: Maker, code: string): Promise<CodeTaken> {
  assert(code, 'a made code that is free is found')
  const owner = await findOwnerOfCode(db, code)
  if (!owner) throw notActive()
  const problem =
    owner === maker.partnerId
      ? 'You have used this code before, and a code is never used twice. Choose another one.'
      : 'This code is taken. Choose another one.'
  return { ok: false, field: 'code', problem, status: 409 }
}
