import type { FormRow } from './form-row.ts'
import { oddFor, script, segments, wrongFor } from './hostile.ts'

type Form = Record<string, string>

/** Something wrong to send, and the statuses that may answer it. */
export type Case = {
  name: string
  body: BodyInit | undefined
  /** Where it goes, if not where the fine form goes. */
  path?: string
  headers?: Record<string, string>
  allowed: readonly number[]
  entered?: Form
}

const short = (value: string) => JSON.stringify(value.length > 40 ? `${value.slice(0, 20)}… (${value.length})` : value)

/** What names a record may be well formed and still name nothing. */
const allowedFor = (kind: string): readonly number[] =>
  kind === 'id' || kind === 'choice' || kind === 'currency' ? [404, 409, 422] : [422]

/** The fine form with one field wrong, each way in turn, and with it left out. */
export function fieldCases(fine: Form, { fields }: FormRow): Case[] {
  return Object.entries(fields).flatMap(([name, rule]) => {
    const { [name]: _, ...without } = fine
    const changed = wrongFor(rule).map((value) => ({ name: `${name} ${short(value)}`, form: { ...fine, [name]: value } }))
    const left = rule.optional || rule.kind === 'anything' ? [] : [{ name: `no ${name}`, form: without }]
    return [...left, ...changed].map(({ name: what, form }) => ({
      name: what,
      body: new URLSearchParams(form),
      allowed: allowedFor(rule.kind),
      entered: form,
    }))
  })
}

/** The fine form sent to an address that names nothing: each parameter of the route in turn, wrong in each way. */
export function pathCases({ path, form }: { path: string; form: Form }, route: string): Case[] {
  const parts = path.split('/')
  return (route.split(' ')[1] ?? '').split('/').flatMap((part, place) =>
    part.startsWith(':')
      ? [...segments.slice(0, 6), 'nobody_000000'].map((segment) => ({
          name: `${part} ${short(segment)}`,
          path: parts.with(place, segment).join('/'),
          body: new URLSearchParams(form),
          // A hold that is not there answers as one that was released; a link that nobody was mailed is gone.
          allowed: part === ':n' ? [404, 409] : part === ':token' ? [410] : [404],
        }))
      : [],
  )
}

const boundary = 'x-goodword'
const file = (name: string) => {
  const data = new FormData()
  data.append(name, new File([script], 'form.html', { type: 'text/html' }))
  return data
}

const with413 = [413]
const urlencoded = 'application/x-www-form-urlencoded'

/** The form as a whole sent wrongly. */
export function bodiesFor(fine: Form, { fields, kilobytes = 64 }: FormRow): Case[] {
  const names = Object.keys(fields)
  const needed = names.find((name) => fields[name] && !fields[name].optional && fields[name].kind !== 'anything')
  const sent = new URLSearchParams(fine).toString()
  const form = (extra: string) => new URLSearchParams(`${sent}&${extra}`)
  const headers = (type: string) => ({ 'content-type': type })
  const damaged = [400, 422]
  const over = kilobytes + 6
  return [
    // A form that names its record in a field names none.
    ...(needed ? [{ name: 'an empty form', body: new URLSearchParams(), allowed: [404, 422] }] : []),
    ...(needed ? [{ name: 'no body', body: '', headers: headers(urlencoded), allowed: [404, 422] }] : []),
    ...(needed ? [{ name: 'a file for a text', body: file(needed), allowed: [404, 422] }] : []),
    ...names.map((name) => ({
      name: `${name} twice`,
      body: form(new URLSearchParams([[name, fine[name] ?? '']]).toString()),
      allowed: [400],
    })),
    { name: 'a field nobody knows', body: form('surprise=1'), allowed: damaged },
    { name: 'a field named as a prototype', body: form('__proto__=1&constructor=2'), allowed: damaged },
    { name: 'fields as a list', body: form('a%5B%5D=1&a.b=2'), allowed: damaged },
    { name: 'JSON', body: JSON.stringify(fine), headers: headers('application/json'), allowed: [400] },
    { name: 'plain text', body: sent, headers: headers('text/plain'), allowed: [400] },
    { name: 'no content type', body: new TextEncoder().encode(sent), allowed: [400] },
    {
      name: 'a damaged multipart',
      body: `--${boundary}\r\nhalf`,
      headers: headers(`multipart/form-data; boundary=${boundary}`),
      allowed: damaged,
    },
    { name: 'a multipart without a boundary', body: sent, headers: headers('multipart/form-data'), allowed: damaged },
    { name: 'a body over the cap', body: `${sent}&z=${'x'.repeat(over * 1_000)}`, headers: headers(urlencoded), allowed: with413 },
    { name: 'a stream over the cap', body: streamOf(sent, over), headers: headers(urlencoded), allowed: with413 },
    { name: 'ten thousand fields', body: form(Array.from({ length: 7_000 }, (_, n) => `f${n}=`).join('&')), allowed: [400, 413, 422] },
  ]
}

/** A body that does not say how long it is. */
function streamOf(start: string, chunks: number): ReadableStream {
  const encoder = new TextEncoder()
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      if (sent === 0) controller.enqueue(encoder.encode(`${start}&z=`))
      else controller.enqueue(encoder.encode('x'.repeat(1_000)))
      sent += 1
      if (sent > chunks) controller.close()
    },
  })
}

/** The fine form with every text as odd as it may be. */
export const oddForm = (fine: Form, { fields }: FormRow): Form =>
  Object.fromEntries(Object.entries(fine).map(([name, value]) => [name, (fields[name] && oddFor(fields[name])) ?? value]))
