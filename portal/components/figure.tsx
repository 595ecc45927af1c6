import type { Child } from 'hono/jsx'

type FigureProps = {
  label: string
  /** The value: `<Money>`, a count or a word. Two currencies are two values side by side, never a sum. */
  value: Child
  note?: Child
}

/** The one big number of a page. */
export const Figure = ({ label, value, note }: FigureProps) => (
  <div class="figure">
    <p class="figure__label">{label}</p>
    <p class="figure__value">{value}</p>
    {note && <p class="figure__note">{note}</p>}
  </div>
)

/** Several smaller figures in a row. */
export const FigureRow = ({ figures }: { figures: readonly FigureProps[] }) => (
  <ul class="figure-row">
    {figures.map((each) => (
      <li class="figure-row__item">
        <Figure {...each} />
      </li>
    ))}
  </ul>
)
