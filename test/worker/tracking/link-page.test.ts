import { expect, it } from 'vitest'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { browser, haveLink } from './fixtures.ts'

it('a link’s page tells its tags apart and gives its QR code as a picture', async () => {
  const world = await createWorld()
  const partner = await havePartner(world, { name: 'Ostervane Textiles' })
  const link = await haveLink(world, partner.id, { code: 'ada' })
  const visits = ['?c=fair', '?c=fair', '?c=mail', '']
  for (const [index, query] of visits.entries())
    await world.ask(`/r/ada${query}`, { headers: { ...browser, 'cf-connecting-ip': `10.0.0.${index}` } })
  await world.settle()

  const page = await (await world.ask(`/links/${link.id}`, { as: partner.owner })).text()
  const picture = await world.ask(`/links/${link.id}/qr.png`, { as: partner.owner })

  expect(page).toMatch(/By campaign tag.*fair.*2 clicks.*mail.*1 click/s)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect([...new Uint8Array(await picture.arrayBuffer()).subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG')
})
