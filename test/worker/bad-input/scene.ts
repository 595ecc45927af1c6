import { startSession } from '../../../worker/identity/session.ts'
import { haveGroup, haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'

type Person = { kind: 'member' | 'staff'; id: string; email: string; name: string }
export type Sender = { path: string; cookie: string }
export type Scene = Awaited<ReturnType<typeof setScene>>

/** A world with a group, a partner with two people, and two of each role that has to be different people. */
export async function setScene(world: World) {
  const group = await haveGroup(world)
  const partner = await havePartner(world, { groupId: group.id, name: 'Halyard' })
  return {
    world,
    group,
    partner,
    people: {
      owner: partner.owner,
      member: await haveMember(world, partner.id),
      sales: await haveStaff(world, 'sales'),
      finance: await haveStaff(world, 'finance'),
      otherFinance: await haveStaff(world, 'finance'),
      approver: await haveStaff(world, 'approver'),
      admin: await haveStaff(world, 'admin'),
      otherAdmin: await haveStaff(world, 'admin'),
      auditor: await haveStaff(world, 'auditor'),
    },
    act: () => world.deps.newId('act'),
  }
}

export type Who = keyof Scene['people']

/** The cookie of a session that proved a second factor just now. */
export const cookieOf = async (world: World, person: Pick<Person, 'kind' | 'id'>): Promise<string> =>
  (await startSession(world.deps, person, { userAgent: 'test', secondFactorAt: world.now() })).cookie

/** Sends a form as a browser would, with what a test puts in its place. */
export const send = (world: World, { path, cookie }: Sender, body: BodyInit | undefined, headers: Record<string, string> = {}) =>
  world.ask(path, { method: 'POST', headers: { ...(cookie && { cookie }), ...headers }, ...(body !== undefined && { body }) })
