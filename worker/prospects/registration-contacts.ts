import { eq, sql } from 'drizzle-orm'
import { buyingRoles } from '../../schema/customers.ts'
import { contacts } from '../../schema/prospects.ts'
import type { RegistrationPerson } from '../../schema/registrations.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import type { ToDecide } from './decide-registration.ts'

/**
 * Statements for the batch that accepts: the other people whom the partner named become contacts, unless the prospect has them by
 * address already, and what each has to say is kept as the partner knows or guesses it.
 */
export async function peopleStatements(deps: Deps, prospectId: string, { registration, parts }: ToDecide, at: Date): Promise<Statement[]> {
  const { db, newId } = deps
  const [contact, ...others] = parts.people
  const rows = await db.select({ email: contacts.email }).from(contacts).where(eq(contacts.prospectId, prospectId)).limit(500)
  const known = new Set([contact?.email, ...rows.map(({ email }) => email)])
  const added = others.filter(({ email }) => email === null || !known.has(email)).map((person) => ({ person, id: newId('con') }))
  const idOf = new Map(added.map(({ person, id }) => [person.n, id]))
  return [
    ...added.map(({ person: { name, email, title }, id }) =>
      db.insert(contacts).values({ id, prospectId, name, email, title, namedBy: registration.partnerId, createdAt: at }),
    ),
    ...parts.people
      .filter(({ role }) => role !== 'unknown')
      .map((person) => roleStatement(deps, { prospectId, memberId: registration.memberId, contactId: idOf.get(person.n) }, person, at)),
  ]
}

type Whose = { prospectId: string; memberId: string; contactId: string | undefined }

/** What staff noted of a person before stays as it is. */
const roleStatement = ({ db, newId }: Deps, { prospectId, memberId, contactId }: Whose, person: RegistrationPerson, at: Date): Statement =>
  db.insert(buyingRoles).select(
    sql`select ${newId('rol')}, ${prospectId}, c.id, null, ${person.role}, 0, ${person.confidence}, null, 0, null, ${memberId}, cast(${at.getTime()} as integer)
          from contacts c where c.prospect_id = ${prospectId} and ${contactId ? sql`c.id = ${contactId}` : sql`c.email = ${person.email}`}
          and not exists (select 1 from buying_roles b where b.contact_id = c.id) order by c.created_at, c.id limit 1`,
  )
