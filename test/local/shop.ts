import { html, raw } from 'hono/html'

/** How the shop's page loads the portal's script. */
type Loading = {
  portal: string
  /** From the shop's own path instead of the portal's. */
  isOwn: boolean
  /** No cookie before consent. */
  waits: boolean
}

/**
 * A page of the company's own site with all that the script fills in. Its router adds a second form without loading anything, and its own
 * code asks the script before that is there.
 */
export const shopPage = ({ portal, isOwn, waits }: Loading) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Wrenmarch: prices</title>
    <link rel="stylesheet" href="/stand-in.css">
    <script>window.goodword=window.goodword||function(){(goodword.q=goodword.q||[]).push(arguments)}</script>
    <script async src="${isOwn ? '/site/goodword.js' : `${portal}/goodword.js`}"${isOwn ? html` data-portal="${portal}"` : ''}${waits ? html` data-consent="wait"` : ''}></script>
  </head>
  <body>
    <main>
      <h1>Maintenance planning for factories</h1>
      <p>Recommended: <output id="referral">not asked yet</output></p>
      <form data-goodword method="post" action="/site/buy">
        <input type="hidden" name="offer" value="plan"><button class="main">Buy</button>
      </form>
      <p><a id="payment-link" href="https://buy.stripe.com/test_3cs5kD?prefilled_email=max%40quillworks.example">A payment link</a></p>
      <p><a id="own-link" data-goodword href="/site/pay">A payment link of our own</a></p>
      <p><a id="taken" href="https://buy.stripe.com/test_3cs5kD?client_reference_id=ours">A payment link whose field is taken</a></p>
      <stripe-pricing-table id="table"></stripe-pricing-table><stripe-buy-button id="button"></stripe-buy-button>
      <form id="sign-up">
        <label>Work address <input name="email" type="email"></label><label>Company <input name="company"></label>
        <button>Sign up</button>
      </form>
      <p><button id="route" type="button">Prices</button> <button id="agree" type="button">Cookies are fine</button></p>
      <div id="view"></div>
    </main>
    <script>${raw(script)}</script>
  </body>
</html>`

const script = `
goodword('ready', ({ referral }) => { document.getElementById('referral').textContent = referral || 'by nobody' })
document.getElementById('sign-up').onsubmit = (event) => {
  event.preventDefault()
  const said = Object.fromEntries(new FormData(event.target))
  goodword('identify', said)
  document.getElementById('view').textContent = 'Welcome'
}
document.getElementById('agree').onclick = () => goodword('consent', true)
document.getElementById('route').onclick = () => {
  history.pushState({}, '', '/site/shop/prices')
  document.getElementById('view').innerHTML =
    '<form data-goodword id="later"></form><a id="later-link" href="https://buy.stripe.com/test_later">Later</a>'
}
`
