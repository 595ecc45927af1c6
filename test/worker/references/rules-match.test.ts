import { describe, expect, it } from 'vitest'
import { type MatchFacts, type ReasonCode, whyNot } from '../../../worker/references/rules-match.ts'

const now = new Date('2026-11-02T09:00:00Z')
const fine: MatchFacts = {
  hasOpenGrievance: false,
  hasMissedCriterion: false,
  isLapsed: false,
  hasOutreachEnded: false,
  forbidsReferences: false,
  namedAsRival: false,
  hasPerson: true,
  hasGrant: true,
  trainedOn: '2026-01-10',
  lastCheckinOn: '2026-08-04',
  openIssues: 0,
  restUntil: null,
  freeOn: '2026-11-02',
}

describe('REQ1 a customer', () => {
  it('may be asked when nothing speaks against it', () => {
    expect(whyNot(fine, now)).toEqual([])
  })

  it.each<[ReasonCode, Partial<MatchFacts>]>([
    ['open_grievance', { hasOpenGrievance: true }],
    ['missed_criterion', { hasMissedCriterion: true }],
    ['outreach_ended', { hasOutreachEnded: true }],
    ['lapsed', { isLapsed: true }],
    ['policy', { forbidsReferences: true }],
    ['rival', { namedAsRival: true }],
    ['no_person', { hasPerson: false }],
    ['no_grant', { hasGrant: false }],
  ])('is left out and says so: %s', (code, wrong) => {
    expect(whyNot({ ...fine, ...wrong }, now)).toEqual([{ code }])
  })

  it('names every reason, not only the first', () => {
    const codes = whyNot({ ...fine, hasOpenGrievance: true, hasGrant: false, openIssues: 2 }, now).map(({ code }) => code)

    expect(codes).toEqual(['open_grievance', 'no_grant', 'open_issues'])
  })

  it('says from which day a full cap and a rest let it be asked', () => {
    expect(whyNot({ ...fine, freeOn: '2026-12-07' }, now)).toEqual([{ code: 'cap_full', freeOn: '2026-12-07' }])
    expect(whyNot({ ...fine, freeOn: undefined }, now)).toEqual([{ code: 'cap_full', freeOn: undefined }])
    expect(whyNot({ ...fine, restUntil: Date.UTC(2027, 0, 31, 9) }, now)).toEqual([{ code: 'resting', freeOn: '2027-02-01' }])
    expect(whyNot({ ...fine, restUntil: now.getTime() }, now)).toEqual([])
  })
})

describe('RDY1 a customer is ready', () => {
  it.each<[string, Partial<MatchFacts>, string[]]>([
    ['when it is trained, was met within 90 days and has nothing open', {}, []],
    ['never before its team is trained', { trainedOn: null }, ['not_trained']],
    ['no longer after 90 days without meeting', { lastCheckinOn: '2026-08-03' }, ['no_checkin']],
    ['never before we met', { lastCheckinOn: null }, ['no_checkin']],
    ['not while something is open', { openIssues: 1 }, ['open_issues']],
  ])('%s', (_, changed, codes) => {
    expect(whyNot({ ...fine, ...changed }, now).map(({ code }) => code)).toEqual(codes)
  })
})
