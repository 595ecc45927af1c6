import { sql } from 'drizzle-orm'
import { links } from '../../schema/tracking.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { notActive } from './create-link.ts'
import { forgetLink } from './link-cache.ts'
import { codesFor } from './rules.ts'
import { type ListedLink, readLinks, shortened } from './rules-many.ts'
import type { NewLinks } from './shapes.ts'
import { findPartnerForLink, isActivePartner, listTakenCodes } from './store.ts'

type CreatedLinks = { ok: true } | { ok: false; problems: string[] }

/**
 * Makes the links of a list: all of them, or none and what is wrong with which line. The same form again makes none twice.
 *
 * @throws Refusal wrong_state for a partner that is not active
 */
export async function createLinks(deps: Deps, maker: { id: string; partnerId: string }, { act, list }: NewLinks): Promise<CreatedLinks> {
  const { db, settings } = deps
  const read = readLinks(list, settings.allowedHosts)
  if (!read.ok) return read
  const partner = await findPartnerForLink(db, maker.partnerId)
  if (partner?.status !== 'active') throw notActive()
  if (await findAct(db, act)) return { ok: true }

  const rows = read.links.map((link) => ({ ...link, code: link.code || codeFor(deps, partner.name, link) }))
  const taken = await takenIn(deps, rows)
  if (taken.length > 0) return { ok: false, problems: shortened(taken) }
  try {
    await store(deps, maker, act, rows)
  } catch (error) {
    if (!wasRefused(error)) throw error
    if (await findAct(db, act)) return { ok: true }
    const now = await takenIn(deps, rows)
    if (now.length === 0) throw notActive()
    return { ok: false, problems: shortened(now) }
  }
  for (const { code } of rows) forgetLink(code)
  return { ok: true }
}

/** The partner's name and the tag, and by chance a little more, for nobody shall have to look for a free one two hundred times. */
const codeFor = ({ newId }: Deps, name: string, { campaign }: ListedLink): string => {
  const [stem = 'link'] = codesFor(name, null)
  return `${[stem, campaign.replaceAll(/[^A-Za-z0-9_-]/g, '-')].filter(Boolean).join('-').slice(0, 50)}-${newId('lnk').slice(-6)}`
}

async function takenIn({ db }: Deps, rows: readonly ListedLink[]): Promise<string[]> {
  const taken = await listTakenCodes(
    db,
    rows.map(({ code }) => code),
  )
  return rows.flatMap(({ line, code }) =>
    taken.has(code.toLowerCase()) ? [`Line ${line}: the code “${code}” is taken. Choose another one.`] : [],
  )
}

async function store(deps: Deps, maker: { id: string; partnerId: string }, act: string, rows: readonly ListedLink[]): Promise<void> {
  const { db, settings, newId, now } = deps
  const at = now()
  const own = new URL(settings.portalOrigin).host
  const stored = JSON.stringify(
    rows.map(({ code, host, path, campaign }) => [
      newId('lnk'),
      code,
      host ? 'redirect' : 'introduction',
      host ?? own,
      path,
      campaign || null,
    ]),
  )
  await db.batch([
    actOnce(db, act, 'links', at),
    ...holdsNow(db, isActivePartner(maker.partnerId)),
    db.insert(links).select(
      // The columns in their order; the last is when it was archived.
      sql`select j.value ->> 0, ${maker.partnerId}, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5,
        ${maker.id}, cast(${at.getTime()} as integer), null from json_each(${stored}) j`,
    ),
    trail(db, {
      at,
      actor: maker.id,
      act: 'links.created',
      subject: maker.partnerId,
      partnerId: maker.partnerId,
      detail: { codes: rows.map(({ code }) => code) },
    }),
  ])
}
