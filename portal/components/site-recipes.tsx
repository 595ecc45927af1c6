import type { Child } from 'hono/jsx'
import { CopyBlock } from './copy-block.tsx'
import { Sheet } from './sheet.tsx'

/** The two lines for the head of every page. */
export const snippetLines = (
  portal: string,
): string => `<script>window.goodword=window.goodword||function(){(goodword.q=goodword.q||[]).push(arguments)}</script>
<script async src="${portal}/goodword.js"></script>`

const checkout = `// In the browser: fetch('/buy', { method: 'POST', body: JSON.stringify({ referral: Goodword.referral }) })
const session = await stripe.checkout.sessions.create({
  mode: 'subscription',
  line_items: [{ price: 'price_…', quantity: 1 }],
  success_url: 'https://www.company.example/thanks',
  // Never an empty one: Stripe would lose the customer.
  ...(referral ? { client_reference_id: referral } : {}),
})`

const paymentLink = `<a href="https://buy.stripe.com/…">Buy</a>

<!-- A payment link under a domain of your own says so: -->
<a data-goodword href="https://pay.company.example/…">Buy</a>`

const pricingTable = `<stripe-pricing-table pricing-table-id="prctbl_…" publishable-key="pk_…"></stripe-pricing-table>
<stripe-buy-button buy-button-id="buy_btn_…" publishable-key="pk_…"></stripe-buy-button>`

const plainForm = `<form data-goodword method="post" action="/sign-up">
  …
  <!-- A hidden field is added: <input type="hidden" name="goodword_referral" value="…"> -->
</form>`

const inTheBrowser = `goodword('ready', (Goodword) => console.log(Goodword.referral)) // '' when nobody recommended you
goodword('identify', { email: 'max@company.example', name: 'Max Quill', company: 'Quillworks' })
goodword('consent', true) // with data-consent="wait" in the script's tag`

const curl = (portal: string) => `curl ${portal}/api/v1/prospects \\
  -H "Authorization: Bearer $GOODWORD_KEY" \\
  -H "Idempotency-Key: sign-up-4711" \\
  -H "Content-Type: application/json" \\
  -d '{"email": "max@company.example", "external_reference": "4711", "referral": "…"}'`

const node = (portal: string) => `const answer = await fetch('${portal}/api/v1/prospects', {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.GOODWORD_KEY}\`,
    'idempotency-key': \`sign-up-\${user.id}\`, // the same for each repetition
    'content-type': 'application/json',
  },
  body: JSON.stringify({ email: user.email, name: user.name, external_reference: user.id, referral }),
})
const { id, outcome, attribution } = await answer.json() // outcome: new, known, nobody, ambiguous`

const metadata = `metadata: { goodword_referral: referral } // on the Checkout Session, its subscription or the customer`

/** How the click id gets from the site to Stripe, a way for each way of selling. */
export const SiteRecipes = ({ portal }: { portal: string }) => (
  <>
    <Recipe
      title="Your server makes the Checkout Session"
      code={checkout}
      more={{ label: 'Is that field taken? Use metadata:', code: metadata }}
    >
      Send <code>Goodword.referral</code> to your server and hand it on as <code>client_reference_id</code>.
    </Recipe>
    <Recipe title="A payment link" code={paymentLink}>
      The script adds <code>client_reference_id</code> to links that lead to buy.stripe.com. One that is there already stays.
    </Recipe>
    <Recipe title="A pricing table or buy button" code={pricingTable}>
      The script sets the attribute <code>client-reference-id</code>. There is nothing to add.
    </Recipe>
    <Recipe title="A form to your own server" code={plainForm}>
      Forms marked <code>data-goodword</code> carry the referral along, also those that appear later.
    </Recipe>
    <Recipe title="A sign-up, from your server" code={curl(portal)} more={{ label: 'The same in Node:', code: node(portal) }}>
      The surest way: nobody’s browser has a say in it. It takes a key with the scope <code>prospects:write</code>, which an administrator
      makes under <em>API keys</em>.
    </Recipe>
    <Recipe title="Calls in the page" code={inTheBrowser}>
      All of them may be made before the script has loaded. A sale or an amount is never told by a browser: Stripe tells those.
    </Recipe>
  </>
)

type RecipeProps = { title: string; code: string; more?: { label: string; code: string }; children: Child }

const Recipe = ({ title, code, more, children }: RecipeProps) => (
  <Sheet title={title}>
    <div class="stack">
      <p>{children}</p>
      <CopyBlock text={code} label={title} />
      {more && <p>{more.label}</p>}
      {more && <CopyBlock text={more.code} label={`${title}. ${more.label}`} />}
    </div>
  </Sheet>
)
