import { Hono } from 'hono'
import { WallPage } from '../../portal/pages/wall-page.tsx'
import type { AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { listShown, type Shown } from './wall.ts'

/** The hosted wall, for anybody. */
export const wall = new Hono<AppEnv>().get('/', allow('anyone'), async (c) => {
  const { deps } = c.var
  const [onWall, quotes] = await Promise.all([listShown(deps, 'wall'), listShown(deps, 'quote')])
  const known = new Set(onWall.map(({ text }) => text))
  return c.render(
    <WallPage
      programme={deps.settings.companyName}
      shown={[...onWall, ...quotes.filter(({ text }) => !known.has(text))]}
      origin={deps.settings.portalOrigin}
    />,
    {
      audience: 'home',
    },
  )
})

/** The same for other sites: any of them may read it, and nobody may keep it, so that a withdrawal is at once. Mounted before the page headers. */
export const sponsorsJson = new Hono<AppEnv>().get('/', allow('anyone'), async (c) => {
  const { deps } = c.var
  const [sponsors, quotes] = await Promise.all([listShown(deps, 'wall'), listShown(deps, 'quote')])
  c.header('access-control-allow-origin', '*')
  c.header('cross-origin-resource-policy', 'cross-origin')
  c.header('cache-control', 'no-store')
  c.header('x-content-type-options', 'nosniff')
  return c.json({ company: deps.settings.companyName, sponsors: sponsors.map(forOthers), quotes: quotes.map(forOthers) })
})

const forOthers = ({ kind, company, person, text, logo, benefit }: Shown) => ({
  kind,
  company,
  person,
  text: kind === 'quote' ? text : null,
  logo: kind === 'logo' ? logo : null,
  benefit_disclosed: benefit,
})
