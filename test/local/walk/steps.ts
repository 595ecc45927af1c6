export type Step = { name: string; ok: boolean; ms: number; problem?: string }
export type Steps = { done: Step[]; step: <T>(name: string, act: () => Promise<T>) => Promise<T> }

/** Notes each step and how long it took; the first that fails ends the walk. */
export function createSteps(say: (line: string) => void): Steps {
  const done: Step[] = []
  return {
    done,
    step: async (name, act) => {
      const startedAt = performance.now()
      const note = (ok: boolean, problem?: string) => {
        const ms = Math.round(performance.now() - startedAt)
        done.push({ name, ok, ms, ...(problem && { problem }) })
        say(`${ok ? 'ok    ' : 'FAILED'} ${String(ms).padStart(6)} ms  ${name}${problem ? `\n${problem}` : ''}`)
      }
      try {
        const result = await act()
        note(true)
        return result
      } catch (error) {
        note(false, error instanceof Error ? error.message : String(error))
        throw error
      }
    },
  }
}

/** Asks again and again until the answer is there: queues and webhooks take a moment. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, withinMs = 20_000): Promise<T> {
  const until = Date.now() + withinMs
  let last: unknown
  while (Date.now() < until) {
    try {
      const found = await look()
      if (found !== undefined) return found
    } catch (error) {
      last = error
    }
    await new Promise((wake) => setTimeout(wake, 250))
  }
  throw new Error(`${what} did not happen within ${withinMs / 1_000} s${last instanceof Error ? `: ${last.message}` : ''}`)
}
