import type { Addresses } from '../local/addresses.ts'
import { askJson } from '../local/walk/ask.ts'

/** What Stripe's side shows, as far as this test counts it. */
export type StripeSide = {
  transfers: {
    id: string
    amount: number
    amount_reversed: number
    currency: string
    destination: string
    transfer_group: string | null
    metadata: Record<string, string>
  }[]
  invoices: { id: string; status: string; amount_paid: number }[]
  deliveries: { event: string; status: string; attempts: number }[]
  requests: { method: string; path: string; key: string | null; replayed: boolean; status: number | null; fault: string | null }[]
}

type Random = () => number

/** Stripe, to whoever stands on its side of the counter. */
export function openStripeSide({ world }: Pick<Addresses, 'world'>) {
  const act = <T>(name: string, body: object) => askJson<T>(`${world}/_/${name}`, body)
  const remove = async (name: string) => void (await (await fetch(`${world}/_/${name}`, { method: 'DELETE' })).body?.cancel())
  return {
    act,
    state: () => askJson<StripeSide>(`${world}/_/state`),
    advance: (minutes: number) => act('clock', { advanceSeconds: minutes * 60 }),
    /** Answers take their time, so that a kill finds many under way; a few never arrive, and most lives hear of no transfer. */
    worsen: async (random: Random) => {
      await remove('faults')
      await remove('sender')
      await act('faults', faultsOf(random))
      if (random() < 0.7) await act('sender', [{ match: { type: 'transfer.created' }, do: 'withhold', times: 'always' }])
    },
    calm: async () => {
      await remove('faults')
      await remove('sender')
    },
  }
}
export type Stripe = ReturnType<typeof openStripeSide>

const lostAnswers = 3
const amongTransfers = 30

/** The first rule that fits is taken: lost answers among the first transfers of a life, and a delay of every other. */
function faultsOf(random: Random): object[] {
  const match = { method: 'POST', path: '/v1/transfers' }
  const lost = Array.from({ length: lostAnswers }, () => ({
    match: { ...match, nth: 1 + Math.floor(random() * amongTransfers) },
    when: 'after',
    // biome-ignore lint/suspicious/noThenProperty: the fault plan's own word for what shall happen.
    then: 'drop',
    times: 'once',
  }))
  const ms = 40 + Math.floor(random() * 360)
  // biome-ignore lint/suspicious/noThenProperty: as above.
  return [...lost, { match, when: random() < 0.4 ? 'before' : 'after', then: { kind: 'delay', ms }, times: 'always' }]
}
