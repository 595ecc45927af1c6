import { Hono } from 'hono'
import { addressesAt } from '../local/addresses.ts'
import { type KeptMail, mailbox } from '../local/mailbox.ts'
import { serveWorld } from '../local/serve.ts'
import { createStandIn } from '../stripe/stand-in.ts'
import { testSecrets } from '../support/bindings.ts'

// Whatever ends the test ends this process with it.
process.once('disconnect', () => process.exit())

const [port = '', seed = ''] = process.argv.slice(2)
const { portal, world, portalPort, worldPort } = addressesAt(Number(port))
const webhooks = `http://127.0.0.1:${portalPort}/webhooks/stripe`
const standIn = createStandIn({
  startAt: new Date(),
  seed: Number(seed),
  tick: { wall: Date.now },
  origin: world,
  requestsKept: 100_000,
  destinations: [
    { url: webhooks, secrets: [testSecrets.STRIPE_WEBHOOK_SECRET] },
    { url: `${webhooks}/connect`, secrets: [testSecrets.STRIPE_CONNECT_WEBHOOK_SECRET], from: ['@accounts'] },
    { url: `${webhooks}/accounts`, secrets: [testSecrets.STRIPE_ACCOUNTS_WEBHOOK_SECRET], payload: 'thin' },
  ],
})
const mails: KeptMail[] = []
const pages = new Hono()
  .route(
    '/',
    mailbox(mails, standIn.now, () => {}),
  )
  .get('/', (c) => c.redirect(portal))
await serveWorld({ port: worldPort, standIn, pages, clockMoved: async () => {} })
setInterval(() => void standIn.deliver(), 300)
process.send?.('ready')
