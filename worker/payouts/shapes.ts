import * as v from 'valibot'

const id = v.pipe(v.string('Please send the form from its page.'), v.regex(/^[\w-]{1,80}$/, 'Please send the form from its page.'))
const reason = v.pipe(
  v.string('Please say why.'),
  v.minLength(3, 'Please say why, in a few words.'),
  v.maxLength(300, 'Please say it in 300 characters.'),
)

export const prepareShape = v.strictObject({ act: id })
export const noFieldsShape = v.strictObject({})
export const reasonShape = v.strictObject({ reason })
export const exclusionShape = v.strictObject({ partnerId: id, reason })
export const rebuildShape = v.strictObject({ partnerId: v.optional(id) })
export const approvalShape = v.strictObject({
  fingerprint: v.pipe(
    v.string('Please send the form from the page of the run.'),
    v.regex(/^[0-9a-f]{64}$/, 'Please send the form from the page of the run.'),
  ),
})
export const scopeShape = v.strictObject({
  scope: v.pipe(v.string('Please send the form from its page.'), v.regex(/^[\w:-]{1,120}$/, 'Please send the form from its page.')),
})
