import type { Child } from 'hono/jsx'
import { Button } from './button.tsx'
import { SelectField } from './select-field.tsx'

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

type StateFilterProps<State extends string> = {
  name?: string
  value: string | undefined
  states: readonly State[]
  wordOf: (state: State) => string
}

/** In a list's filters: which state is shown, all of them at first. */
export const StateFilter = <State extends string>({ name = 'status', value = '', states, wordOf }: StateFilterProps<State>) => (
  <SelectField
    name={name}
    label="State"
    optional
    emptyLabel="All"
    value={value}
    options={states.map((state) => ({ value: state, label: wordOf(state) }))}
  />
)
