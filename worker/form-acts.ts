import type { GenericSchema, InferOutput } from 'valibot'
import type { FormState } from '../portal/components/form-state.ts'
import type { AppContext } from './env.ts'
import { Refusal, type RefusalStatus } from './errors.ts'
import { readForm, withProblem } from './form.ts'
import { incomplete } from './form-shapes.ts'

/** A form that is not done yet: what was typed with its problems, and the status its page answers with. */
export type Declined = { form: FormState; status: RefusalStatus }

/**
 * Does what a form asks. Where the act declines it, the same page comes again with everything that was typed and the act's sentence at
 * `field`, or above the form. Only who asked for a record that is not there has no page to come back to.
 *
 * @throws Refusal not_found
 */
export async function orAgain(
  form: { entered: Record<string, string> },
  act: () => Promise<Response>,
  again: (form: FormState, status: RefusalStatus) => Response | Promise<Response>,
  field: string | ((refusal: Refusal) => string) = '',
): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    return again(withProblem(form, error.message, typeof field === 'string' ? field : field(error)), error.status)
  }
}

type PageOfRecord = {
  href: (id: string) => string
  render: (c: AppContext, id: string, declined?: Declined) => Response | Promise<Response>
}

/** A form on the page of one record (`:id`): read, act, back to the page; what is wrong with it or declined comes as {@link orAgain} says. */
export async function actIn<Shape extends GenericSchema<unknown, unknown>>(
  c: AppContext,
  shape: Shape,
  page: PageOfRecord,
  act: (id: string, values: InferOutput<Shape>) => Promise<unknown>,
  field = '',
): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const form = await readForm(c, shape)
  if (!form.ok) return page.render(c, id, { form, status: 422 })
  return orAgain(
    form,
    () => act(id, form.values).then(() => c.redirect(page.href(id), 303)),
    (declined, status) => page.render(c, id, { form: declined, status }),
    field,
  )
}

/** A button: there is nothing typed to keep, so what is declined is told on a page of its own. */
export async function actOnly<Shape extends GenericSchema<unknown, unknown>>(
  c: AppContext,
  shape: Shape,
  href: string,
  act: (values: InferOutput<Shape>) => Promise<unknown>,
): Promise<Response> {
  const form = await readForm(c, shape)
  if (!form.ok) throw new Refusal('invalid', incomplete)
  await act(form.values)
  return c.redirect(href, 303)
}
