import type { FormState } from '../../portal/components/form-state.ts'
import { NamedErasurePage } from '../../portal/pages/erasure-page.tsx'
import { NamedPage } from '../../portal/pages/named-page.tsx'
import type { AppContext } from '../env.ts'
import { isOfProspect, type Named, readNamed } from './named.ts'
import { findRegistrationLink } from './private-link.ts'
import { roleForPerson } from './words-roles.ts'

/** What a private link of a person shows whom registrations alone name. */
export async function findNamed(c: AppContext): Promise<Named | undefined> {
  const { db, now } = c.var.deps
  const link = await findRegistrationLink(db, c.req.param('token') ?? '', now())
  return link && readNamed(db, link)
}

const pathOf = (c: AppContext) => `/me/${c.req.param('token')}`

export const renderNamed = (c: AppContext, { registrations }: Named) =>
  c.render(
    <NamedPage
      programme={c.var.deps.settings.companyName}
      path={pathOf(c)}
      registrations={registrations.map((registration) => ({ ...registration, part: partOf(registration) }))}
    />,
    { audience: 'home' },
  )

/** In the words that a person reads of itself (domain.md A6), whatever the partner ticked. */
const partOf = ({ me }: Named['registrations'][number]): string =>
  `${roleForPerson([{ role: me.role, veto: false }])}${me.confidence === 'guess' ? ', a guess' : ''}`

export const renderNamedErasure = (c: AppContext, { email, registrations }: Named, form?: FormState) =>
  c.render(
    <NamedErasurePage
      programme={c.var.deps.settings.companyName}
      path={pathOf(c)}
      name={registrations[0]?.me.name ?? email}
      count={registrations.length}
      isOfCompany={registrations.some(isOfProspect)}
      form={form}
    />,
    { status: form ? 422 : 200, audience: 'home' },
  )

/** What that person downloads. */
export const namedForDownload = ({ email, registrations }: Named, holder: string) => ({
  held_by: holder,
  you: { email },
  registrations: registrations.map((registration) => {
    const { partnerName, submittedAt, company, domain, need, scope, nextStep, status, me, colleagues } = registration
    return {
      by: partnerName,
      on: submittedAt,
      status,
      company,
      domain,
      need,
      about: scope,
      next_step: nextStep,
      you: { name: me.name, email: me.email, title: me.title, role: partOf(registration) },
      others: colleagues.map(({ name }) => name),
    }
  }),
})
