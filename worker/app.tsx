import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { agreements } from './agreements/agreement-routes.tsx'
import { clauses } from './agreements/clause-routes.tsx'
import { discounts } from './agreements/discount-routes.tsx'
import { grants } from './agreements/grant-routes.tsx'
import { obligations } from './agreements/obligation-routes.tsx'
import { relationship, relationshipByLink } from './agreements/relationship-routes.tsx'
import { api } from './api/routes.ts'
import { claims } from './attribution/claim-routes.tsx'
import { signals } from './attribution/signal-routes.tsx'
import { signalRulePages } from './attribution/signal-rule-routes.tsx'
import { auditTrail } from './audit/routes.tsx'
import { earnings } from './commissions/earnings-routes.tsx'
import { commissions } from './commissions/routes.tsx'
import { dealKinds } from './deals/kind-routes.tsx'
import { deals } from './deals/routes.tsx'
import { vendorFees } from './deals/vendor-fee-routes.tsx'
import type { Deps, MakeDeps } from './deps.ts'
import { invitations } from './engagements/kickoff-routes.tsx'
import { engagements } from './engagements/routes.tsx'
import type { AppEnv, Viewer } from './env.ts'
import { health } from './health.ts'
import { holidays } from './holidays-routes.tsx'
import { account } from './identity/account-routes.tsx'
import { apiKeys } from './identity/api-key-routes.tsx'
import { people } from './identity/people-routes.tsx'
import { policyOf, rolesOf } from './identity/policy.ts'
import { signIn, signOut } from './identity/routes.tsx'
import { findViewer } from './identity/session.ts'
import { imports } from './imports/routes.tsx'
import { months } from './ledger/month-routes.tsx'
import { ledger } from './ledger/routes.tsx'
import { billing, years } from './ledger/year-routes.tsx'
import { drawPages, pageHeaders } from './page.tsx'
import { getPaid } from './partners/get-paid-routes.tsx'
import { members } from './partners/member-routes.tsx'
import { overview } from './partners/overview-routes.tsx'
import { partners } from './partners/routes.tsx'
import { caps } from './payouts/caps-routes.tsx'
import { payouts } from './payouts/partner-routes.tsx'
import { restorePages } from './payouts/restore-routes.tsx'
import { runs } from './payouts/routes.tsx'
import { stops } from './payouts/stop-routes.tsx'
import { answerMissing, answerProblem } from './problem.tsx'
import { proposalPages } from './proposals/page-routes.tsx'
import { proposals } from './proposals/routes.tsx'
import { commitment } from './prospects/commitment-routes.tsx'
import { customers } from './prospects/customer-routes.tsx'
import { held } from './prospects/held-routes.tsx'
import { introductionPage } from './prospects/introduction-routes.tsx'
import { pipeline } from './prospects/pipeline-routes.tsx'
import { registrations } from './prospects/registration-routes.tsx'
import { introductions, prospects } from './prospects/routes.tsx'
import { quotePages } from './quotes/author-routes.tsx'
import { quotes } from './quotes/routes.tsx'
import { surveyPages, surveys } from './quotes/survey-routes.tsx'
import { sponsorsJson, wall } from './quotes/wall-routes.tsx'
import { reconciliation } from './reconciliation/routes.tsx'
import { asks } from './references/ask-routes.tsx'
import { ndaPages, prospectReferences } from './references/nda-routes.tsx'
import { ownReferences } from './references/own-routes.tsx'
import { pool } from './references/pool-routes.tsx'
import { references } from './references/routes.tsx'
import { reports } from './reports/routes.tsx'
import { rememberAct } from './said.ts'
import { sameOrigin } from './same-origin.ts'
import { partnerStatements, statements } from './statements/routes.tsx'
import { selfBilling } from './statements/self-billing-routes.tsx'
import { inboxPages } from './stripe/routes.tsx'
import { setupPages } from './stripe/setup-routes.tsx'
import { webhooks } from './stripe/webhooks.ts'
import { terms } from './terms/routes.tsx'
import { linkRules } from './tracking/link-rules-routes.tsx'
import { promotionCodePages } from './tracking/promotion-routes.tsx'
import { answerKnownLink, redirect } from './tracking/redirect.ts'
import { links } from './tracking/routes.tsx'
import { site } from './tracking/site-routes.tsx'
import { beacon, snippet } from './tracking/snippet-routes.ts'

/**
 * The whole portal over whatever dependencies it is given: the deployed ones, the local world's or a test's.
 *
 * @throws Error at start when a route declares no policy
 */
