import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ProblemPage } from '../portal/pages/problem-page.tsx'
import { answerApiProblem } from './api/problem.ts'
import type { AppEnv } from './env.ts'
import { notFound, Refusal } from './errors.ts'
import { forLog } from './log.ts'
import { drawProblem } from './page.tsx'

/** The only place that turns an error into an answer: a refusal speaks to the person, a fault keeps its message in the log. */
export async function answerProblem(error: Error, c: Context<AppEnv>): Promise<Response> {
  if (error instanceof HTTPException) return error.getResponse()
  if (error instanceof Refusal) return answerRefusal(error, c)
  const requestId = c.var.requestId
  console.error(
    JSON.stringify({
      level: 'error',
      requestId,
      path: forLog(c.req.path),
      message: forLog(error.message),
      cause: forLog(error.cause ?? ''),
      stack: forLog(error.stack ?? ''),
    }),
  )
  if (isOfApi(c)) return answerApiProblem(undefined, c)
  return drawProblem(c, 500, <ProblemPage status={500} requestId={requestId} />)
}

export const answerMissing = (c: Context<AppEnv>) => answerRefusal(notFound(), c)

const isOfApi = (c: Context<AppEnv>) => /^\/api(\/|$)/.test(c.req.path)

async function answerRefusal(refusal: Refusal, c: Context<AppEnv>): Promise<Response> {
  if (isOfApi(c)) return answerApiProblem(refusal, c)
  // A script of the company's own site asked: a sentence for who looks into its network.
  if (c.req.path.startsWith('/goodword/')) return c.text(refusal.message, refusal.status)
  const wantsPage = ['GET', 'HEAD'].includes(c.req.method) && refusal.code === 'sign_in_required'
  if (wantsPage) return c.redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  return drawProblem(c, refusal.status, <ProblemPage status={refusal.status} message={refusal.message} />)
}
