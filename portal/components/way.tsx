import { type Child, createContext, useContext } from 'hono/jsx'

/** Whether whoever looks may open an address of ours; set around every page. */
export const Reach = createContext<(href: string) => boolean>(() => true)

type WayProps = { href: string; children?: Child }

/** A way to a page that others of the staff may see: for who may not, its words alone, for nobody is led to a missing page. */
export const Way = ({ href, children }: WayProps) => (useContext(Reach)(href) ? <a href={href}>{children}</a> : <span>{children}</span>)

/** The same where nothing is to be read without it. */
export const WayOnly = ({ href, children }: WayProps) => (useContext(Reach)(href) ? <a href={href}>{children}</a> : null)

/** A line of a list of ways. */
export const WayItem = ({ href, children }: WayProps) =>
  useContext(Reach)(href) ? (
    <li>
      <a href={href}>{children}</a>
    </li>
  ) : null
