/** A form as a browser would see it: what it would send if nothing were typed, and what may be chosen. */
export type PageForm = { action: string; method: 'GET' | 'POST'; fields: Field[]; buttons: Button[] }
export type Field = { name: string; type: string; value: string | undefined; options?: string[] }
export type Button = { name: string | undefined; value: string; text: string; formId: string | undefined }

type Tag = { name: string; isEnd: boolean; attributes: Record<string, string>; start: number; end: number }

/** The tags of a page we draw ourselves: attributes are quoted, text is escaped. */
function* tagsOf(html: string): Generator<Tag> {
  for (const found of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/gi)) {
    const attributes: Record<string, string> = {}
    for (const [, name = '', value] of (found[3] ?? '').matchAll(/([^\s=>"]+)(?:="([^"]*)")?/g)) attributes[name] = plain(value ?? '')
    const [whole, slash, name = ''] = found
    yield { name: name.toLowerCase(), isEnd: slash === '/', attributes, start: found.index, end: found.index + whole.length }
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }
export const plain = (text: string): string =>
  text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (entities[name] !== undefined) return entities[name]
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return Number.isNaN(code) ? whole : String.fromCodePoint(code)
  })

/** What a reader sees, without markup and with single spaces. */
export const textOf = (html: string): string =>
  plain(
    html
      .replace(/<(style|script|svg)\b[\s\S]*?<\/\1>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  ).trim()

export function formsOf(html: string): PageForm[] {
  const forms: PageForm[] = []
  let form: PageForm | undefined
  let select: Field | undefined
  for (const tag of tagsOf(html)) {
    if (tag.name === 'form') {
      form = tag.isEnd ? undefined : openForm(tag)
      if (form) forms.push(form)
    }
    if (!form) continue
    if (tag.name === 'select') select = tag.isEnd ? undefined : openSelect(form, tag)
    else if (tag.isEnd) continue
    else if (tag.name === 'option' && select) addOption(select, tag)
    else if (tag.name === 'input') addInput(form, tag)
    else if (tag.name === 'textarea')
      form.fields.push({ name: tag.attributes.name ?? '', type: 'textarea', value: plain(textUpTo(html, tag, 'textarea')) })
    else if (tag.name === 'button') addButton(form, tag, textOf(textUpTo(html, tag, 'button')))
  }
  return forms
}

const textUpTo = (html: string, tag: Tag, end: string) => html.slice(tag.end, html.indexOf(`</${end}`, tag.end))

const openForm = ({ attributes }: Tag): PageForm => ({
  action: attributes.action ?? '',
  method: attributes.method?.toUpperCase() === 'POST' ? 'POST' : 'GET',
  fields: [],
  buttons: [],
})

function openSelect(form: PageForm, { attributes }: Tag): Field {
  const select: Field = { name: attributes.name ?? '', type: 'select', value: undefined, options: [] }
  form.fields.push(select)
  return select
}

function addOption(select: Field, { attributes }: Tag): void {
  const value = attributes.value ?? ''
  select.options?.push(value)
  if (select.value === undefined || attributes.selected !== undefined) select.value = value
}

function addInput(form: PageForm, { attributes }: Tag): void {
  const { name, type = 'text', value } = attributes
  if (!name || attributes.disabled !== undefined) return
  if (type !== 'radio' && type !== 'checkbox') {
    form.fields.push({ name, type, value: value ?? '' })
    return
  }
  const field = form.fields.find((each) => each.name === name && each.type === type) ?? { name, type, value: undefined, options: [] }
  if (!form.fields.includes(field)) form.fields.push(field)
  field.options?.push(value ?? 'on')
  if (attributes.checked !== undefined) field.value = value ?? 'on'
}

function addButton(form: PageForm, { attributes }: Tag, text: string): void {
  if (attributes.type === 'button' || attributes.disabled !== undefined) return
  form.buttons.push({ name: attributes.name, value: attributes.value ?? '', text, formId: attributes.form })
}

/** Fills in what is given and sends the rest as it stands; a name or choice that the form does not offer is a broken page. */
export function fill(form: PageForm, entered: Record<string, string>, button: Button | undefined): URLSearchParams {
  const sent = new URLSearchParams()
  for (const name of Object.keys(entered)) {
    const field = form.fields.find((each) => each.name === name)
    if (!field) throw new Error(`The form ${form.action} has no field "${name}", only ${form.fields.map((each) => each.name).join(', ')}`)
    const value = entered[name] ?? ''
    if (field.options && value !== '' && !field.options.includes(value))
      throw new Error(`The field "${name}" of ${form.action} offers ${field.options.join(', ')}, not ${value}`)
  }
  for (const field of form.fields) {
    const value = entered[field.name] ?? field.value
    const isChoice = field.type === 'radio' || field.type === 'checkbox'
    if (value !== undefined && !(isChoice && value === '')) sent.append(field.name, value)
  }
  if (button?.name) sent.append(button.name, button.value)
  return sent
}

/** The rows of the page's tables, each as the texts of its cells. */
export const rowsOf = (html: string): string[][] =>
  [...html.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[dh]\b[^>]*>([\s\S]*?)<\/t[dh]>/g)].map(([, cell = '']) => textOf(cell)),
  )

/** `€1,350.00` is 135000. For currencies of two digits, which is what the walk pays in. */
export function minorOf(text: string): number {
  const digits = /^([−-]?)[^\d]*([\d,]+)\.(\d\d)$/.exec(text)
  if (!digits) throw new Error(`"${text}" is no amount of two decimal places`)
  return Number(`${digits[1] ? '-' : ''}${digits[2]?.replaceAll(',', '')}${digits[3]}`)
}
