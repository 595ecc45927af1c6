import { ProblemPage } from '../../portal/pages/problem-page.tsx'
import type { AppContext } from '../env.ts'
import { drawProblem, pageHeaders } from '../page.tsx'

/** A visitor did nothing wrong: what happened in plain words, and where the company's site is. */
export async function answerUnknownLink(c: AppContext): Promise<Response> {
  const { allowedHosts, companyName, portalOrigin } = c.var.deps.settings
  const site = allowedHosts.find((host) => host !== 'localhost')
  await pageHeaders(c, async () => {
    c.res = await drawProblem(
      c,
      404,
      <ProblemPage
        status={404}
        message="This link leads nowhere. There may be a slip in the address: ask the person who gave it to you, or go straight to our site."
        next={{ href: site ? `https://${site}/` : portalOrigin, label: `Go to ${companyName}` }}
      />,
    )
  })
  return c.res
}
