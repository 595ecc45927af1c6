import type { Chapter } from './chapter.ts'
import { ground } from './ground.ts'

/** The demo story in the order of its days. */
export const chapters: Chapter[] = [...ground]
