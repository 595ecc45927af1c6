import { badParameter } from './errors.ts'
import type { Raw, RawRecord } from './form.ts'

/** Reads one parameter: gives its value or refuses. `undefined` comes in when it was not sent. `fields` are those of a hash. */
export type Kind<T> = { (raw: Raw, at: string): T; fields?: Shape }
export type Shape = Record<string, Kind<unknown>>
export type Values<S extends Shape> = { [Name in keyof S]: ReturnType<S[Name]> }

/** Reads all parameters of an endpoint and refuses those it does not know. */
export function readParams<S extends Shape>(shape: S, raw: RawRecord, at = ''): Values<S> {
  const place = (name: string) => (at ? `${at}[${name}]` : name)
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(shape, name)) throw badParameter(`Received unknown parameter: ${place(name)}`, place(name), 'parameter_unknown')
  }
  const values = Object.entries(shape).map(([name, kind]) => [name, kind(raw[name], place(name))])
  return Object.fromEntries(values) as Values<S> // built from the shape, name by name
}

const isMissing = (raw: Raw) => raw === undefined || raw === null

export const required = <T>(kind: Kind<T | undefined>): Kind<T> => {
  const read = (raw: Raw, at: string): T => {
    if (isMissing(raw)) throw badParameter(`Missing required param: ${at}.`, at, 'parameter_missing')
    if (raw === '') {
      throw badParameter(
        `You passed an empty string for '${at}'. We assume empty values are an attempt to unset a parameter; however '${at}' cannot be unset. You should remove '${at}' from your request or supply a non-empty value.`,
        at,
        'parameter_invalid_empty',
      )
    }
    const value = kind(raw, at)
    if (value === undefined) throw badParameter(`Missing required param: ${at}.`, at, 'parameter_missing')
    return value
  }
  return withFields(read, kind.fields)
}

const withFields = <T>(read: (raw: Raw, at: string) => T, fields: Shape | undefined): Kind<T> =>
  Object.assign(read, fields ? { fields } : {})

export const text: Kind<string | undefined> = (raw, at) => {
  if (isMissing(raw)) return undefined
  if (typeof raw !== 'string') throw badParameter(`Invalid string: ${JSON.stringify(raw)}`, at)
  if (raw.length > 5000) throw badParameter(`Invalid string: ${raw.slice(0, 20)}…; must be at most 5000 characters`, at)
  return raw
}

export const textUpTo =
  (length: number): Kind<string | undefined> =>
  (raw, at) => {
    const value = text(raw, at)
    if (value && value.length > length)
      throw badParameter(`Invalid string: ${value.slice(0, 20)}…; must be at most ${length} characters`, at)
    return value
  }

export const integer =
  (limits: { min?: number; max?: number } = {}): Kind<number | undefined> =>
  (raw, at) => {
    if (isMissing(raw)) return undefined
    const value = typeof raw === 'number' ? raw : typeof raw === 'string' && /^-?\d+$/.test(raw) ? Number(raw) : Number.NaN
    if (!Number.isSafeInteger(value)) throw badParameter(`Invalid integer: ${String(raw)}`, at, 'parameter_invalid_integer')
    const { min, max } = limits
    if (min !== undefined && value < min)
      throw badParameter(`This value must be greater than or equal to ${min}.`, at, 'parameter_invalid_integer')
    if (max !== undefined && value > max)
      throw badParameter(`This value must be less than or equal to ${max}.`, at, 'parameter_invalid_integer')
    return value
  }

export const flag: Kind<boolean | undefined> = (raw, at) => {
  if (isMissing(raw)) return undefined
  if (raw === true || raw === 'true') return true
  if (raw === false || raw === 'false') return false
  throw badParameter(`Invalid boolean: ${String(raw)}`, at)
}

export const oneOf =
  <const T extends string>(...values: T[]): Kind<T | undefined> =>
  (raw, at) => {
    if (isMissing(raw)) return undefined
    const value = values.find((each) => each === raw)
    if (value === undefined)
      throw badParameter(
        `Invalid ${at}: must be one of ${values.slice(0, -1).join(', ')}${values.length > 1 ? ', or ' : ''}${values.at(-1)}`,
        at,
      )
    return value
  }

export const hash = <S extends Shape>(shape: S): Kind<Values<S> | undefined> => {
  const read = (raw: Raw, at: string): Values<S> | undefined => {
    if (isMissing(raw)) return undefined
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw badParameter('Invalid hash', at)
    return readParams(shape, raw, at)
  }
  return withFields(read, shape)
}

export const listOf = <T>(kind: Kind<T>): Kind<T[] | undefined> => {
  const read = (raw: Raw, at: string): T[] | undefined => {
    if (isMissing(raw)) return undefined
    if (!Array.isArray(raw)) throw badParameter('Invalid array', at)
    return raw.map((each, index) => kind(each, `${at}[${index}]`))
  }
  return withFields(read, kind.fields)
}

/** Parameters of Stripe that the stand-in takes and does not act upon. */
export const ignored: Kind<Raw> = (raw) => raw

/** Names and values of metadata; an empty value removes its name, an empty text in place of all removes all of it. */
export const metadata: Kind<Record<string, string> | undefined> = (raw, at) => {
  if (isMissing(raw)) return undefined
  if (raw === '') return {}
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw badParameter('Invalid hash', at)
  const entries = Object.entries(raw)
  if (entries.length > 50) throw badParameter('Metadata can have up to 50 keys.', at)
  for (const [name, value] of entries) {
    if (name.length > 40) throw badParameter(`Metadata keys can have up to 40 characters: ${name}`, at)
    if (String(value ?? '').length > 500) throw badParameter('Metadata values can have up to 500 characters.', `${at}[${name}]`)
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value ?? '')]))
}

/** Metadata after an update: new names come in, names with an empty value go. */
export const mergedMetadata = (
  before: Record<string, string> | null | undefined,
  update: Record<string, string> | undefined,
): Record<string, string> => Object.fromEntries(Object.entries({ ...before, ...update }).filter(([, value]) => value !== ''))

const currencies = new Set(
  (
    'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur ' +
    'fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur ' +
    'mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd ' +
    'tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw'
  ).split(' '),
)

export const currency: Kind<string | undefined> = (raw, at) => {
  const value = text(raw, at)?.toLowerCase()
  if (value !== undefined && !currencies.has(value)) {
    throw badParameter(
      `Invalid currency: ${value}. Stripe currently supports these currencies: ${[...currencies].slice(0, 12).join(', ')}, …`,
      at,
    )
  }
  return value
}

export const expand = { expand: listOf(required(text)) }

const range = hash({ gt: integer(), gte: integer(), lt: integer(), lte: integer() })
export type Range = { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined }

/** `created=1` or `created[gte]=1`. */
export const rangeOfTime: Kind<Range | undefined> = (raw, at) => {
  if (typeof raw === 'string') {
    const exact = integer()(raw, at)
    return { gte: exact, lte: exact }
  }
  return range(raw, at)
}
