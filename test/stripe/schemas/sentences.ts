import type { ErrorObject } from 'ajv'

const atMost = 40

/** Each problem once, with the place where it is. */
export function sentencesOf(errors: ErrorObject[]): string[] {
  const sentences = new Set(errors.map(sentenceOf))
  const shown = [...sentences].slice(0, atMost)
  return sentences.size > shown.length ? [...shown, ` and ${sentences.size - shown.length} more`] : shown
}

function sentenceOf({ instancePath, keyword, params, message, schema, data }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return `${instancePath}/${params.additionalProperty} is unknown to Stripe`
    case 'required':
      return `${instancePath}/${params.missingProperty} is missing`
    case 'enum':
      return `${instancePath} must be one of ${JSON.stringify(params.allowedValues)}`
    case 'known':
      return `${instancePath} is none of the words that Stripe documents: ${JSON.stringify(schema)}`
    case 'expandsTo':
      return `${instancePath} must be an id`
    default:
      return `${instancePath} ${message}${data === undefined ? '' : ` (${JSON.stringify(data)?.slice(0, 60)})`}`
  }
}
