import Stripe from 'stripe'
import { withoutSecrets } from '../log.ts'

type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>

/**
 * The library's client, for answers that Stripe did not write: of a text that is JSON but no object it would make a promise that never
 * settles, of a failure without `error` a success, and it would carry our key wherever a redirect leads.
 */
export function openHttp(fetch: Fetch): Stripe.HttpClient {
  const client = Stripe.createFetchHttpClient((input: RequestInfo | URL, init?: RequestInit) =>
    fetch(input, { ...init, redirect: 'manual' }),
  )
  const makeRequest = client.makeRequest.bind(client)
  client.makeRequest = async (...request) => {
    const response = await makeRequest(...request)
    const read = response.toJSON.bind(response)
    response.toJSON = async () => readAnswer(response.getStatusCode(), await read())
    return response
  }
  return client
}

/** @throws Error when it is no object: nothing in it says what became of the request */
function readAnswer(status: number, answer: unknown): object {
  if (!isObject(answer)) throw new Error('The answer is JSON, but no object')
  if ('error' in answer && answer.error !== undefined && answer.error !== null) return { ...answer, error: readError(answer.error) }
  // No type: whoever wrote it was not Stripe.
  return status < 300 ? answer : { error: { message: `An answer ${status} that is not Stripe’s.` } }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of an error: what is read of it, if it is a text, and no longer than a sentence. */
function readError(error: unknown) {
  const { type, code, param, message } = isObject(error) ? error : {}
  return { type: name(type), code: name(code), param: name(param), message: sentence(message) }
}

const nameAtMost = 100
const sentenceAtMost = 500

const name = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, nameAtMost) : undefined)

const sentence = (value: unknown): string =>
  typeof value === 'string' && value.trim() ? withoutSecrets(value.slice(0, sentenceAtMost)) : 'Stripe gave no readable answer.'
