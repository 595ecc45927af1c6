import type { Child } from 'hono/jsx'
import { Button } from './button.tsx'

type FiltersProps = {
  /** The list's own address; the filters become its query. */
  action: string
  /** Where `Clear` leads, shown while a filter is set. */
  clearHref?: string | undefined
  children?: Child
}

/** Narrows a list by a GET form of fields, so each view has an address. */
export const Filters = ({ action, clearHref, children }: FiltersProps) => (
  <form class="filters" method="get" action={action} novalidate>
    {children}
    <div class="filters__buttons">
      <Button>Show</Button>
      {clearHref && (
        <a class="button button--quiet" href={clearHref}>
          Clear
        </a>
      )}
    </div>
  </form>
)
