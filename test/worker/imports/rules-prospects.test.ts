import { describe, expect, it } from 'vitest'
import {
  judgeProspect,
  type KnownProspect,
  readProspect,
  type WantedProspect,
  withoutRivals,
} from '../../../worker/imports/rules-prospects.ts'

const ada = { id: 'par_1', name: 'Ostervane', status: 'active' } as const
const fine = { stripe_customer: 'cus_1', email: 'Ann@Oak.example', domain: '', partner: 'Ostervane', first_seen: '2024-05-31' }
const domainOf = (cell: string) => (cell.endsWith('gmail.com') ? { problem: 'A domain of a mail service.' } : { domain: 'oak.example' })
const read = (cells: Partial<typeof fine>, partner: Parameters<typeof readProspect>[1] = ada) =>
  readProspect({ line: 2, cells: { ...fine, ...cells } }, partner, domainOf, '2026-11-02')

describe('a line of prospects', () => {
  it('names somebody by Stripe’s customer, address or domain', () => {
    expect(read({})).toEqual({
      line: 2,
      title: 'Ann@Oak.example',
      wanted: {
        marks: { stripeCustomer: 'cus_1', email: 'ann@oak.example', domain: 'oak.example' },
        partner: ada,
        firstSeen: '2024-05-31',
      },
    })
    expect(read({ stripe_customer: '', email: 'ann@gmail.com' })).toMatchObject({ wanted: { marks: { domain: undefined } } })
    expect(read({ email: '', stripe_customer: '', domain: 'www.oak.example' })).toMatchObject({ title: 'www.oak.example' })
    expect(read({ first_seen: '2026-11-02' })).toHaveProperty('wanted')
    expect(read({}, { ...ada, status: 'suspended' })).toHaveProperty('wanted')
  })

  it.each([
    [{ stripe_customer: '', email: '' }, /Say who it is/],
    [{ stripe_customer: 'sub_1' }, /begins with cus_ or acct_/],
    [{ stripe_customer: '=cus_1' }, /begins with cus_/],
    [{ email: 'nobody' }, /no mail address/],
    [{ domain: 'gmail.com' }, /mail service/],
    [{ first_seen: '' }, /like 2024-05-31/],
    [{ first_seen: '2024-02-31' }, /like 2024-05-31/],
    [{ first_seen: '31.05.2024' }, /like 2024-05-31/],
    [{ first_seen: '2026-11-03' }, /a day to come/],
  ])('with %j is refused', (cells, why) => {
    expect(read(cells)).toMatchObject({ problem: expect.stringMatching(why) })
  })

  it.each([
    ['There is no partner called so.', /no partner/],
    [{ ...ada, status: 'invited' } as const, /has not accepted the terms yet/],
    [{ ...ada, status: 'applied' } as const, /has not accepted the terms yet/],
    [{ ...ada, status: 'left' } as const, /no partner any more/],
    [{ ...ada, status: 'refused' } as const, /no partner any more/],
  ])('of %j is refused', (partner, why) => {
    expect(read({}, partner)).toMatchObject({ problem: expect.stringMatching(why) })
  })

  it('is refused where an earlier one says that another partner brought the company', () => {
    const wanted = (line: number, partnerId: string, domain?: string) => ({
      line,
      title: 'x',
      wanted: { marks: { domain }, partner: { ...ada, id: partnerId }, firstSeen: '2024-05-31' },
    })

    const read = withoutRivals([
      wanted(2, 'par_1', 'oak.example'),
      wanted(3, 'par_2', 'oak.example'),
      wanted(4, 'par_1', 'oak.example'),
      wanted(5, 'par_2'),
      wanted(6, 'par_1'),
    ])

    expect(read.map((each) => 'problem' in each && each.problem)).toEqual([
      false,
      'Line 2 says that another partner brought this company.',
      false,
      false,
      false,
    ])
  })
})

describe('somebody', () => {
  const wanted: WantedProspect = { marks: { stripeCustomer: 'cus_1', email: 'ann@oak.example' }, partner: ada, firstSeen: '2024-05-31' }
  const oak: KnownProspect = {
    id: 'pro_1',
    company: 'Oak',
    isErased: false,
    isCustomer: false,
    hasDeal: false,
    credit: { partnerId: 'par_1', partnerName: 'Ostervane' },
    emails: ['ann@oak.example'],
    stripeCustomers: ['cus_1'],
  }
  const judged = (known: Partial<KnownProspect>) => judgeProspect(wanted, { kind: 'found', prospect: { ...oak, ...known } })
  const { credit: _, ...uncredited } = oak

  it('unknown is new', () => {
    expect(judgeProspect(wanted, { kind: 'nobody' })).toEqual({ state: 'new', note: 'Ostervane gets the credit, since 2024-05-31.' })
  })

  it('known without a decision is new', () => {
    expect(judgeProspect(wanted, { kind: 'found', prospect: uncredited })).toMatchObject({
      state: 'new',
      note: expect.stringMatching(/^We know Oak/),
    })
  })

  it('whose credit is the partner’s is the same, or gets what is missing', () => {
    expect(judged({})).toMatchObject({ state: 'same' })
    expect(judged({ isCustomer: true })).toMatchObject({ state: 'same' })
    expect(judged({ stripeCustomers: ['cus_2'] })).toMatchObject({
      state: 'new',
      note: expect.stringMatching(/its Stripe customer is added/),
    })
    expect(judged({ emails: [], stripeCustomers: [] })).toMatchObject({
      note: expect.stringMatching(/Stripe customer and mail address is added/),
    })
  })

  it.each([
    [{ kind: 'ambiguous' } as const, /Several of our prospects/],
    [{ kind: 'left alone' } as const, /left alone/],
    [{ kind: 'found', prospect: { ...oak, isErased: true } } as const, /left alone/],
    [{ kind: 'found', prospect: { ...uncredited, isCustomer: true } } as const, /has bought or has a deal without a partner/],
    [{ kind: 'found', prospect: { ...uncredited, hasDeal: true } } as const, /has a deal without a partner/],
    [{ kind: 'found', prospect: { ...oak, credit: null } } as const, /nobody gets the credit/],
    [
      { kind: 'found', prospect: { ...oak, credit: { partnerId: 'par_2', partnerName: 'Kestrel' } } } as const,
      /^Kestrel has the credit for Oak/,
    ],
  ])('%j is refused', (known, why) => {
    expect(judgeProspect(wanted, known)).toEqual({ state: 'refused', note: expect.stringMatching(why) })
  })
})
