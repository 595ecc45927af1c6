import * as v from 'valibot'
import { isDay } from '../day-shape.ts'
import { incomplete, versionShape } from '../form-shapes.ts'

/** An empty field is no limit; a day begins at midnight UTC. */
const dayAt = (time: 'T00:00:00.000Z' | 'T23:59:59.999Z') =>
  v.pipe(
    v.optional(v.string(), ''),
    v.regex(/^(\d{4}-\d{2}-\d{2})?$/, 'Give a day as 2026-11-30, or leave it empty.'),
    v.check((text) => text === '' || isDay(text), 'There is no such day, or it lies very far away.'),
    v.transform((text) => (text ? new Date(`${text}${time}`) : null)),
  )

export const ownerShape = v.strictObject(
  { partner: v.pipe(v.string(incomplete), v.regex(/^(par_[a-z0-9]{1,40})?$/, 'Choose a partner, or nobody.')), version: versionShape },
  incomplete,
)

export const limitsShape = v.pipe(
  v.strictObject(
    {
      from: dayAt('T00:00:00.000Z'),
      until: dayAt('T23:59:59.999Z'),
      most: v.pipe(
        v.optional(v.string(), ''),
        v.regex(/^([1-9]\d{0,5})?$/, 'Give a whole number, or leave it empty.'),
        v.transform((text) => (text ? Number(text) : null)),
      ),
      version: versionShape,
    },
    incomplete,
  ),
  v.forward(
    v.check(({ from, until }) => from === null || until === null || from < until, 'The last day lies before the first one.'),
    ['until'],
  ),
)

export const pauseShape = v.strictObject(
  {
    reason: v.pipe(
      v.string('Say why, in a sentence.'),
      v.minLength(3, 'Say why, in a sentence.'),
      v.maxLength(300, 'That is longer than 300 characters. Please shorten it.'),
    ),
    version: versionShape,
  },
  incomplete,
)

export const resumeShape = v.strictObject({ version: versionShape }, incomplete)

const group = v.pipe(v.string('Choose a group.'), v.regex(/^grp_[a-z0-9]{1,40}$/, 'Choose a group.'))
export const benefitShape = v.strictObject(
  {
    group,
    words: v.pipe(
      v.optional(v.string(), ''),
      v.maxLength(200, 'That is longer than 200 characters. Please shorten it.'),
      v.regex(/^[^\p{Cc}<>]*$/u, 'Please write it in one line, without < and >.'),
    ),
  },
  incomplete,
)
export const benefitEndShape = v.strictObject({ group }, incomplete)
