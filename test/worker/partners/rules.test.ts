import { describe, expect, it } from 'vitest'
import { type Readiness, type Requirement, readinesses } from '../../../schema/payouts.ts'
import { isAnotherBankAccount, newsOf, readinessInWords, requirementInWords, requirementsInWords } from '../../../worker/partners/rules.ts'

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
