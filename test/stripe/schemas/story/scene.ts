import type Stripe from 'stripe'
import { clientOf, perform, recipient } from '../../client.ts'
import { createStandIn, type StandIn } from '../../stand-in.ts'
import { type Exchange, recordExchanges } from '../exchanges.ts'

export type Scene = {
  standIn: StandIn
  stripe: Stripe
  exchanges: Exchange[]
  /** What the webhook sender sent, by the kind of the destination. */
  sent: { payload: 'snapshot' | 'thin'; body: unknown }[]
  act<Answer = { id: string }>(name: string, body?: object): Promise<Answer>
}

const urls = { self: 'https://portal.test/self', connect: 'https://portal.test/connect', accounts: 'https://portal.test/accounts' }

/** A stand-in whose every exchange and every webhook is written down. */
export function createScene(): Scene {
  const sent: Scene['sent'] = []
  const standIn = createStandIn({
    startAt: new Date('2026-11-01T09:00:00Z'),
    destinations: [
      { url: urls.self, secrets: ['whsec_a'] },
      { url: urls.connect, secrets: ['whsec_b'], from: ['@accounts'] },
      { url: urls.accounts, secrets: ['whsec_c'], payload: 'thin', from: ['@accounts'] },
    ],
    send: async (request) => {
      sent.push({ payload: request.url === urls.accounts ? 'thin' : 'snapshot', body: await request.json() })
      return new Response(null, { status: 200 })
    },
  })
  const { fetch, exchanges } = recordExchanges(standIn.fetch)
  return { standIn, stripe: clientOf({ fetch }), exchanges, sent, act: (name, body) => perform(standIn, name, body) }
}

const day = 86_400

export const passDays = ({ standIn }: Scene, days: number): Promise<void> => standIn.advance(days * day)

/** An account that finished onboarding, and money to pay it with. */
export async function havePayee({ stripe, act }: Scene, country = 'de'): Promise<string> {
  const { id } = await stripe.v2.core.accounts.create(recipient({ identity: { country, entity_type: 'company' } }))
  await act('account', { id, state: 'complete' })
  await act('fund', { currency: 'usd', amount: 100_000 })
  return id
}
