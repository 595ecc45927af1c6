import type { Effect } from '../../stripe/faults.ts'
import type { State } from '../../stripe/state.ts'

type Fault = { name: string; when: 'before' | 'after'; effect: Effect; isTimeout?: boolean }

/** What goes wrong, each as often as it stands here. */
const faults: readonly Fault[] = [
  { name: 'request lost', when: 'before', effect: { kind: 'drop' } },
  { name: 'request lost', when: 'before', effect: { kind: 'drop' } },
  { name: 'no answer in 20 s, carried out', when: 'after', effect: { kind: 'drop' }, isTimeout: true },
  { name: 'no answer in 20 s, carried out', when: 'after', effect: { kind: 'drop' }, isTimeout: true },
  { name: 'no answer in 20 s, carried out 20 min later', when: 'before', effect: { kind: 'land_late', seconds: 1_200 }, isTimeout: true },
  { name: 'a saved 500 without effect', when: 'before', effect: { kind: 'error', name: 'api_error', saved: true } },
  { name: 'a saved 500 with effect', when: 'after', effect: { kind: 'error', name: 'api_error', saved: true } },
  { name: 'a 500 that is not saved', when: 'before', effect: { kind: 'error', name: 'api_error', saved: false } },
  { name: 'rate limit', when: 'before', effect: { kind: 'error', name: 'rate_limit' } },
  { name: 'lock timeout', when: 'before', effect: { kind: 'error', name: 'lock_timeout' } },
  { name: 'cut body', when: 'after', effect: { kind: 'cut_body' } },
  { name: 'cut body', when: 'after', effect: { kind: 'half_json' } },
]

/** Breaks a share of the transfers, one by one and the same ones in each run. */
export class FaultPlan {
  readonly counts = new Map<string, number>()
  readonly #state: State
  readonly #share: number
  #chance = 7

  constructor(state: State, share: number) {
    this.#state = state
    this.#share = share
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, n) => sum + n, 0)
  }

  /** Before a request is answered; gives what will go wrong with it. */
  plan(request: Request): 'timeout' | 'fault' | undefined {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/v1/transfers') return undefined
    if (this.#random() >= this.#share) return undefined
    const fault = faults[Math.floor(this.#random() * faults.length)]
    const key = request.headers.get('Idempotency-Key')
    if (!fault || !key) return undefined
    this.counts.set(fault.name, (this.counts.get(fault.name) ?? 0) + 1)
    const match = { method: 'POST', path: '/v1/transfers', key }
    // biome-ignore lint/suspicious/noThenProperty: the word of the fault plan; nobody awaits a rule
    this.#state.faults.push({ match, when: fault.when, then: fault.effect, times: 'once', seen: 0 })
    return fault.isTimeout ? 'timeout' : 'fault'
  }

  /** The mulberry32 generator. */
  #random(): number {
    this.#chance = (this.#chance + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#chance ^ (this.#chance >>> 15), 1 | this.#chance)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
