import { keptOfMoney } from './personal-data-money.ts'

/**
 * What a table's text columns hold of a prospect. Columns with a closed list of values, and those named `…_id`, `…_by`, `…_on` or `…_hash`, hold
 * ids, states and days and need no line; every other text column stands here, or a test fails: one word in `kept`, or one line in `erased`.
 */
export type Declared = {
  /** Columns that never hold anything of a prospect: ids, codes, amounts in words, what is about partners and staff. */
  kept?: string
  /** SQL, which rows belong to the prospect `:p`. */
  rows?: string
  /** What takes a column's place when its prospect is erased, as SQL; an empty one stays empty. */
  erased?: Record<string, string>
  /** Rows that go altogether. */
  deleted?: true
  /** Words in a sealed log: a digest takes their place (worker/audit/erase-words.ts). */
  sealed?: string
  /** Texts that may name a prospect without belonging to one: looked through for its names (worker/prospects/erase-texts.ts). */
  searched?: string
}

const gone = `'Erased'`
const ofProspect = 'prospect_id = :p'
const ofDeal = 'deal_id in (select id from deals where prospect_id = :p)'
const ofEngagement = `engagement_id in (select id from engagements where ${ofProspect})`
const ofCommission = `commission_id in (select id from commissions where ${ofDeal})`
const ofRegistration = 'registration_id in (select id from registrations where prospect_id = :p)'
const ofSignal = `signal_id in (select id from signals where ${ofProspect})`
const ofAgreement = `agreement_id in (select id from agreements where ${ofProspect})`
const ofCustomer = 'customer_id = :p'
const ofActivity = `activity_id in (select id from activities where ${ofCustomer})`
const ofRequest = `request_id in (select id from reference_requests where ${ofProspect} or ${ofCustomer})`

