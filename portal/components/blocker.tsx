import { Badge } from './badge.tsx'
import { Instant } from './instant.tsx'

export type NamedBlocker = { words: string; detail: string | null; until: Date | null }

/** Green, or the one thing that keeps a partner from being paid. */
export const Blocker = ({ blocker }: { blocker: NamedBlocker | undefined }) =>
  blocker ? (
    <>
      <Badge tone="warn">{blocker.words}</Badge>
      {blocker.until && (
        <span class="soft">
          {' '}
          until <Instant at={blocker.until} />
        </span>
      )}
      {blocker.detail && !/^[a-z]+(_[a-z]+)+$/.test(blocker.detail) && <span class="soft"> {blocker.detail}</span>}
    </>
  ) : (
    <Badge tone="good">Can be paid</Badge>
  )
