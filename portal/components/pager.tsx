type PagerProps = {
  /** Address of the newer page, of the older one: absent at an end. */
  newerHref?: string | undefined
  olderHref?: string | undefined
}

/** Pages by cursor. Draws nothing when everything fits on one. */
export const Pager = ({ newerHref, olderHref }: PagerProps) =>
  newerHref || olderHref ? (
    <nav class="pager" aria-label="Pages">
      {newerHref ? (
        <a class="button button--small" href={newerHref} rel="prev">
          Newer
        </a>
      ) : (
        <span />
      )}
      {olderHref && (
        <a class="button button--small" href={olderHref} rel="next">
          Older
        </a>
      )}
    </nav>
  ) : null
