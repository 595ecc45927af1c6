import { createContext, useContext } from 'hono/jsx'

/** Whose programme this is; set around every page. */
export const Programme = createContext('')

/** The document's title: the page, then the programme, for somebody with many tabs. */
export const PageTitle = ({ title }: { title: string }) => {
  const programme = useContext(Programme)
  return <title>{programme && !title.includes(programme) ? `${title} · ${programme}` : title}</title>
}
