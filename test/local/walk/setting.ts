import type { Addresses } from '../addresses.ts'
import { askJson } from './ask.ts'
import { Person } from './person.ts'
import type { Steps } from './steps.ts'

/** Where the walk takes place, and the people of it. Each walk has its own partner and customers, so that one may follow another. */
export type Setting = {
  addresses: Addresses
  step: Steps['step']
  /** Makes this walk's names its own. */
  mark: string
  sales: Person
  finance: Person
  /** Makes the approvers' one-time codes. */
  admin: Person
  approver: Person
  /** Only where a run is above a cap. */
  secondApprover: Person
  owner: Person
  /** Follows the link, introduces itself, and buys from sales. */
  prospect: Person
  /** Follows the link and buys at Stripe Checkout. */
  subscriber: Person
}

export function createSetting(addresses: Addresses, step: Steps['step']): Setting {
  const mark = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 4)}`
  const person = (name: string, email: string) => new Person(addresses, name, email)
  return {
    addresses,
    step,
    mark,
    sales: person('Ingrid Solaas', 'ingrid@wrenmarch.example'),
    finance: person('Priya Nandakumar', 'priya@wrenmarch.example'),
    admin: person('Hanneke Vroom', 'hanneke@wrenmarch.example'),
    approver: person('Colm Deasy', 'colm@wrenmarch.example'),
    secondApprover: person('Niamh Castellan', 'niamh@wrenmarch.example'),
    owner: person('Wanda Peregrine', `wanda@walk-${mark}.example`),
    prospect: person('Bruno Halm', `bruno@halm-${mark}.example`),
    subscriber: person('Cleo Stroud', `cleo@stroud-${mark}.example`),
  }
}

/** An act of somebody on Stripe's side. */
export const onStripesSide = <T>({ addresses }: Pick<Setting, 'addresses'>, act: string, body: object): Promise<T> =>
  askJson<T>(`${addresses.world}/_/${act}`, body)

/** Moves the clock of portal and Stripe together; what became due has happened when it returns. */
export const travel = (setting: Pick<Setting, 'addresses'>, days: number): Promise<unknown> =>
  onStripesSide(setting, 'clock', { advanceSeconds: days * 86_400 })

/** What Stripe's side holds, as far as the walk looks. */
export type StripeSide = {
  transfers: {
    id: string
    amount: number
    amount_reversed: number
    currency: string
    destination: string
    metadata: Record<string, string>
  }[]
  accounts: { id: string }[]
  customers: { id: string; email: string | null }[]
  subscriptions: { id: string; customer: string }[]
  invoices: { id: string; customer: string; status: string }[]
}

export const lookAtStripe = ({ addresses }: Pick<Setting, 'addresses'>): Promise<StripeSide> =>
  askJson<StripeSide>(`${addresses.world}/_/state`)
