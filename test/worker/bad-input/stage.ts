import type { World } from '../../support/world.ts'
import type { FormRow } from './form-row.ts'
import { cookieOf, type Sender, setScene } from './scene.ts'

export type Stage = Sender & { form: Record<string, string> }

/** A world in which the row's form works, and whoever sends it. */
export async function setStage(world: World, row: FormRow): Promise<Stage> {
  const scene = await setScene(world)
  const { path, form, cookie } = await row.ready(scene)
  await world.settle()
  return { path, form, cookie: cookie ?? (row.as === 'nobody' ? '' : await cookieOf(world, scene.people[row.as])) }
}
