import { links } from '../../../schema/tracking.ts'
import { newClickId, signClickId } from '../../../worker/tracking/click-id.ts'
import type { World } from '../../support/world.ts'

/** A link of the partner as it is stored, to the company's start page unless told otherwise. */
export async function haveLink(world: World, partnerId: string, overrides: Partial<typeof links.$inferInsert> = {}) {
  const { db, now, newId } = world.deps
  const id = newId('lnk')
  const link = {
    id,
    partnerId,
    code: id.replace('_', '-'),
    kind: 'redirect' as const,
    destinationHost: 'www.wrenmarch.example',
    destinationPath: '/',
    campaign: null,
    createdBy: 'mem_seed',
    createdAt: now(),
    ...overrides,
  }
  await db.insert(links).values(link)
  return link
}

/** A signed click id as a visitor of the link would carry it, clicked now. */
export const haveClickId = (world: World, link: { id: string; partnerId: string }): string => {
  const clickId = newClickId(world.now(), world.deps.newId('clk'))
  return signClickId(world.deps.settings.signingKeys, { clickId, linkId: link.id, partnerId: link.partnerId, rulesVersion: 1 })
}

/** Headers of a person's browser that follows a link. */
export const browser = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'cross-site',
}

/** The click id of a redirect's address, or null. */
export const referralOf = (answer: Response): string | null =>
  new URL(answer.headers.get('location') ?? '', 'https://nowhere.invalid').searchParams.get('goodword_referral')
