import { eq, sql } from 'drizzle-orm'
import { commissions } from '../../../schema/commissions.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { haveWonDeal } from '../deals/fixtures.ts'

export const evidence = 'I named you to their buyer at the fair, and she wrote to you the same week.'

export const said = (world: World, kind: 'missing' | 'wrong_partner' | 'wrong_amount', about: Record<string, string> = {}) => ({
  act: world.deps.newId('act'),
  kind,
  company: '',
  domain: '',
  evidence,
  link: '',
  ...about,
})

export const memberOf = ({ id, owner }: Awaited<ReturnType<typeof havePartner>>) => ({ id: owner.id, partnerId: id })

export const staffOf = async (world: World, ...roles: Parameters<typeof haveStaff> extends [World, ...infer Roles] ? Roles : never) => ({
  ...(await haveStaff(world, ...roles)),
  roles,
})

export const yes = { answer: 'accepted', reason: 'Your mail to their buyer came first.' } as const

export const no = { answer: 'refused', reason: 'The registration won: it was accepted before you wrote.' } as const

export const statuses = async (world: World, partnerId: string) =>
  (await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partnerId)).orderBy(commissions.id)).map(
    ({ amountMinor, status }) => [amountMinor, status],
  )

/** A company that pays, whose credit is one partner's, and another partner that says it brought it. */
export async function haveContested(world: World) {
  const made = await haveWonDeal(world)
  await world.deps.db.run(sql`update prospects set domain = 'copsedale.example', company = 'Copsedale Printworks'`)
  const claimant = await havePartner(world)
  const [sales, other, finance] = [await staffOf(world, 'sales'), await staffOf(world, 'sales'), await staffOf(world, 'finance')]
  const claim = () => submitClaim(world.deps, memberOf(claimant), said(world, 'missing', { domain: 'www.copsedale.example' }))
  return { ...made, claimant, sales, other, finance, claim }
}
