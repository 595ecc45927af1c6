import { customType, integer, text } from 'drizzle-orm/sqlite-core'
import { type Currency, currencyCodes } from './currency.ts'

/** An instant: integer milliseconds UTC in SQL, a `Date` in code. */
export const at = (name: string) => integer(name, { mode: 'timestamp_ms' })

/** An amount in the minor unit of the row's currency. */
export const minor = (name: string) => integer(name)

export const currency = (name = 'currency') => text(name, { enum: currencyCodes }).$type<Currency>()

/** A calendar day, `YYYY-MM-DD` UTC. */
export const day = (name: string) => text(name)

export const flag = (name: string) => integer(name, { mode: 'boolean' })

/** A JSON document stored as text; its shape is the type parameter's promise, kept by the only writer of the column. */
export const json = <Value>(name: string) =>
  customType<{ data: Value; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => JSON.parse(value),
  })(name)
