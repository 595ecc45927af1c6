import type { FormState } from '../../portal/components/form-state.ts'
import { Refusal, type RefusalStatus } from '../errors.ts'
import { withProblem } from '../form.ts'

/**
 * Does what a form asks; where it is declined for what was typed or how things stand, the same page comes again with everything that was typed.
 *
 * @throws Refusal anything else, such as not_found
 */
export async function orAgain(
  form: { entered: Record<string, string> },
  act: () => Promise<Response>,
  again: (form: FormState, status: RefusalStatus) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal) || (error.status !== 409 && error.status !== 422)) throw error
    return again(withProblem(form, error.message), error.status)
  }
}
