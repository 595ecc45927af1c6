import { type Child, useContext } from 'hono/jsx'
import { oneStop } from './one-stop.ts'
import { PageTitle } from './page-title.tsx'
import { Reach } from './way.tsx'

type PageHeadProps = {
  title: string
  /** A sentence under the title. */
  lead?: Child
  /** A badge beside the title. */
  state?: Child
  /** Buttons at the end of the title's line; on a phone under the sentence. */
  actions?: Child
  /** The list this page belongs to. */
  back?: { href: string; label: string } | undefined
}

/** The head of a page: its only `h1`, and the document's title with it. */
export const PageHead = ({ title, lead, state, actions, back }: PageHeadProps) => (
  <header class="page-head">
    <PageTitle title={title} />
    {back && useContext(Reach)(back.href) && (
      <a class="page-head__back" href={back.href}>
        {back.label}
      </a>
    )}
    <div class="page-head__line">
      <h1 class="page-head__title">{title}</h1>
      {state}
    </div>
    {lead && <p class="page-head__lead">{typeof lead === 'string' ? oneStop(lead) : lead}</p>}
    {actions && <div class="page-head__actions">{actions}</div>}
  </header>
)
