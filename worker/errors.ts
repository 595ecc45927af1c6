/** Every code a person or a program can be refused with, and its status. One without a status does not compile. */
const statusByCode = {
  missing_key: 400,
  bad_request: 400,
  sign_in_required: 401,
  key_required: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 409,
  already_done: 409,
  second_factor_required: 409,
  same_person: 409,
  wrong_state: 409,
  onboarding_incomplete: 409,
  code_taken: 409,
  currency_mismatch: 409,
  protected: 409,
  stopped: 409,
  too_old: 409,
  final: 409,
  agreement_ended: 409,
  one_signature: 409,
  more_than_owed: 409,
  nothing_in_return: 409,
  not_asked: 409,
  policy_none: 409,
  set_not_specific: 409,
  needs_second_person: 409,
  needs_organisation: 409,
  no_grant: 409,
  text_changed: 409,
  naming_rests: 409,
  no_signature: 409,
  worry_open: 409,
  double_benefit: 409,
  no_consent: 409,
  no_criteria: 409,
  running: 409,
  erased: 409,
  nda_required: 409,
  signer_unknown: 409,
  cap_reached: 409,
  not_matchable: 409,
  gift_not_allowed: 409,
  no_deal: 409,
  no_customer: 409,
  no_restitution: 409,
  grievance_open: 409,
  outreach_ended: 409,
  pool_empty: 409,
  metric_missing: 409,
  not_accepted: 409,
  offer_missing: 409,
  not_disclosed: 409,
  too_large: 413,
  unsupported_type: 415,
  invalid: 422,
  level_not_payable: 422,
  read_only: 422,
  key_reused: 422,
  host_not_allowed: 422,
  too_many: 429,
  unavailable: 503,
} as const

export type RefusalCode = keyof typeof statusByCode
export type RefusalStatus = (typeof statusByCode)[RefusalCode]

/** A request we understand and decline. The message is shown to the person: what is wrong and what to do. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: RefusalCode
  readonly status: RefusalStatus

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
    this.status = statusByCode[code]
  }
}

/** Another's record and a missing one answer with this same refusal. */
export const notFound = (): Refusal => new Refusal('not_found', 'There is no such page or record, or it is not yours to see.')

/** For whoever opens a mailed link: a made-up one and one that ended answer with this same refusal. */
export const linkEnded = (): Refusal =>
  new Refusal(
    'not_found',
    'This link has ended, or a newer mail took its place. Open the newest mail, or ask whoever wrote to you for another link.',
  )

/** States an invariant, in the positive; a broken one is our bug and answers 500. */
export function assert(holds: unknown, invariant: string): asserts holds {
  if (!holds) throw new Error(`Broken invariant: ${invariant}`)
}
