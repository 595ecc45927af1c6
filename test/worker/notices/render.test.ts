import { describe, expect, it } from 'vitest'
import type { Notice, NoticeTemplate } from '../../../worker/notices/notice.ts'
import { renderNotice } from '../../../worker/notices/render.tsx'

const settings = { companyName: 'Wrenmarch B.V.', portalOrigin: 'https://partners.wrenmarch.example' }
const money = { amountMinor: 124_050, currency: 'usd' } as const

/** One of each; a new template without its sample does not compile. */
const samples: { [Template in NoticeTemplate]: Extract<Notice, { template: Template }>['data'] } = {
  partner_invited: { partner: 'Alder', invitedBy: 'Sam Sales', company: 'Wrenmarch B.V.' },
  member_invited: { partner: 'Alder', invitedBy: 'Ada' },
  staff_invited: { roles: ['finance', 'auditor'], invitedBy: 'Anna Admin' },
  introduction_received: {
    contact: 'Pia',
    partner: 'Alder',
    company: 'Pine',
    earns: '10 % of each payment',
    accessUrl: 'https://x.example/p',
  },
  request_received: { contact: 'Pia', partner: 'Alder', company: 'Pine', earns: '10 % of each payment', accessUrl: 'https://x.example/p' },
  private_link: { contact: 'Pia', company: 'Pine', accessUrl: 'https://x.example/p' },
  prospect_disagreed: { prospectId: 'pro_1', partner: 'Alder' },
  introduction_acknowledged: { prospect: 'Pine', via: 'form', credited: true, note: 'Introduced first by you.' },
  commission_accrued: { prospect: 'Pine', ...money, maturesAt: '2026-12-02T09:00:00.000Z', commissionId: 'com_1' },
  commission_corrected: {
    prospect: 'Pine',
    amountMinor: -500,
    currency: 'usd',
    reason: 'Pine was refunded a part.',
    commissionId: 'com_2',
  },
  run_submitted: {
    runId: 'run_1',
    preparedBy: 'Fay Finance',
    totals: [
      { currency: 'usd', n: 1, amountMinor: 124_050 },
      { currency: 'jpy', n: 2, amountMinor: 5_000 },
    ],
  },
  run_decided: { runId: 'run_1', decision: 'refused', by: 'Abe Approver', reason: 'The total is off' },
  payout_sent: { payoutId: 'po_77', ...money, sentAt: '2026-11-03T10:00:00.000Z' },
  payout_released: { payoutId: 'po_78', ...money, reason: 'Stripe could not accept it.' },
  statement_issued: {
    statementId: 'stm_par_1_usd_2026-10_0',
    number: 'ST-000001',
    month: '2026-10',
    closingMinor: 124_050,
    currency: 'usd',
  },
  stripe_details_due: { requirements: ['A bank account', 'Proof of identity'], deadline: '2026-11-20T00:00:00.000Z' },
  stripe_ready: { partner: 'Alder' },
  bank_payout_failed: { ...money, why: 'The bank account has been closed.' },
  claim_received: { claimId: 'clm_1', company: 'Copsedale Printworks', dueAt: '2026-11-04T09:00:00.000Z', isAppeal: false },
  claim_to_answer: { claimId: 'clm_1', company: 'Copsedale Printworks', dueAt: '2026-11-04T09:00:00.000Z', isAppeal: true, isLate: true },
  claim_answered: { claimId: 'clm_1', company: 'Stellan Packaging', answer: 'refused', reason: 'The registration won.', mayAppeal: true },
  credit_moved: { prospect: 'Granite Quay Hotels', prospectId: 'pro_1', isYours: true, reason: 'The introduction came first.' },
  partner_paused: { partner: 'Alder', reason: 'Links on coupon sites' },
  partner_resumed: { partner: 'Alder' },
  payout_destination_changed: { partner: 'Alder', holdUntil: '2026-11-06T10:00:00.000Z' },
  passkey_news: { person: 'Abe Approver', what: 'code_made', by: 'Anna Admin', removed: 2, name: null },
  proposal_sent: { contact: 'Pia Cope', prospect: 'Copsedale', name: 'A year of planning', url: 'https://portal.example/proposal/x' },
  nda_sent: { contact: 'Pia Cope', prospect: 'Copsedale', kind: 'mutual', url: 'https://portal.example/nda/x' },
  nda_signed: {
    signer: 'Pia Cope',
    prospect: 'Copsedale',
    text: 'Agreement.',
    textHash: 'a'.repeat(64),
    signedAt: '2026-11-02T09:00:00Z',
    endsOn: '2028-11-02',
  },
  reference_invited: { contact: 'Pia Cope', prospect: 'Copsedale', url: 'https://portal.example/references/x' },
  reference_asked: {
    contact: 'Ida Glass',
    prospect: 'Copsedale',
    guest: 'Pia Cope',
    activity: 'prospect_call',
    topics: ['Planning'],
    slots: ['2026-11-09T09:00:00Z', '2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z'],
    url: 'https://portal.example/asks/x',
    again: false,
  },
  reference_accepted: { contact: 'Pia Cope', url: 'https://portal.example/references/x', slotAt: '2026-11-09T09:00:00Z', hasNda: true },
  reference_scheduled: {
    contact: 'Pia Cope',
    slotAt: '2026-11-09T09:00:00Z',
    activity: 'site_visit',
    url: 'https://portal.example/references/x',
    again: true,
  },
  reference_closed: { contact: 'Pia Cope', what: 'declined' },
  reference_outcome_due: {
    contact: 'Ida Glass',
    activity: 'analyst_call',
    slotAt: '2026-11-09T09:00:00Z',
    url: 'https://portal.example/asks/x',
  },
  reference_thanks: { contact: 'Ida Glass', activity: 'prospect_call', left: 1 },
  reference_news: { what: 'overdue', prospect: 'Copsedale', path: '/references/requests/rrq_1' },
  registration_received: { company: 'Pine', answer: 'person', dueAt: '2026-11-04T09:00:00.000Z', registrationId: 'reg_1' },
  registration_decided: {
    company: 'Pine',
    outcome: 'refused',
    isAppeal: false,
    reason: 'no_work_shown',
    words: 'Tell us about a meeting.',
    protectedUntil: null,
    registrationId: 'reg_1',
  },
  registration_extended: {
    company: 'Pine',
    outcome: 'granted',
    reason: 'The trial runs.',
    protectedUntil: '2027-03-01T09:00:00.000Z',
    registrationId: 'reg_1',
  },
  registration_expiring: { company: 'Pine', protectedUntil: '2027-03-01T09:00:00.000Z', mayAsk: true, registrationId: 'reg_1' },
  registration_ended: { company: 'Pine', because: 'expired', registrationId: 'reg_1' },
  registration_due: { company: 'Pine', partner: 'Alder', what: 'appeal', dueAt: '2026-11-04T09:00:00.000Z', registrationId: 'reg_1' },
  seal_anchor: { n: 12, hash: 'ab'.repeat(32), sealedAt: '2026-11-03T03:20:00.000Z', day: '2026-11-03' },
  relationship_news: { headline: 'Sponsor agreement to read and sign', text: 'Please read it.' },
  relationship_link: { name: 'Ida', customer: 'Pine', accessUrl: 'https://x.example/r' },
  calls_invitation: { contact: 'Ida', company: 'Pine', text: 'It came true.\n\nMay somebody phone you?', accessUrl: 'https://x.example/r' },
  survey_sent: { name: 'Ida', engagement: 'Ovens, second plant', accessUrl: 'https://x.example/survey/t' },
  quote_kept: { name: 'Ida', line: 'They kept every date.', endsOn: '2027-11-02', accessUrl: 'https://x.example/quote/t' },
  quote_asked: { name: 'Ida', company: 'Pine', isEdit: true, accessUrl: 'https://x.example/quote/t' },
  quote_ending: { name: 'Ida', line: 'They kept every date.', endsOn: '2027-11-02', accessUrl: 'https://x.example/quote/t' },
  desk_news: { what: 'A permission was withdrawn', todo: 'Take it down.', path: '/grants/grt_1' },
  money_alarm: { what: 'A payout is unknown', subject: 'po_79', todo: 'Look it up at Stripe.' },
}

