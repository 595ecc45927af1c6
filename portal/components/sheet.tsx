import type { Child } from 'hono/jsx'

type SheetProps = {
  title?: string | undefined
  /** Stands at the end of the title's line: a link or a badge. */
  aside?: Child
  id?: string | undefined
  children?: Child
}

/** A card of paper with a hairline around it, one matter each. */
export const Sheet = ({ title, aside, id, children }: SheetProps) => (
  <section class="sheet" id={id}>
    {(title || aside) && (
      <header class="sheet__head">
        {title && <h2 class="sheet__title">{title}</h2>}
        {aside && <div class="sheet__aside">{aside}</div>}
      </header>
    )}
    {children}
  </section>
)
