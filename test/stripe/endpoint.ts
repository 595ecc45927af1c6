import type { RawRecord } from './form.ts'
import { readParams, type Shape, type Values } from './params.ts'
import type { State } from './state.ts'

/** A request as an endpoint sees it: whose books, what was asked, and where the stand-in is reached. */
export type Call = { state: State; owner: string; path: Record<string, string>; origin: string; key: string }

type Method = 'GET' | 'POST' | 'DELETE'
export type Endpoint = {
  method: Method
  path: string
  /** What it takes. */
  shape: Shape
  /** Validates, which is never saved under a key, and gives back what executes, which is. */
  prepare: (call: Call, raw: RawRecord) => () => object
}

export const endpoint = <S extends Shape>(
  method: Method,
  path: string,
  shape: S,
  run: (call: Call & { params: Values<S> }) => object,
): Endpoint => ({
  method,
  path,
  shape,
  prepare: (call, raw) => {
    const params = readParams(shape, raw)
    return () => run({ ...call, params })
  },
})

/** The part of a path that a `:name` stands for. */
export const part = (call: Call, name: string): string => call.path[name] ?? ''
