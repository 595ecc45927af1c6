import * as v from 'valibot'
import { prospectStages } from '../../schema/prospects.ts'
import { emailShape } from '../identity/shapes.ts'
import { stripeCustomerForm } from '../prospects/shapes.ts'
import { listParameters } from './list.ts'

const text = (maxLength: number) =>
  v.nullish(
    v.pipe(
      v.string('Give a text.'),
      v.trim(),
      v.nonEmpty('Give a text, or leave the field out.'),
      v.maxLength(maxLength, `That is longer than ${maxLength} characters.`),
      v.regex(/^[^\p{Cc}\p{Cs}<>]*$/u, 'Write it in one line, without < and >.'),
    ),
  )

/** Null is as good as absent; of what a page hands on, an empty referral is none. */
export const identificationShape = v.pipe(
  v.strictObject(
    {
      email: v.nullish(emailShape),
      name: text(100),
      company: text(120),
      domain: text(253),
      referral: v.nullish(
        v.pipe(
          v.string('Give the click id as the page handed it on.'),
          v.regex(/^[\w-]{0,200}$/, 'A click id has up to 200 letters, digits, - and _.'),
        ),
      ),
      promotion_code: v.nullish(
        v.pipe(
          v.string('Give the code as it was typed, or Stripe’s id of it.'),
          v.regex(
            /^(promo_\w{1,200}|[A-Za-z0-9_-]{2,64})$/,
            'A code has 2 to 64 letters, digits, - and _; Stripe’s id of one begins with promo_.',
          ),
        ),
      ),
      stripe_customer: v.nullish(
        v.pipe(v.string('Give Stripe’s customer id.'), v.regex(stripeCustomerForm, 'A customer’s id at Stripe begins with cus_ or acct_.')),
      ),
      external_reference: text(200),
    },
    'Send an object.',
  ),
  v.check(
    (said) => Boolean(said.email || said.domain || said.stripe_customer || said.external_reference),
    'Say who it is: give email, domain, stripe_customer or external_reference.',
  ),
)

export const prospectListShape = v.strictObject({
  ...listParameters,
  stage: v.optional(v.picklist(prospectStages, `One of ${prospectStages.join(', ')}.`)),
})
