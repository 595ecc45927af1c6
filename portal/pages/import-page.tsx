import type { Child } from 'hono/jsx'
import { ListForm, type ListFormProps } from '../components/list-form.tsx'
import { PageHead } from '../components/page-head.tsx'

type ImportPageProps = ListFormProps & { title: string; lead: string; back: { href: string; label: string }; children?: Child }

/** A list of one kind, to be looked at before anything of it is stored. */
export const ImportPage = ({ title, lead, back, children, ...form }: ImportPageProps) => (
  <div class="narrow stack">
    <PageHead title={title} lead={lead} back={back} />
    {children}
    <ListForm {...form} />
  </div>
)
