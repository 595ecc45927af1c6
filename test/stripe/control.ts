import { Hono } from 'hono'
import type { Act } from './act.ts'
import { acts } from './acts.ts'
import { ApiError, invalidRequest } from './errors.ts'
import { type Raw, type RawRecord, readForm } from './form.ts'
import { bodyOf } from './incoming.ts'
import { overview } from './overview.ts'
import { integer, readParams, required } from './params.ts'
import { placeOf } from './places.ts'
import { faultRules, senderRules } from './plans.ts'
import type { State } from './state.ts'

/** What the control routes need of the stand-in beside its state. */
export type Control = { state: State; now: () => Date; advance: (seconds: number) => Promise<void>; origin: string | undefined }

/**
 * The acts of people on Stripe's side. Each takes JSON or a form; JSON is answered with JSON, a form by going back to the page it came from.
 * Amounts are in the smallest unit; a problem is `{ "error": { "message" } }` with its status.
 *
 * | `GET /_/clock` · `POST /_/clock`    | `{ now }` · `{ advanceSeconds }`                                                                        |
 * | `GET /_/state`                      | transfers, accounts, balances, invoices, refunds, events, deliveries, requests…, newest first            |
 * | `POST /_/faults` · `DELETE`         | `[{ match: { method?, path?, nth?, key?, metadata? }, when: before or after, then, times: once or always }]` |
 * | `POST /_/sender` · `DELETE`         | `[{ match: { type?, object?, destination?, nth? }, do, seconds?, change?, times }]`                      |
 * | `POST /_/destination`               | `{ url, secrets: [], payload: snapshot or thin, from: ["@self"], events: ["*"] }`                        |
 * | `POST /_/fund`                      | `{ currency, amount }`                                                                                  |
 * | `POST /_/account`                   | `{ id, state: complete, due, pending, restrict, restore, reject or close }`                              |
 * | `POST /_/bank-account`              | `{ id, last4? }`                                                                                        |
 * | `POST /_/customer`                  | `{ email, name?, metadata? }`                                                                           |
 * | `POST /_/checkout`                  | `{ amount, currency, email, mode?, interval?, name?, client_reference_id?, customer?, metadata?, trial_days?, tax_percent?, coupon?, promotion_code?, invoice?, delayed? }` |
 * | `POST /_/promotion-code`            | `{ code, percent?, amount?, currency?, duration?, months?, coupon?, days?, most? }`                      |
 * | `POST /_/late-answer` · `expire`    | `{ session, succeeded }` · `{ session }`                                                                |
 * | `POST /_/subscription`              | `{ customer, amount, currency, interval?, interval_count?, metadata?, trial_days? }`                    |
 * | `POST /_/end-subscription`          | `{ id }`                                                                                                |
 * | `POST /_/invoice`                   | `{ customer, amount, currency, description?, tax?, discount?, pay?: card, outside or no, metadata? }`    |
 * | `POST /_/pay` · `give-up-invoice`   | `{ invoice, amount?, outside? }` · `{ invoice, as: void or uncollectible }`                              |
 * | `POST /_/refund`                    | `{ payment_intent, invoice or charge, amount?, pending? }`                                               |
 * | `POST /_/refund-outcome`            | `{ id, outcome: failed, canceled or succeeded }`                                                        |
 * | `POST /_/card`                      | `{ customer, declined }`: its card is declined from now on, or works again                               |
 * | `POST /_/dispute`                   | `{ payment_intent, invoice or charge, amount?, reason?, status?: needs_response, warning_needs_response or prevented }` |
 * | `POST /_/decide-dispute`            | `{ id, outcome: under_review, won, lost, warning_closed, appeal_under_review… }`                         |
 * | `POST /_/credit-note`               | `{ invoice, amount, refund?, credit?, out_of_band? }`                                                    |
 * | `POST /_/void-credit-note`          | `{ id }`                                                                                                |
 * | `POST /_/reverse`                   | `{ transfer, amount? }`                                                                                 |
 * | `POST /_/bank-payout`               | `{ account }`: all that is available, now                                                               |
 * | `POST /_/arrive-bank-payout` · `fail-bank-payout` | `{ id }`                                                                                 |
 * | `POST /_/resend` · `withhold`       | `{ event, times? }` · `{ event }`                                                                       |
 * | `POST /_/resend-newest`             | `{ count }`: that many once more, the newest first                                                      |
 * | `POST /_/sending`                   | `{ manner: as they happen, each twice, each as two events, newest first, an hour late or not at all }`   |
 * | `POST /_/settings`                  | `{ settlementDays?, bankPayoutDays?, approvedForTransfersOnly?, country?, requestsPerSecond?, requestsPerEndpoint? }`                              |
 */
export function controlRoutes(control: Control): Hono {
  const { state } = control
  const routes = new Hono()
  routes.get('/clock', (c) => c.json({ now: control.now().toISOString() }))
  routes.post('/clock', (c) =>
    answer(
      c.req.raw,
      async (raw) => {
        const { advanceSeconds } = readParams({ advanceSeconds: required(integer({ min: 0 })) }, recordOf(raw))
        await control.advance(advanceSeconds)
        return { now: control.now().toISOString() }
      },
      'clock',
    ),
  )
  routes.get('/state', (c) => c.json(overview(state)))
  routes.post('/faults', (c) => answer(c.req.raw, (raw) => ({ faults: state.faults.push(...faultRules(raw)) })))
  routes.delete('/faults', (c) => {
    state.faults = []
    return c.json({ faults: 0 })
  })
  routes.post('/sender', (c) => answer(c.req.raw, (raw) => ({ rules: state.sender.push(...senderRules(raw)) })))
  routes.delete('/sender', (c) => {
    state.sender = []
    return c.json({ rules: 0 })
  })
  for (const act of acts) routes.post(`/${act.name}`, (c) => answer(c.req.raw, (raw) => run(control, act, c.req.raw, raw), act.name))
  routes.all('/*', (c) => c.json({ error: { message: `There is no ${c.req.method} ${c.req.path}.` } }, 404))
  return routes
}

const run = ({ state, origin }: Control, act: Act, request: Request, raw: Raw) =>
  act.run(state, recordOf(raw), origin ?? new URL(request.url).origin)

function recordOf(raw: Raw): RawRecord {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) throw invalidRequest('Send a JSON object.')
  return raw
}

/** JSON for scripts; for a form back to the part of the page it was sent from, with what happened. */
async function answer(request: Request, perform: (raw: Raw) => object | Promise<object>, name = ''): Promise<Response> {
  const isForm = (request.headers.get('Content-Type') ?? '').startsWith('application/x-www-form-urlencoded')
  try {
    const body = await bodyOf(request)
    const result = await perform(isForm ? readForm(body) : parse(body))
    return isForm ? goBack(request, name, { done: `Done: ${name.replaceAll('-', ' ')}.` }) : Response.json(result)
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem
    return isForm
      ? goBack(request, name, { problem: problem.message })
      : Response.json({ error: problem.error }, { status: problem.status })
  }
}

function parse(body: string): Raw {
  try {
    return body ? JSON.parse(body) : {}
  } catch {
    throw invalidRequest('The body is not JSON.')
  }
}

function goBack(request: Request, name: string, said: { done: string } | { problem: string }): Response {
  const back = new URL(request.headers.get('Referer') ?? '/', request.url)
  back.searchParams.delete('done')
  back.searchParams.delete('problem')
  for (const [kind, sentence] of Object.entries(said)) back.searchParams.set(kind, sentence)
  back.hash = placeOf[name] ?? ''
  return new Response(null, { status: 303, headers: { Location: back.pathname + back.search + back.hash } })
}