// Each sample stands under its own template, which Object.entries forgets.
const notices = Object.entries(samples).map(([template, data]) => ({ template, data }) as Notice)
const render = (template: NoticeTemplate) => renderNotice({ template, data: samples[template] } as Notice, settings)

/** To people who have no account, and for whom nothing is left to do. */
const isLastWord = new Set(['nda_signed', 'reference_closed', 'reference_thanks'])

describe('a mail', () => {
  it.each(notices)('$template has a subject of one line, words in both forms, and a way on', (notice) => {
    const { subject, text, html } = renderNotice(notice, settings)

    expect(subject).toMatch(/^[^\n]{10,120}$/)
    expect(html).toContain('Wrenmarch B.V.')
    expect(`${text}${html}${subject}`).not.toMatch(/undefined|null|NaN|\[object|Invalid Date/)
    if (!isLastWord.has(notice.template)) expect(text).toMatch(/https:\/\//)
  })

  it('carries the id of its payout in the subject', () => {
    expect(render('payout_sent').subject).toBe('We sent you $1,240.50 (payout po_77)')
    expect(render('payout_released').subject).toContain('po_78')
  })

  it('says amount, day and way of a payout', () => {
    const { text } = render('payout_sent')
    expect(text).toContain('Sent to your Stripe account on 3 November 2026.')
    expect(text).toContain('https://partners.wrenmarch.example/payouts/po_77')
  })

  it('gives a correction its sign', () => {
    expect(render('commission_corrected').subject).toBe('Correction of −$5.00 for Pine')
  })

  it('adds no two currencies of a run', () => {
    const { text } = render('run_submitted')
    expect(text).toContain('1 payout in USD: $1,240.50')
    expect(text).toContain('2 payouts in JPY: ¥5,000')
  })

  it('escapes what people typed', () => {
    const { html } = renderNotice({ template: 'stripe_ready', data: { partner: '<script>alert(1)</script>' } }, settings)
    expect(html).not.toContain('<script>alert')
  })
})
