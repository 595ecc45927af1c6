import type { GenericSchema, InferOutput } from 'valibot'
import type { FormState } from '../../portal/components/form-state.ts'
import type { AppContext } from '../env.ts'
import { Refusal } from '../errors.ts'
import { readForm, withProblem } from '../form.ts'
import { incomplete } from '../form-shapes.ts'

export type Declined = { form: FormState; status: 409 | 422 }

export const statusOf = (error: Refusal): 409 | 422 => (error.status === 422 ? 422 : 409)

type PageOfRecord = {
  href: (id: string) => string
  render: (c: AppContext, id: string, declined?: Declined) => Response | Promise<Response>
}

/**
 * A form on the page of one record (`:id`): read, act, back to the page. What is wrong with it, or what the act declines, stands on
 * the same page with everything that was typed.
 */
export async function actIn<Shape extends GenericSchema<unknown, unknown>>(
  c: AppContext,
  shape: Shape,
  page: PageOfRecord,
  act: (id: string, values: InferOutput<Shape>) => Promise<unknown>,
  field: string,
) {
  const id = c.req.param('id') ?? ''
  const form = await readForm(c, shape)
  if (!form.ok) return page.render(c, id, { form, status: 422 })
  try {
    await act(id, form.values)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found') throw error
    return page.render(c, id, { form: withProblem(form, error.message, field), status: statusOf(error) })
  }
  return c.redirect(page.href(id), 303)
}

/** A button: there is nothing typed to keep, so what is declined is told on a page of its own. */
export async function actOnly<Shape extends GenericSchema<unknown, unknown>>(
  c: AppContext,
  shape: Shape,
  href: string,
  act: (values: InferOutput<Shape>) => Promise<unknown>,
) {
  const form = await readForm(c, shape)
  if (!form.ok) throw new Refusal('invalid', incomplete)
  await act(form.values)
  return c.redirect(href, 303)
}
