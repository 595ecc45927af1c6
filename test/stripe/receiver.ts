import type Stripe from 'stripe'
import { clientOf } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

export const snapshots = 'https://portal.test/webhooks/stripe'
export const connect = 'https://portal.test/webhooks/stripe/connect'
export const thin = 'https://portal.test/webhooks/stripe/accounts'

type Arrived = {
  url: string
  body: string
  signature: string
  event: { id: string; type: string; api_version?: string; livemode: boolean; account?: string }
}

/** A portal that keeps what the stand-in sends to its three addresses, and answers as it is told. */
export type Receiver = { arrived: Arrived[]; answer: () => Response; standIn: StandIn; stripe: Stripe }

export function createReceiver(): Receiver {
  const standIn = createStandIn({
    startAt: new Date('2026-11-01T09:00:00Z'),
    destinations: [
      { url: snapshots, secrets: ['whsec_self'] },
      { url: connect, secrets: ['whsec_connect'], from: ['@accounts'] },
      { url: thin, secrets: ['whsec_old', 'whsec_new'], payload: 'thin' },
    ],
    send: async (request) => {
      const body = await request.text()
      const signature = request.headers.get('Stripe-Signature') ?? ''
      receiver.arrived.push({ url: request.url, body, signature, event: JSON.parse(body) })
      return receiver.answer()
    },
  })
  const receiver: Receiver = { arrived: [], answer: () => new Response(null, { status: 200 }), standIn, stripe: clientOf(standIn) }
  return receiver
}
