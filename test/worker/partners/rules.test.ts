import { describe, expect, it } from 'vitest'
import { type PayoutDestination, type Readiness, type Requirement, readinesses } from '../../../schema/payout-destinations.ts'
import { isAnotherBankAccount, newsOf, readinessInWords, requirementInWords, requirementsInWords } from '../../../worker/partners/rules.ts'
import { amountsOf, type DeskCounts, nextRunAt, nextStepOf, waitingFor } from '../../../worker/partners/rules-overview.ts'

describe('another bank account', () => {
  it.each([
    ['the first one', null, 'eur:a', false],
    ['the same one', 'eur:a', 'eur:a', false],
    ['another one', 'eur:a', 'eur:b', true],
    ['one more', 'eur:a', 'eur:a usd:b', true],
    ['none at all', 'eur:a', null, false],
    ['still none', null, null, false],
  ])('is it: %s', (_case, before, now, is) => {
    expect(isAnotherBankAccount({ bankAccount: before }, { bankAccount: now })).toBe(is)
  })
})

const hour = 3_600_000
const changedAt = new Date('2026-11-02T09:00:00Z')
const later = (hours: number) => new Date(changedAt.getTime() + hours * hour)
const need = (description: string, deadline: Requirement['deadline'] = 'past_due') => ({ description, deadline, restricts: true })

describe('what an answer is worth a mail for', () => {
  const bank = need('bank')
  const table: [string, [Readiness, Requirement[], number], [Readiness, Requirement[], number], string | undefined][] = [
    ['became payable', ['restricted', [bank], 0], ['active', [], 1], 'ready'],
    ['stays payable', ['active', [], 0], ['active', [], 24], undefined],
    ['is payable no more', ['active', [], 0], ['restricted', [bank], 24], 'lost'],
    ['is closed', ['active', [], 0], ['closed', [], 24], 'lost'],
    ['is filling in the form', ['restricted', [bank], 0], ['restricted', [bank], 1], undefined],
    ['left the form half done for a day', ['restricted', [bank], 23], ['restricted', [bank], 24], 'due'],
    ['was told so at the last look', ['restricted', [bank], 24], ['restricted', [bank], 48], undefined],
    ['must give one thing more', ['restricted', [bank], 24], ['restricted', [bank, need('id')], 48], 'due'],
    ['gave one of two things', ['restricted', [bank, need('id')], 24], ['restricted', [bank], 48], undefined],
    ['is payable, and asked for something new', ['active', [], 24], ['active', [need('id', 'currently_due')], 48], 'due'],
    ['is payable, and was asked already', ['active', [bank], 24], ['active', [bank], 48], undefined],
    ['need give nothing before long', ['active', [], 24], ['active', [need('id', 'eventually_due')], 48], undefined],
    ['waits for Stripe', ['pending', [], 24], ['pending', [], 48], undefined],
  ]

  it.each(table)('%s', (_case, [readiness, requirements, asked], [now, nowAsked, hours], news) => {
    const before = { readiness, requirements, changedAt, askedAt: later(asked) }

    expect(newsOf(before, { readiness: now, requirements: nowAsked }, later(hours))).toBe(news)
  })
})

describe('words', () => {
  it.each(readinesses)('there are some for %s', (readiness) => {
    expect(readinessInWords({ readiness, readinessCodes: [] }).sentence).toMatch(/^[A-Z].*\.$/)
  })

  it('say more where Stripe’s code does', () => {
    expect(readinessInWords({ readiness: 'restricted', readinessCodes: ['other', 'restricted_other'] }).sentence).toContain('paused')
  })

  it.each([
    ['configuration.recipient.default_outbound_destination', 'A bank account for your payouts'],
    ['identity.individual.documents.primary_verification', 'A proof of identity, such as a passport'],
    ['identity.business_details.address.line1', 'The address of your company'],
    ['identity.business_details.annual_revenue', 'Details of your company'],
    ['something.quite_new', 'Further details (quite new)'],
  ])('%s is named: %s', (description, words) => {
    expect(requirementInWords(description)).toBe(words)
  })

  it('name a thing once', () => {
    expect(requirementsInWords([need('identity.individual.given_name'), need('identity.individual.surname')])).toEqual(['Your name'])
  })
})

