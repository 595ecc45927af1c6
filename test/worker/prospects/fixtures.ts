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
export const haveClickId = (world: World, link: { id: string; partnerId: string }): Promise<string> => {
  const clickedAt = world.now()
  const clickId = newClickId(clickedAt, world.deps.newId('clk'))
  return signClickId(world.deps.settings.signingKeys, { clickId, linkId: link.id, partnerId: link.partnerId, clickedAt })
}
