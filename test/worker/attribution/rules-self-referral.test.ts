import { describe, expect, it } from 'vitest'
import { selfReferralReason } from '../../../worker/attribution/rules-self-referral.ts'

const partner = {
  domain: 'ada.example',
  memberEmails: ['ada@ada.example', 'ada.verhulst@gmail.com'],
  memberDomains: ['ada.example', 'ada-group.example'],
  prospectId: 'pro_9',
}
const prospect = { id: 'pro_1', domain: 'oak.example', emails: ['o@oak.example'], emailDomains: ['oak.example'] }
const same = /share a company domain/
const member = /is a member of the partner/

describe('a self-referral', () => {
  it.each([
    ['another company', {}, null],
    ['no domains at all', { domain: null, emailDomains: [] }, null],
    ['the partner’s own domain', { domain: 'ada.example' }, same],
    ['an address at the partner’s domain', { emailDomains: ['ada.example'] }, same],
    ['a domain of a member', { domain: 'ada-group.example' }, same],
    ['an address at a domain of a member', { emailDomains: ['oak.example', 'ada-group.example'] }, same],
    ['a member', { emails: ['ada@ada.example'] }, member],
    ['a member in capitals', { emails: ['ADA@Ada.Example'] }, member],
    ['a member with a tag', { emails: ['ada+deal@ada.example'] }, member],
    ['a member with other dots at Gmail', { emails: ['a.daverhulst+x@gmail.com'] }, member],
    ['somebody else at Gmail', { emails: ['somebody@gmail.com'] }, null],
    ['the company that the partner is', { id: 'pro_9' }, /is this company/],
  ])('%s', (_title, more, reason) => {
    const found = selfReferralReason(partner, { ...prospect, ...more })

    if (reason === null) expect(found).toBeNull()
    else expect(found).toMatch(reason)
  })
})
