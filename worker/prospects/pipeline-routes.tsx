import { Hono } from 'hono'
import { PipelinePage } from '../../portal/pages/pipeline-page.tsx'
import { ladderLevels } from '../../schema/ladder.ts'
import type { AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { listFunnel, listFunnelOfLevel, listMoves } from './store-ladder.ts'

/** How many prospects stand on each level, through whom, and what moved each quarter. */
export const pipeline = new Hono<AppEnv>().get('/', allow('sales', 'auditor'), async (c) => {
  const { db } = c.var.deps
  const level = ladderLevels.findIndex((_, index) => String(index + 1) === c.req.query('level')) + 1
  const [counts, moves, byPartner] = await Promise.all([listFunnel(db), listMoves(db), level > 0 ? listFunnelOfLevel(db, level) : []])
  const countOf = (each: number) => counts.find((row) => row.level === each)?.n ?? 0
  return c.render(
    <PipelinePage
      levels={ladderLevels.map((_, index) => ({ level: index + 1, n: countOf(index + 1) }))}
      unproven={countOf(0)}
      moves={moves}
      chosen={level > 0 ? { level, partners: byPartner } : undefined}
    />,
  )
})