describe('the next step', () => {
  const now = new Date('2026-11-10T09:00:00Z')
  const destination: PayoutDestination = {
    partnerId: 'par_1',
    version: 1,
    stripeAccount: 'acct_1',
    readiness: 'active',
    readinessCodes: [],
    requirements: [],
    bankAccount: 'eur:a',
    askedAt: now,
    changedAt,
    holdUntil: changedAt,
  }
  const facts = { isOwner: true, hasLink: true, isOwed: false, isReturned: false }
  type Change = Partial<typeof facts> & { destination?: PayoutDestination | undefined }

  it.each<[string, Change, string | undefined]>([
    ['what the bank refused, before all else', { isReturned: true }, 'Your bank refused'],
    ['nothing, when all is in order', {}, undefined],
    ['a first link', { hasLink: false }, 'Make your first link'],
    ['a first link before the payouts, while nothing is earned', { hasLink: false, destination: undefined }, 'Make your first link'],
    ['the payouts once something is earned', { hasLink: false, destination: undefined, isOwed: true }, 'Set up your payouts'],
    ['the payouts once there is a link', { destination: undefined }, 'Set up your payouts'],
    [
      'what Stripe asks for',
      { destination: { ...destination, readiness: 'restricted', requirements: [need('identity.country')] } },
      'Finish your Stripe details: Your country.',
    ],
    [
      'what Stripe asks for, while it still pays',
      { destination: { ...destination, requirements: [need('identity.country')] } },
      'Finish your Stripe details',
    ],
    ['patience with Stripe', { destination: { ...destination, readiness: 'pending' } }, 'Stripe is checking'],
    ['a closed account', { destination: { ...destination, readiness: 'closed' } }, 'is closed'],
    ['a rest', { destination: { ...destination, version: 2, holdUntil: new Date('2026-11-12T09:00:00Z') } }, 'begin again'],
  ])('is %s', (_case, change, text) => {
    const step = nextStepOf({ destination, ...facts, ...change }, now)

    if (text) expect(step?.text).toContain(text)
    else expect(step).toBeUndefined()
  })

  it('sends nobody but an owner to the payout details', () => {
    const step = nextStepOf({ ...facts, destination: undefined, isOwner: false }, now)

    expect([step?.href, step?.text]).toEqual([undefined, expect.stringContaining('An owner of your company can do that.')])
  })
})

describe('figures', () => {
  it('leave out a currency in which nothing is', () => {
    const rows = [
      { currency: 'eur', n: 5 },
      { currency: 'usd', n: 0 },
    ] as const

    expect(amountsOf(rows, ({ n }) => n)).toEqual([{ currency: 'eur', amountMinor: 5 }])
  })

  it.each([
    ['2026-11-10T09:00:00Z', '2026-12-01T06:00:00.000Z'],
    ['2026-12-31T23:59:59Z', '2027-01-01T06:00:00.000Z'],
    ['2026-12-01T05:59:59Z', '2026-12-01T06:00:00.000Z'],
    ['2026-12-01T06:00:00Z', '2027-01-01T06:00:00.000Z'],
  ])('at %s the next run is prepared at %s', (now, at) => {
    expect(nextRunAt(new Date(now)).toISOString()).toBe(at)
  })
})

describe('what waits for staff', () => {
  const none: DeskCounts = {
    runs_submitted: 0,
    runs_draft: 0,
    runs_sending: 0,
    payouts_unclear: 0,
    partners_payable: 0,
    partners_blocked: 0,
    stops: 0,
    commissions_held: 0,
    partners_invited: 0,
    prospects_new: 0,
    registrations_late: 0,
    registrations_due: 0,
    extensions_due: 0,
    claims_late: 0,
    claims_due: 0,
    signals_open: 0,
    requests_waiting: 0,
    uses_to_take_down: 0,
    invitations_drafted: 0,
    inbox_failing: 0,
    mails_failing: 0,
  }

  it('is named once, counted, or counted no further', () => {
    const texts = (n: number) => waitingFor({ ...none, runs_submitted: n }, ['approver'], 20).map(({ text }) => text)

    expect([texts(0), texts(1), texts(3), texts(20)]).toEqual([
      [],
      ['One run waits for approval'],
      ['3 runs wait for approval'],
      ['20 or more runs wait for approval'],
    ])
  })

  it('is shown to those whose business it is', () => {
    const all = Object.fromEntries(Object.keys(none).map((what) => [what, 1])) as DeskCounts // the same names
    const hrefs = (role: 'sales' | 'finance' | 'admin') => waitingFor(all, [role], 20).map(({ href }) => href)

    expect(hrefs('sales')).toEqual([
      '/registrations',
      '/claims',
      '/registrations',
      '/registrations',
      '/claims',
      '/signals',
      '/grants',
      '/references?status=asked',
      '/invitations',
      '/partners?status=invited',
      '/prospects',
    ])
    expect(hrefs('admin')).toEqual(['/partners?status=invited', '/inbox?status=failing', '/audit'])
    expect(hrefs('finance')).not.toContain('/prospects')
  })
})
