import type { Chapter } from './chapter.ts'
import { ground } from './ground.ts'
import { joining } from './partners.ts'

/** The demo story in the order of its days. */
export const chapters: Chapter[] = [...ground, ...joining].sort((one, other) => one.day - other.day)
