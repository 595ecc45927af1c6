import { Hono } from 'hono'
import type { ShownLine } from '../../portal/components/import-lines.tsx'
import { WithoutCustomer } from '../../portal/components/without-customer.tsx'
import { ImportsPage } from '../../portal/pages/imports-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { listGroupChoices } from '../partners/store-people.ts'
import { answerImport, answerPreview, renderImport } from './answer.tsx'
import { linkImport } from './links.ts'
import { partnerImport } from './partners.ts'
import { prospectImport } from './prospects.ts'

/** What the company brings along from the tool it used before. */
export const imports = new Hono<AppEnv>()
  .get('/', allow('sales', 'admin'), (c) => c.render(<ImportsPage />))
  .get('/partners', allow('sales', 'admin'), async (c) => renderImport(c, await partnerPages(c)))
  .post('/partners/preview', allow('sales', 'admin'), async (c) => answerPreview(c, await partnerPages(c)))
  .post('/partners', allow('sales', 'admin'), async (c) => answerImport(c, await partnerPages(c), c.var.staff))
  .get('/links', allow('sales', 'admin'), (c) => renderImport(c, linkPages(c)))
  .post('/links/preview', allow('sales', 'admin'), (c) => answerPreview(c, linkPages(c)))
  .post('/links', allow('sales', 'admin'), (c) => answerImport(c, linkPages(c), c.var.staff))
  .get('/prospects', allow('sales'), (c) => renderImport(c, prospectPages))
  .post('/prospects/preview', allow('sales'), (c) => answerPreview(c, prospectPages))
  .post('/prospects', allow('sales'), (c) => answerImport(c, prospectPages, c.var.staff))

const back = { href: '/imports', label: 'Import' } as const

async function partnerPages(c: AppContext) {
  const [group] = await listGroupChoices(c.var.deps.db)
  const [country = 'NL'] = c.var.deps.settings.stripe.partnerCountries
  return {
    kind: partnerImport,
    words: ['partner', 'partners'],
    title: 'Import partners',
    lead: 'Nobody is written to. When you want a partner to know, open its page and send the invitation.',
    example: `name,country,email,group\nOstervane Textiles,${country},ada@ostervane.example,${group?.name ?? 'Standard'}`,
    hint: 'The first line names the columns. The address is of the first owner, and tells the company’s domain; a country is two letters; a group is named by its name or its id.',
    action: '/imports/partners',
    back,
  } as const
}

function linkPages(c: AppContext) {
  const host = c.var.deps.settings.allowedHosts.find((each) => each !== 'localhost') ?? 'www.example.com'
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

const prospectPages = {
  kind: prospectImport,
  words: ['prospect', 'prospects'],
  title: 'Import prospects',
  lead: 'Whom partners brought before this portal. Each gets its credit by your decision; nothing that is decided here already is changed.',
  example:
    'stripe_customer,email,domain,partner,first_seen\ncus_NffrFeUfNV2Hib,jo@halewick.example,halewick.example,Ostervane Textiles,2024-05-31',
  hint: 'The first line names the columns. One of Stripe customer, mail address and domain is enough; a partner is named by its name or its id; first seen is the day on which it brought them.',
  action: '/imports/prospects',
  back,
  told: (lines: readonly ShownLine[]) => <WithoutCustomer lines={lines} />,
} as const
