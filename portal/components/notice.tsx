import type { Child } from 'hono/jsx'
import type { Tone } from './badge.tsx'

type NoticeProps = {
  tone?: Tone | undefined
  title?: string | undefined
  /** What to do about it: a link or a button. */
  action?: Child
  children?: Child
}

/** A message in the page: what happened and what to do. A `bad` one is announced at once. */
export const Notice = ({ tone = 'plain', title, action, children }: NoticeProps) => (
  <div class={tone === 'plain' ? 'notice' : `notice notice--${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {title && <p class="notice__title">{title}</p>}
    {children && <div class="notice__text">{children}</div>}
    {action && <div class="notice__action">{action}</div>}
  </div>
)
