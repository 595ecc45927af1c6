import type { Child } from 'hono/jsx'

type ProgressProps = {
  label: string
  done: number
  total: number
  /** More than numbers: what failed, what is left, what to do. */
  children?: Child
}

const count = new Intl.NumberFormat('en-US')

/** A bar with its numbers: `120 of 400`. */
export const Progress = ({ label, done, total, children }: ProgressProps) => (
  <div class="progress">
    <p class="progress__line">
      <span>{label}</span>
      <span class="progress__numbers">
        {count.format(done)} of {count.format(total)}
      </span>
    </p>
    <progress class="progress__bar" value={done} max={Math.max(total, 1)} aria-label={label} />
    {children && <div class="progress__note">{children}</div>}
  </div>
)

type LiveRegionProps = {
  id: string
  /** Seconds between two looks; absent once nothing changes any more. */
  every?: number | undefined
  children?: Child
}

/** A part of the page that renews itself while it has `every`. Without a script it is as fresh as the page. */
export const LiveRegion = ({ id, every, children }: LiveRegionProps) => (
  <live-region id={id} class="live-region" every={every} role="status">
    {children}
  </live-region>
)
