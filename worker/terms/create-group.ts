import type { AttributionModel } from '../../schema/terms.ts'
import { findAct } from '../acts.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { insertGroup, listVersions, type Minimum } from './store.ts'

export type NewGroup = { act: string; name: string; windowDays: number; model: AttributionModel; minimums: Minimum[]; like: string }

const defaultHoldDays = 30

/**
 * Makes a group with a first version: a copy of another group's newest, or one under which nothing earns yet. A double click makes one.
 *
 * @returns the group's id
 * @throws Refusal invalid when the group to copy is not there
 */
export async function createGroup({ db, now, newId }: Deps, { act, like, ...group }: NewGroup, actor: string): Promise<string> {
  const done = await findAct(db, act)
  if (done) return done
  const [model] = like ? await listVersions(db, like) : []
  if (like && !model) throw new Refusal('invalid', 'Choose a group of the list, or none.')
  const first = { id: newId('trm'), holdDays: model?.holdDays ?? defaultHoldDays, rates: model?.rates ?? {} }
  const id = newId('grp')
  try {
    await insertGroup(db, { ...group, id, first }, actor, now(), act)
  } catch (error) {
    const other = wasRefused(error) ? await findAct(db, act) : undefined
    if (!other) throw error
    return other
  }
  return id
}
