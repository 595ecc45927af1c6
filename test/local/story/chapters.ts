import type { Chapter } from './chapter.ts'

/** The demo story in the order of its days. */
export const chapters: Chapter[] = []
