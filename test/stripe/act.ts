import type { RawRecord } from './form.ts'
import { type Kind, readParams, type Shape, type Values } from './params.ts'
import type { State } from './state.ts'

/** Something that a person does on Stripe's side, by the dashboard or by a script: `POST /_/{name}`. */
export type Act = { name: string; run: (state: State, raw: RawRecord, origin: string) => object }

export const act = <S extends Shape>(name: string, shape: S, run: (state: State, params: Values<S>, origin: string) => object): Act => ({
  name,
  run: (state, raw, origin) => run(state, readParams(shape, raw), origin),
})

/** An empty field of a form is a field that was not filled in. */
export const optional =
  <T>(kind: Kind<T | undefined>): Kind<T | undefined> =>
  (raw, at) =>
    raw === '' ? undefined : kind(raw, at)
