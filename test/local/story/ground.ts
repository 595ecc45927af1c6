import { staffRoleGrants, staff as staffTable } from '../../../schema/people.ts'
import { groupMinimums, groups, termsVersions } from '../../../schema/terms.ts'
import { addPerson } from '../../../worker/identity/people.ts'
import { admin, staff } from './cast.ts'
import type { Chapter, Teller } from './chapter.ts'

/** What an administrator sets up by hand before anybody can sign in: people of staff, and the first terms of two groups. */
export const ground: Chapter[] = [
  { name: 'staff', day: -540, isGround: true, tell: hireStaff },
  { name: 'groups', day: -540, isGround: true, tell: foundGroups },
]

/** The first administrator is put there by whoever sets up the portal; the others she adds herself. */
async function hireStaff({ deps, names }: Teller): Promise<void> {
  const { db, now, newId } = deps
  const id = newId('stf')
  names[admin.key] = id
  await db.batch([
    db.insert(staffTable).values({ id, name: admin.name, email: admin.email, active: true, createdAt: now() }),
    db.insert(staffRoleGrants).values({ staffId: id, role: 'admin', grantedBy: id, grantedAt: now() }),
  ])
  for (const { key, name, email, roles } of staff) {
    names[key] = await addPerson(deps, { id, name: admin.name }, { act: newId('act'), name, email, roles })
  }
}

async function foundGroups({ deps, names }: Teller): Promise<void> {
  const { db, now, newId } = deps
  const standard = newId('grp')
  const trade = newId('grp')
  Object.assign(names, { standard, trade })
  const minimum = { currency: 'eur', minimumPayoutMinor: 2_500 } as const
  const version = { version: 1, effectiveAt: now(), createdBy: names.hanneke ?? '', createdAt: now() }
  const share = (rateBps: number) => ({ rateBps, duration: 'life' }) as const
  await db.batch([
    db.insert(groups).values([
      { id: standard, name: 'Standard', windowDays: 60, model: 'first_touch', createdAt: now() },
      { id: trade, name: 'Trade', windowDays: 90, model: 'last_touch', createdAt: now() },
    ]),
    db.insert(groupMinimums).values(
      [standard, trade].flatMap((groupId) => [
        { groupId, ...minimum },
        { groupId, ...minimum, currency: 'gbp' as const },
        { groupId, ...minimum, currency: 'usd' as const },
      ]),
    ),
    db.insert(termsVersions).values([
      {
        ...version,
        id: newId('trm'),
        groupId: standard,
        holdDays: 30,
        rates: {
          one_off: share(1_000),
          flat_fee: share(1_000),
          retainer: { rateBps: 1_000, duration: 'months', months: 12 },
          hour_pool: share(700),
          performance: share(1_200),
          warranty: share(500),
        },
      },
      {
        ...version,
        id: newId('trm'),
        groupId: trade,
        holdDays: 45,
        rates: {
          one_off: share(1_500),
          flat_fee: share(1_500),
          retainer: share(1_500),
          hour_pool: share(1_500),
          performance: share(1_500),
          warranty: share(1_500),
        },
      },
    ]),
  ])
}