export function createApp(makeDeps: MakeDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ strict: false })
  app.onError(answerProblem)
  app.notFound(answerMissing)
  app.use(requestId())
  app.use(async (c, next) => {
    c.set('deps', makeDeps(c.env))
    await next()
  })

  // No sign-in, no layout, no page headers: what visitors and Stripe call.
  app.route('/r', redirect)
  app.route('/webhooks', webhooks)
  app.route('/up', health)
  app.route('/sponsors.json', sponsorsJson)
  app.route('/goodword.js', snippet)
  app.route('/goodword', beacon)
  app.route('/api/v1', api)

  app.use(pageHeaders, sameOrigin)
  app.use(async (c, next) => {
    c.set('viewer', await findViewer(c))
    c.set('mayOpen', (href) => mayOpen(app, href, c.var.viewer))
    await next()
  })
  app.use(drawPages, rememberAct)
  mountPages(app)
  assertPolicies(app)
  return answerLinksFirst(app, makeDeps)
}

/** A link that the isolate knows is answered before any routing; what is left, the mounted route included, goes its usual way. */
function answerLinksFirst(app: Hono<AppEnv>, makeDeps: MakeDeps): Hono<AppEnv> {
  const { fetch } = app
  const made = new WeakMap<Bindings, Deps>()
  const depsOf = (env: Bindings): Deps => {
    const known = made.get(env)
    if (known) return known
    const deps = makeDeps(env)
    made.set(env, deps)
    return deps
  }
  app.fetch = (request, env, context) =>
    // The Worker's own entry hands over both; a test may ask without.
    (env && context && answerKnownLink(depsOf, request, env as Bindings, context)) ?? fetch(request, env, context)
  return app
}

function mountPages(app: Hono<AppEnv>) {
  app.route('/', overview)
  app.route('/sign-in', signIn)
  app.route('/sign-out', signOut)
  app.route('/i', introductionPage)
  app.route('/me', held)

  app.route('/links', links)
  app.route('/promotion-codes', promotionCodePages)
  app.route('/introductions', introductions)
  app.route('/prospects', prospects)
  app.route('/registrations', registrations)
  app.route('/claims', claims)
  app.route('/prospects', commitment)
  app.route('/customers', customers)
  app.route('/engagements', engagements)
  app.route('/invitations', invitations)
  app.route('/pipeline', pipeline)
  app.route('/earnings', earnings)
  app.route('/payouts/statements', statements)
  app.route('/payouts/self-billing', selfBilling)
  app.route('/payouts', payouts)
  app.route('/get-paid', getPaid)
  app.route('/members', members)

  app.route('/partners', partners)
  app.route('/partners', partnerStatements)
  app.route('/imports', imports)
  app.route('/relationship', relationship)
  app.route('/relationship/by-link', relationshipByLink)
  app.route('/wall', wall)
  app.route('/proposals', proposals)
  app.route('/proposal', proposalPages)
  app.route('/agreements', agreements)
  app.route('/grants', grants)
  app.route('/clauses', clauses)
  app.route('/obligations', obligations)
  app.route('/reports', reports)
  app.route('/discounts', discounts)
  app.route('/deals', deals)
  app.route('/deals', dealKinds)
  app.route('/references', references)
  app.route('/references', pool)
  app.route('/references', prospectReferences)
  app.route('/references', ownReferences)
  app.route('/asks', asks)
  app.route('/nda', ndaPages)
  app.route('/surveys', surveys)
  app.route('/survey', surveyPages)
  app.route('/quotes', quotes)
  app.route('/quote', quotePages)
  app.route('/signals', signalRulePages)
  app.route('/signals', signals)
  app.route('/commissions', commissions)
  app.route('/vendor-fees', vendorFees)
  app.route('/runs', runs)
  app.route('/stops', stops)
  app.route('/reconciliation', reconciliation)
  app.route('/restore', restorePages)
  app.route('/caps', caps)
  app.route('/ledger', ledger)
  app.route('/ledger/months', months)
  app.route('/ledger/years', years)
  app.route('/ledger/billing', billing)
  app.route('/terms', terms)
  app.route('/terms', linkRules)
  app.route('/site', site)
  app.route('/people', people)
  app.route('/keys', apiKeys)
  app.route('/holidays', holidays)
  app.route('/account', account)
  app.route('/audit', auditTrail)
  app.route('/inbox', inboxPages)
  app.route('/setup', setupPages)
}

/** By the policy of the route that answers there; an address that is none of ours is not judged. */
function mayOpen(app: Hono<AppEnv>, href: string, viewer: Viewer | undefined): boolean {
  const [handlers] = app.router.match('GET', href.split(/[?#]/)[0] ?? '')
  const roles = handlers.map(([[handler]]) => policyOf(handler)).find((each) => each !== undefined)
  return roles === undefined || roles.includes('anyone') || (viewer !== undefined && rolesOf(viewer).some((role) => roles.includes(role)))
}

/** A route is a path and method with a handler of its own; `app.use` lines are no routes. */
function assertPolicies(app: Hono<AppEnv>) {
  const routes = new Map<string, boolean>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue
    const route = `${method} ${path}`
    routes.set(route, (routes.get(route) ?? false) || policyOf(handler) !== undefined)
  }
  const open = [...routes].filter(([, declared]) => !declared).map(([route]) => route)
  if (open.length > 0) throw new Error(`Routes without a policy: ${open.join(', ')}`)
}
