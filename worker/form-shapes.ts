import * as v from 'valibot'

/** No page of ours sends such a form: a field is missing that no person types, or one is there that nobody knows. */
export const incomplete = 'The form was not complete. Please send it again from its page.'

/** A form that is a button alone. */
export const nothingShape = v.strictObject({}, incomplete)
