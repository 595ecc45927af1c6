import { Hono } from 'hono'
import type { FormState } from '../../portal/components/form-state.ts'
import { SitePage } from '../../portal/pages/site-page.tsx'
import type { AppContext, AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { allow } from '../identity/policy.ts'
import { adminFactorOf } from '../identity/second-factor.ts'
import { changeOrigins } from './change-origins.ts'
import { readOwnPage } from './rules-origins.ts'
import { type Finding, pageFindings, scriptFinding } from './rules-site-check.ts'
import { originsShape } from './shapes-site.ts'
import { type Snippet, snippetOf } from './snippet.ts'

/** The company's own site: the script for it, whether it answers, and where the click id goes from there. */
export const site = new Hono<AppEnv>()
  .get('/', allow('admin', 'sales', 'auditor'), (c) => renderSite(c))
  .post('/origins', allow('admin'), async (c) => {
    const form = await readForm(c, originsShape)
    if (!form.ok) return renderSite(c, form)
    try {
      const problem = await changeOrigins(c.var.deps, c.var.staff, form.values.origins)
      return problem ? renderSite(c, withProblem(form, problem, 'origins')) : c.redirect('/site', 303)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'second_factor_required') return c.redirect('/sign-in/second-factor?next=/site', 303)
      throw error
    }
  })

async function renderSite(c: AppContext, form?: FormState) {
  const { deps, staff } = c.var
  const snippet = await snippetOf(deps)
  const asked = c.req.query('page')?.trim()
  const check = asked ? await checkPage(c, snippet, asked) : undefined
  const mayChange = staff.roles.includes('admin')
  return c.render(
    <SitePage
      portal={deps.settings.portalOrigin}
      parameters={snippet.config.names}
      findings={[scriptFinding(await gzipBytesOf(snippet.text)), ...(check?.findings ?? [])]}
      check={{ page: asked ?? '', problem: check?.problem }}
      origins={snippet.origins}
      factor={mayChange ? await adminFactorOf(deps.db, staff, deps.now()) : undefined}
      form={form}
    />,
    { status: form || check?.problem ? 422 : 200 },
  )
}

/** Only what the programme itself names as its own is ever asked. */
async function checkPage(c: AppContext, { origins }: Snippet, asked: string): Promise<{ findings: Finding[]; problem?: string }> {
  const { pages, settings } = c.var.deps
  const page = readOwnPage(asked, origins)
  if (!page) return { findings: [], problem: 'Give an address of a page on one of the sites below, such as https://www.company.example/.' }
  return { findings: pageFindings(await pages.read(page), settings.portalOrigin) }
}

async function gzipBytesOf(text: string): Promise<number> {
  const packed = new Response(text).body?.pipeThrough(new CompressionStream('gzip'))
  return packed ? (await new Response(packed).arrayBuffer()).byteLength : 0
}
