import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { page, shownMoney } from '../stripe/page.ts'
import { shopPage } from './shop.ts'

/** The company's own website, as far as a referral passes through it: a tracked link leads here, and its shop hands the click id to Stripe. */
export type Shop = { fetch: (request: Request) => Promise<Response>; origin: string; key: string; portal: string }

const offers = {
  plan: { name: 'Maintenance planning', amountMinor: 150_000, currency: 'eur', interval: 'month' },
  pilot: { name: 'Pilot, five seats for three months', amountMinor: 90_000, currency: 'eur', interval: undefined },
} as const

export function site(shop: Shop): Hono {
  return (
    new Hono()
      .get('/', (c) => c.html(front(c.req.query('goodword_referral') ?? '')))
      .get('/shop', (c) =>
        c.html(shopPage({ portal: shop.portal, isOwn: c.req.query('own') !== undefined, waits: c.req.query('wait') !== undefined })),
      )
      // The script on the company's own path, as it would copy it.
      .get('/goodword.js', async (c) =>
        c.body(await (await fetch(`${shop.portal}/goodword.js`)).text(), 200, { 'content-type': 'text/javascript' }),
      )
      .get('/pay', (c) => buy(c, shop, offers.pilot, c.req.query('client_reference_id') ?? ''))
      .get('/thanks', (c) => c.html(page('Thank you', html`<p>Your order is in. <a href="/site">Back to the front page</a></p>`)))
      .post('/buy', async (c) => {
        const entered = await c.req.formData()
        const offer = entered.get('offer') === 'pilot' ? offers.pilot : offers.plan
        return buy(c, shop, offer, String(entered.get('goodword_referral') ?? ''))
      })
  )
}

/** What a merchant's server does: a Checkout session that carries the click id, and a redirect to Stripe's page. */
async function buy(c: Context, shop: Shop, offer: (typeof offers)['plan' | 'pilot'], referral: string): Promise<Response> {
  const session = await shop.fetch(
    new Request(`${shop.origin}/v1/checkout/sessions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${shop.key}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        mode: offer.interval ? 'subscription' : 'payment',
        success_url: new URL('/site/thanks', c.req.url).href,
        'line_items[0][quantity]': '1',
        'line_items[0][price_data][currency]': offer.currency,
        'line_items[0][price_data][unit_amount]': String(offer.amountMinor),
        'line_items[0][price_data][product_data][name]': offer.name,
        ...(offer.interval && { 'line_items[0][price_data][recurring][interval]': offer.interval }),
        // Stripe wants it to be absent rather than empty.
        ...(referral && { client_reference_id: referral }),
      }),
    }),
  )
  // The stand-in answers as Stripe does: a session with its page's address, or an error with a message.
  const answer = (await session.json()) as { url?: string; error?: { message: string } }
  if (!answer.url) return c.html(page('The order could not be made', html`<p>${answer.error?.message}</p>`), 502)
  return c.redirect(answer.url, 303)
}

const front = (referral: string) =>
  page(
    'Wrenmarch plans maintenance for factories',
    html`<section>
      <p>This is the company’s own website, where a tracked link leads.</p>
      ${
        referral
          ? html`<p class="said">Somebody recommended us: the address carries <code>goodword_referral=${referral.slice(0, 12)}…</code>, and the shop hands it to Stripe.</p>`
          : html`<p class="soft">Nobody recommended us: the address carries no <code>goodword_referral</code>.</p>`
      }
    </section>
    ${Object.entries(offers).map(
      ([id, offer]) => html`<section>
        <h2>${offer.name}</h2>
        <p>${shownMoney(offer.amountMinor, offer.currency)}${offer.interval ? ` every ${offer.interval}` : ' once'}</p>
        <form method="post" action="/site/buy">
          <input type="hidden" name="offer" value="${id}"><input type="hidden" name="goodword_referral" value="${referral}">
          <button class="main">Buy</button>
        </form>
      </section>`,
    )}
    <p><a href="/site/shop">The same shop with the portal’s script in its page</a></p>`,
  )
