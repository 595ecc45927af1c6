/** Longer ids lose their middle: the prefix says what it is, the end tells two apart. */
const shorten = (id: string): string => (id.length <= 14 ? id : `${id.slice(0, 7)}…${id.slice(-5)}`)

/** An id or code in the mono stack, shortened in the middle and whole in its title. */
export const ShortId = ({ id }: { id: string }) => (
  <code class="short-id" title={id}>
    {shorten(id)}
  </code>
)
