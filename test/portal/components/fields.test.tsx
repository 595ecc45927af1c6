import { describe, expect, it } from 'vitest'
import { CheckboxField } from '../../../portal/components/checkbox-field.tsx'
import { Form, FormProblems } from '../../../portal/components/form.tsx'
import type { FormState } from '../../../portal/components/form-state.ts'
import { MoneyField } from '../../../portal/components/money-field.tsx'
import { RadioField } from '../../../portal/components/radio-field.tsx'
import { SelectField } from '../../../portal/components/select-field.tsx'
import { TextAreaField } from '../../../portal/components/text-area-field.tsx'
import { CodeField, EmailField, TextField } from '../../../portal/components/text-field.tsx'

const hostile = `"><script>alert('x')</script>`
const options = [
  { value: 'de', label: 'Germany' },
  { value: 'is', label: 'Iceland' },
]
const declined = (entered: string): FormState => ({ entered: { field: entered }, problems: { field: 'Say it differently.' } })

describe('every field', () => {
  const fields = {
    text: (form: FormState) => <TextField name="field" label="Name" form={form} value="stored" hint="As printed." />,
    email: (form: FormState) => <EmailField name="field" label="Name" form={form} value="stored" hint="As printed." />,
    code: (form: FormState) => <CodeField name="field" label="Name" form={form} value="stored" hint="As printed." />,
    area: (form: FormState) => <TextAreaField name="field" label="Name" form={form} value="stored" hint="As printed." />,
    money: (form: FormState) => <MoneyField name="field" label="Name" currency="usd" form={form} value="stored" hint="As printed." />,
  }

  it.each(Object.entries(fields))('keeps what was typed and shows what was wrong (%s)', (_, draw) => {
    const html = String(draw(declined('typed')))

    expect(html).toContain('typed')
    expect(html).not.toContain('stored')
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('aria-describedby="field-field-hint field-field-problem"')
    expect(html).toContain('<p class="field__problem" id="field-field-problem">Say it differently.</p>')
    expect(html).toContain('<label class="field__label" for="field-field">Name</label>')
  })

  it.each(Object.entries(fields))('keeps an emptied text empty (%s)', (_, draw) => {
    expect(String(draw(declined('')))).not.toContain('stored')
  })

  it.each(Object.entries(fields))('writes markup as text (%s)', (_, draw) => {
    const html = String(draw({ entered: { field: hostile }, problems: { field: hostile } }))

    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;')
  })

  it('says nothing of problems before a form was sent', () => {
    const html = String(<TextField name="field" label="Name" value="stored" optional />)

    expect(html).toContain('value="stored"')
    expect(html).toContain('(optional)')
    expect(html).not.toContain('aria-invalid')
    expect(html).not.toContain('aria-describedby')
    expect(html).not.toContain('required')
  })
})

describe('a choice', () => {
  it('keeps the option that was chosen', () => {
    const html = String(<SelectField name="field" label="Country" options={options} value="de" form={declined('is')} />)

    expect(html).toContain('<option value="is" selected="">')
    expect(html).not.toContain('<option value="de" selected')
  })

  it('keeps a radio and describes its group by the problem', () => {
    const html = String(<RadioField name="field" label="Country" options={options} form={declined('is')} />)

    expect(html).toMatch(/value="is" checked=""/)
    expect(html).not.toMatch(/value="de" checked/)
    expect(html).toMatch(/<fieldset class="field field--problem" aria-describedby="field-field-problem">/)
  })

  it('knows a box that was unticked from one that was never asked', () => {
    const stored = String(<CheckboxField name="agreed" label="Agreed" checked />)
    const unticked = String(<CheckboxField name="agreed" label="Agreed" checked form={{ entered: {}, problems: {} }} />)

    expect(stored).toContain('checked=""')
    expect(unticked).not.toContain('checked=""')
  })

  it('keeps the currency that was chosen with an amount', () => {
    const form = { entered: { amount: '12.50', currency: 'jpy' }, problems: {} }
    const html = String(<MoneyField name="amount" label="Amount" currency={['usd', 'jpy']} currencyValue="usd" form={form} />)

    expect(html).toContain('<option value="jpy" selected="">JPY</option>')
    expect(html).toContain('aria-label="Currency of Amount"')
  })

  it('says what is wrong with a currency beside its amount', () => {
    const form = { entered: {}, problems: { currency: 'We do not pay in that currency.' } }

    expect(String(<MoneyField name="amount" label="Amount" currency={['usd', 'jpy']} form={form} />)).toContain(
      '<p class="field__problem" id="field-currency-problem">We do not pay in that currency.</p>',
    )
  })
})

describe('a declined form', () => {
  it('lists its problems, each linked to its field and the general one to none', () => {
    const html = String(<FormProblems form={{ entered: {}, problems: { email: 'Write the whole address.', form: 'Too late.' } }} />)

    expect(html).toContain('2 things to put right')
    expect(html).toContain('<li><a href="#field-email">Write the whole address.</a></li>')
    expect(html).toContain('<li>Too late.</li>')
  })

  it('draws no list while there is nothing to say', () => {
    expect(String(<FormProblems form={{ entered: { a: 'b' }, problems: {} }} />)).toBe('')
  })

  it('is a POST whose checks are ours, with its hidden values', () => {
    const html = String(<Form action="/links" fields={{ version: '3' }} buttons="Send" />)

    expect(html).toContain('method="post" action="/links" novalidate=""')
    expect(html).toContain('<input type="hidden" name="version" value="3"/>')
  })
})
