import type { FieldRule } from './hostile.ts'
import type { Scene, Who } from './scene.ts'

/** A form that is fine as it stands: sending it does what it says. */
export type Ready = { path: string; form: Record<string, string>; cookie?: string }

/** One POST route: who sends it, a world in which it works, and what its fields take. */
export type FormRow = {
  as: Who | 'nobody'
  ready: (scene: Scene) => Ready | Promise<Ready>
  fields: Record<string, FieldRule>
  /** Only a button, which does what it says whatever comes along. */
  takesNothing?: true
  /** What it takes in all, where that is more than the 64 of other forms. */
  kilobytes?: number
  /** The table in which a form sent twice leaves one row. */
  makes?: string
}

const rule = (kind: FieldRule['kind']) => ({ kind }) satisfies FieldRule
const optional = (kind: FieldRule['kind']) => ({ kind, optional: true }) satisfies FieldRule
const hidden = (kind: FieldRule['kind']) => ({ kind, hidden: true }) satisfies FieldRule
export const field = { rule, optional, hidden }
