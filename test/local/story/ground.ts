import { staffRoleGrants, staff as staffTable } from '../../../schema/people.ts'
import { addPerson } from '../../../worker/identity/people.ts'
import { insertGroup, insertVersion, type Minimum } from '../../../worker/terms/store.ts'
import { admin, staff } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'
import { standardFirst, standardSecond, trade } from './terms.ts'

/** What has to stand before anybody can work: people of staff, and the terms of two groups. */
export const ground: Chapter[] = [
  { name: 'staff', day: -540, isGround: true, tell: hireStaff },
  { name: 'groups', day: -540, isGround: true, tell: foundGroups },
]

/** Told where the terms change; a portal without the story gets them at once. */
export const newTerms: Chapter = { name: 'terms, version 2', day: -300, isGround: true, tell: publishSecondVersion }

/** The first administrator is put there by whoever sets up the portal; she adds the others herself. */
async function hireStaff({ deps, names }: Teller): Promise<void> {
  const { db, now, newId } = deps
  const id = newId('stf')
  names[admin.key] = id
  await db.batch([
    db.insert(staffTable).values({ id, name: admin.name, email: admin.email, active: true, createdAt: now() }),
    db.insert(staffRoleGrants).values({ staffId: id, role: 'admin', grantedBy: id, grantedAt: now() }),
  ])
  for (const { key, name, email, roles } of staff) {
    names[key] = await addPerson(deps, { id, name: admin.name, secondFactorAt: null }, { act: newId('act'), name, email, roles })
  }
}

const minimums: Minimum[] = (['eur', 'gbp', 'usd'] as const).map((currency) => ({ currency, minimumPayoutMinor: 2_500 }))

async function foundGroups({ deps, names }: Teller): Promise<void> {
  const { db, now, newId } = deps
  const admin = named(names, 'hanneke')
  const standardId = newId('grp')
  const tradeId = newId('grp')
  Object.assign(names, { standard: standardId, trade: tradeId })
  const standard = { id: standardId, name: 'Standard', windowDays: 60, model: 'first_touch' as const, minimums }
  await insertGroup(db, { ...standard, first: { id: newId('trm'), holdDays: 30, rates: standardFirst } }, admin, now())
  const other = { id: tradeId, name: 'Trade', windowDays: 90, model: 'last_touch' as const, minimums }
  await insertGroup(db, { ...other, first: { id: newId('trm'), holdDays: 45, rates: trade } }, admin, now())
}

async function publishSecondVersion({ deps, names }: Teller): Promise<void> {
  const { db, now, newId } = deps
  const version = { id: newId('trm'), groupId: named(names, 'standard'), version: 2, holdDays: 30, rates: standardSecond }
  await insertVersion(db, { ...version, effectiveAt: now(), createdBy: named(names, 'hanneke') }, now())
}
