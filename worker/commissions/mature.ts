import type { Deps } from '../deps.ts'

/** Makes every pending commission whose hold period is over payable, in chunks that may each run twice. */
export async function matureCommissions(_deps: Deps): Promise<void> {}
