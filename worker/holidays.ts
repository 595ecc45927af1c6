import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { settings } from '../schema/people.ts'
import { trail } from './audit/store.ts'
import { inOneBatch } from './batch.ts'
import type { Holidays } from './business-days.ts'
import type { Db } from './database.ts'
import { isDay } from './day-shape.ts'
import type { Deps } from './deps.ts'
import { incomplete } from './form-shapes.ts'

const key = 'holidays'
const storedShape = v.array(v.string())
/** Ten years of them; each look at a clock reads the list. */
const daysAtMost = 300

/** One day a line, each once, in order; what is no day is named. */
export const holidaysShape = v.strictObject(
  {
    days: v.pipe(
      v.string('List the days, one a line.'),
      v.maxLength(10_000, 'That is longer than 10,000 characters. Please shorten it.'),
      v.transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))].toSorted()),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return
        const wrong = dataset.value.find((each) => !isDay(each))
        if (wrong) addIssue({ message: `“${wrong.slice(0, 30)}” is no day of this century. Write each like 2026-12-25, one a line.` })
        if (dataset.value.length > daysAtMost)
          addIssue({ message: `These are more than ${daysAtMost} days. Leave out those that are long past.` })
      }),
    ),
  },
  incomplete,
)

/** The days on which no business-day clock runs, besides weekends. */
export async function listHolidays(db: Db): Promise<Holidays> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key))
  const read = v.safeParse(storedShape, row?.value)
  return new Set(read.success ? read.output : [])
}

/** For clocks that start from now on: what was promised for a day stays promised for it. */
export async function setHolidays({ db, now }: Pick<Deps, 'db' | 'now'>, days: readonly string[], by: string): Promise<void> {
  const at = now()
  const row = { value: days, setBy: by, setAt: at }
  await inOneBatch(db, [
    db
      .insert(settings)
      .values({ key, ...row })
      .onConflictDoUpdate({ target: settings.key, set: row }),
    trail(db, { at, actor: by, act: 'holidays.set', subject: key, detail: { days } }),
  ])
}
