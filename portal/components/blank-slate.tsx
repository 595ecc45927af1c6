import type { Child } from 'hono/jsx'

/** In place of an empty list: what will be here, and in `action` the one thing to do for it (a button or a link). */
export const BlankSlate = ({ title, action, children }: { title: string; action?: Child; children?: Child }) => (
  <div class="blank-slate">
    <p class="blank-slate__title">{title}</p>
    {children && <div class="blank-slate__text">{children}</div>}
    {action && <div class="blank-slate__action">{action}</div>}
  </div>
)
