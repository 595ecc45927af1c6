import { listFigures } from '../../../worker/reports/store.ts'
import { haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'

/** A report's figures by quarter and what. */
export const figuresOf = async ({ deps }: World, report: string): Promise<Record<string, number>> =>
  Object.fromEntries((await listFigures(deps.db, report, '')).map(({ quarter, what, n }) => [[quarter, what].filter(Boolean).join(' '), n]))

export async function readReports(world: World, path = '/reports', role: 'sales' | 'admin' | 'auditor' | 'finance' = 'sales') {
  const answer = await world.ask(path, { as: await haveStaff(world, role) })
  return { status: answer.status, text: await answer.text() }
}
