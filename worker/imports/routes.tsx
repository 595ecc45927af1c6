import { Hono } from 'hono'
import { ImportsPage } from '../../portal/pages/imports-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { answerImport, answerPreview, renderImport } from './answer.tsx'
import { linkImport } from './links.ts'

/** What the company brings along from the tool it used before. */
export const imports = new Hono<AppEnv>()
  .get('/', allow('sales', 'admin'), (c) => c.render(<ImportsPage />))
  .get('/links', allow('sales', 'admin'), (c) => renderImport(c, linkPages(c)))
  .post('/links/preview', allow('sales', 'admin'), (c) => answerPreview(c, linkPages(c)))
  .post('/links', allow('sales', 'admin'), (c) => answerImport(c, linkPages(c), c.var.staff))

const back = { href: '/imports', label: 'Import' } as const

function linkPages(c: AppContext) {
  const [host = 'www.example.com'] = c.var.deps.settings.allowedHosts
  return {
    kind: linkImport,
    words: ['link', 'links'],
    title: 'Import links',
    lead: 'Old codes stay as they are, so that addresses that are out there (?via=code) go on counting.',
    example: `code,partner,destination\nada,Ostervane Textiles,https://${host}/pricing\nada-fair,Ostervane Textiles,`,
    hint: 'The first line names the columns. A partner is named by its name or its id. Without a destination the link leads to the introduction page.',
    action: '/imports/links',
    back,
  } as const
}