/** By table. The order is that of erasing: the prospect first, for the guards of the others look at it. */
export const personalData: Readonly<Record<string, Declared>> = {
  prospects: { rows: 'id = :p', erased: { company: gone, domain: 'null', need: 'null', stage_reason: 'null' } },
  contacts: { rows: ofProspect, erased: { name: gone, email: 'null', title: 'null' } },
  prospect_links: { rows: ofProspect, deleted: true },
  registration_links: { rows: ofRegistration, deleted: true },
  prospect_external_references: { rows: ofProspect, deleted: true },
  // Stripe's own id: later payments of the customer find their deal by it, and nobody's name.
  prospect_stripe_customers: { kept: 'stripe_customer' },
  introductions: { rows: ofProspect, erased: { company: gone, contact_name: gone, contact_email: `''`, need: gone } },
  touches: { kept: 'source' },
  attributions: { sealed: 'reason explanation held_reason' },
  audit: { kept: 'actor act subject', sealed: 'detail' },
  declines: {},
  left_alone: {},
  clicks: {
    kept: 'campaign',
    rows: 'id in (select click_id from touches where prospect_id = :p and click_id is not null)',
    erased: { visitor_hash: 'null', country: 'null', device: 'null', referrer_host: 'null' },
  },

  customers: { kept: 'industry', rows: ofProspect, erased: { gift_note: gone, no_grievance: gone } },
  buying_roles: { kept: 'influences' },
  grievances: { kept: 'owner', rows: ofProspect, erased: { about: gone, cause: gone, restitution: gone } },
  hours_spent: {},
  report_figures: { kept: 'report quarter what' },
  handoffs: { kept: 'from_staff to_staff', rows: ofProspect, erased: { what: gone } },
  goodwill: { rows: ofProspect, erased: { what_we_did: gone, thanked_by: gone } },
  evidence: { kept: 'source', rows: ofProspect, erased: { detail: gone, file: gone, who_else: gone, reason: gone } },
  level_rewards: { kept: 'reason' },
  ladder_moves: { kept: 'quarter' },
  engagements: { rows: ofProspect, erased: { name: gone, sponsor_contact: gone } },
  criteria: { rows: ofEngagement, erased: { statement: gone, measure: gone, target: gone, result: gone } },
  warranty_offers: { rows: ofEngagement, erased: { covers: gone } },

  deal_details: {
    rows: ofDeal,
    erased: {
      value_note: gone,
      scope: gone,
      items: gone,
      metric: gone,
      baseline: gone,
      target: gone,
      metric_source: gone,
      formula: gone,
      covers: gone,
    },
  },
  hour_draws: { rows: ofDeal, erased: { note: gone } },
  change_requests: { rows: ofDeal, erased: { text: gone, approved_by: gone } },
  measurements: { kept: 'accepted_by_us', rows: ofDeal, erased: { value: gone, accepted_by_them: gone, disputed_because: gone } },
  vendor_fees: { kept: 'vendor rule bank_reference', rows: ofProspect, erased: { disclosed_how: gone, note: gone } },
  deals: { kept: 'source', rows: ofProspect, erased: { name: gone, status_reason: gone } },
  commissions: { kept: 'corrects cause source working', rows: ofDeal, erased: { status_reason: gone } },
  commission_holds: { kept: 'owner', rows: ofCommission, erased: { reason: gone } },

  registrations: {
    rows: ofProspect,
    erased: {
      erased_at: 'coalesce(erased_at, :at)',
      // Nobody is left to answer about.
      status: `iif(status in ('submitted', 'appealed'), 'withdrawn', status)`,
      company: gone,
      name_key: `''`,
      name_lead: `''`,
      domain: `''`,
      need: gone,
      next_step: gone,
      scope: gone,
      appeal: gone,
    },
  },
  registration_people: { rows: ofRegistration, erased: { name: gone, email: 'null', title: 'null' } },
  registration_decisions: { rows: ofRegistration, erased: { words: gone, takeover: gone } },
  registration_extensions: { rows: ofRegistration, erased: { progress: gone, reason: gone } },
  company_names: { rows: ofProspect, deleted: true },

  claims: {
    kept: 'outcome',
    rows: ofProspect,
    erased: {
      subject: `'erased:' || id`,
      company: gone,
      domain: 'null',
      evidence: gone,
      evidence_link: 'null',
      reason: gone,
      appeal: gone,
      appeal_reason: gone,
    },
  },
  claim_answer_hours: { kept: 'scope' },
  claim_counts: { kept: 'scope' },
  credit_changes: { kept: 'cause actor' },
  refused_evidence: { kept: 'digest' },

  signals: { kept: 'source', rows: ofProspect, erased: { evidence: `'{}'`, reason: gone } },
  signal_notes: { kept: 'author', rows: ofSignal, erased: { text: gone } },
  signal_exemptions: { kept: 'reason' },
  partner_marks: { kept: 'mark' },
  lookouts: { kept: 'name' },

  ndas: { rows: ofProspect, erased: { text: gone, closed_reason: gone } },
  nda_views: { kept: 'what' },
  reference_profiles: { rows: ofCustomer, erased: { used_for: gone } },
  reference_rivals: { rows: ofCustomer, deleted: true },
  reference_caps: { kept: 'subject' },
  reference_links: { kept: 'subject' },
  readiness: {},
  activities: { rows: ofCustomer, erased: { title: gone } },
  perks: { rows: ofActivity, erased: { what: gone } },
  reference_requests: { kept: 'topics', rows: `${ofProspect} or ${ofCustomer}`, erased: { closed_reason: gone } },
  request_outcomes: { rows: ofRequest, erased: { note: gone } },

  agreements: {
    kept: 'signed_by_us signed_by_them_via',
    rows: ofProspect,
    erased: { preamble: gone, text: gone, signed_by_them: gone, end_reason: gone },
  },
  benefits: { kept: 'text' },
  discounts: { rows: ofAgreement, erased: { second_reason: gone } },
  discount_requests: {},
  benefit_overrides: { rows: ofProspect, erased: { reason: gone } },
  obligations: {},
  obligation_moves: { rows: `obligation_id in (select id from obligations where ${ofProspect})`, erased: { reason: gone } },
  relationship_links: { rows: ofProspect, erased: { name: gone, email: `''` } },
  grants: {
    rows: ofProspect,
    erased: { person_name: gone, text: gone, file: gone, guide: gone, post_url: gone, benefit_disclosed: gone, closed_reason: gone },
  },
  grant_approvals: { kept: 'via', rows: `grant_id in (select id from grants where ${ofProspect})`, erased: { name: gone, evidence: gone } },
  grant_uses: { rows: ofProspect, erased: { place: `iif(place in ('wall', 'quote'), place, 'Erased')` } },
  clauses: { kept: 'allows rests_until', rows: ofProspect, erased: { text: gone, file: gone } },
  clause_lines: { kept: 'allows', rows: `clause_id in (select id from clauses where ${ofProspect})`, erased: { text: gone } },
  kickoff_asks: {},
  invitations: { rows: ofProspect, erased: { text: gone, reason: gone } },
  proposals: {
    rows: ofProspect,
    erased: { name: gone, second_reason: gone, both_reason: gone, text: gone, decided_name: gone, declined_because: gone },
  },
  proposal_lines: { kept: 'what' },
  quotes: {
    kept: 'channels',
    rows: ofProspect,
    erased: { author: gone, title: gone, text: gone, edit_text: gone },
  },
  surveys: { rows: ofProspect, erased: { name: gone, email: `''`, words: gone } },
  worries: { rows: `proposal_id in (select id from proposals where ${ofProspect})`, erased: { words: gone, cannot: gone } },

  outbox: { kept: 'template', searched: 'recipient data error' },
  inbox: { kept: 'type object account api_version', searched: 'error' },
  api_requests: { kept: 'answer' },
  acts: { kept: 'result' },

  api_keys: { kept: 'name scopes hint' },
  groups: { kept: 'name parameter utm default_links benefit_code benefit_words' },
  group_rules: { kept: 'parameter utm' },
  heartbeats: { kept: 'job' },
  links: { kept: 'code destination_host destination_path campaign' },
  link_campaigns: { kept: 'campaign' },
  link_days: { kept: 'day' },
  // People of partners and of the company: they leave by other ways.
  members: { kept: 'name email' },
  partners: { kept: 'name domain country status_reason' },
  partner_days: { kept: 'day' },
  passkeys: { kept: 'public_key transports name' },
  passkey_challenges: { kept: 'challenge' },
  programme_days: { kept: 'day' },
  promotion_codes: { kept: 'code coupon off_currency paused_because' },
  pulls: { kept: 'behind' },
  // Its keys are digests of an address at most, and go with it (worker/prospects/erase.ts).
  rate_counts: { kept: 'key' },
  seals: { kept: 'previous upto' },
  seal_salts: { kept: 'salt digest erased_with' },
  sessions: { kept: 'user_agent' },
  settings: { kept: 'key value' },
  site_settings: { kept: 'origins' },
  staff: { kept: 'name email' },
  terms_versions: { kept: 'rates' },
  wrapped_keys: { kept: 'name signing_key wrapped' },
  ...keptOfMoney,
}
