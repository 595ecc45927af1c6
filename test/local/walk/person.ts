import type { Addresses } from '../addresses.ts'
import { type Answer, ask, askJson } from './ask.ts'
import { type Button, fill, formsOf, type PageForm, plain, textOf } from './forms.ts'

type Mail = { id: string; to: string; subject: string; text: string; sentAt: string }
type Where = Pick<Addresses, 'portal' | 'world'>

/** A page somebody has open: what it says, and the forms on it. */
export class Page {
  readonly url: string
  readonly status: number
  readonly html: string
  readonly text: string
  readonly #person: Person

  constructor(person: Person, { url, status, text }: Answer) {
    this.#person = person
    this.url = url
    this.status = status
    this.html = text
    this.text = textOf(text)
  }

  /** @throws Error when the page does not say it */
  expect(words: string | RegExp): this {
    const isSaid = typeof words === 'string' ? this.text.includes(words) : words.test(this.text)
    if (!isSaid) throw new Error(`${this.url} (${this.status}) should say ${words}, but says: ${this.text.slice(0, 1_500)}`)
    return this
  }

  /** The address of the first link whose address matches. */
  link(pattern: RegExp): string {
    for (const [, href = ''] of this.html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
      if (pattern.test(plain(href))) return new URL(plain(href), this.url).href
    }
    throw new Error(`${this.url} has no link like ${pattern}`)
  }

  has(button: string | RegExp): boolean {
    return this.#find(button) !== undefined
  }

  /** Fills in the form that this button belongs to, presses it, and goes where that leads. */
  async press(button: string | RegExp, entered: Record<string, string> = {}): Promise<Page> {
    const found = this.#find(button)
    if (!found) throw new Error(`${this.url} has no button ${button}; it says: ${this.text.slice(0, 1_500)}`)
    const target = new URL(found.form.action || this.url, this.url)
    const sent = fill(found.form, entered, found.button)
    if (found.form.method === 'POST') return this.#person.send(target.href, sent, this.url)
    target.search = sent.toString()
    return this.#person.open(target.href)
  }

  #find(button: string | RegExp): { form: PageForm; button: Button } | undefined {
    for (const form of formsOf(this.html)) {
      const found = form.buttons.find(({ text }) => (typeof button === 'string' ? text === button : button.test(text)))
      if (found) return { form, button: found }
    }
    return undefined
  }
}

/** Somebody with a browser of their own, and a mail address. */
export class Person {
  readonly name: string
  readonly email: string
  readonly #where: Where
  readonly #cookies = new Map<string, string>()

  constructor(where: Where, name: string, email: string) {
    this.#where = where
    this.name = name
    this.email = email
  }

  /** Opens an address, or a path of the portal, and follows where it leads. A page that is not well is an error unless it is expected. */
  async open(address: string, expected = 200): Promise<Page> {
    return this.#follow({ method: 'GET', url: new URL(address, this.#where.portal).href }, expected)
  }

  /** Sends a form; its answer is a page, or leads to one. */
  async send(url: string, form: URLSearchParams, from: string): Promise<Page> {
    return this.#follow({ method: 'POST', url, body: form.toString(), from }, undefined)
  }

  /** One request and its answer, wherever that would lead. */
  async askOnce(address: string): Promise<Answer> {
    return this.#ask({ method: 'GET', url: new URL(address, this.#where.portal).href })
  }

  /** One form and its answer, as a page of ours would send it, wherever that would lead. */
  async post(path: string, fields: Record<string, string>): Promise<Answer> {
    const url = new URL(path, this.#where.portal).href
    return this.#ask({ method: 'POST', url, body: new URLSearchParams(fields).toString(), from: url })
  }

  /** The mails to this person, newest first. */
  async mails(): Promise<Mail[]> {
    return askJson<Mail[]>(`${this.#where.world}/mailbox.json?to=${encodeURIComponent(this.email)}`)
  }

  /** Waits a while for a mail that was not there before and whose subject matches. */
  async mail(subject: RegExp, before: Mail[] = []): Promise<Mail> {
    const known = new Set(before.map((mail) => mail.id))
    for (let tries = 0; tries < 150; tries += 1) {
      const found = (await this.mails()).find((mail) => subject.test(mail.subject) && !known.has(mail.id))
      if (found) return found
      await new Promise((wake) => setTimeout(wake, 100))
    }
    throw new Error(`${this.name} got no mail like ${subject}`)
  }

  /** Asks for a mail, opens its link in the same browser and presses the button. */
  async signIn(next = '/'): Promise<Page> {
    const before = await this.mails()
    const form = await this.open(`/sign-in?next=${encodeURIComponent(next)}`)
    await form.press(/mail|link|continue/i, { email: this.email })
    const { text } = await this.mail(/^Sign in/, before)
    const link = /https?:\/\/\S+\/sign-in\/link\/\S+/.exec(text)?.[0]
    if (!link) throw new Error(`The sign-in mail holds no link: ${text}`)
    const page = await this.open(link)
    return page.press(/sign in/i)
  }

  async #follow(first: { method: 'GET' | 'POST'; url: string; body?: string; from?: string }, expected: number | undefined): Promise<Page> {
    let answer = await this.#ask(first)
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops += 1) {
      if (hops > 8) throw new Error(`${first.url} leads in circles`)
      answer = await this.#ask({ method: 'GET', url: new URL(answer.headers.location ?? '', answer.url).href })
    }
    const isWell = expected === undefined ? answer.status < 400 : answer.status === expected
    if (!isWell)
      throw new Error(
        `${this.name}: ${first.method} ${first.url} → ${answer.url} answered ${answer.status}: ${textOf(answer.text).slice(0, 1_500)}`,
      )
    return new Page(this, answer)
  }

  async #ask({ method, url, body, from }: { method: 'GET' | 'POST'; url: string; body?: string; from?: string }): Promise<Answer> {
    const { host, origin } = new URL(url)
    const isOwn = from !== undefined && new URL(from).origin === origin
    const cookies = [...this.#cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`)
    const answer = await ask({
      method,
      url,
      body,
      headers: {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
        accept: 'text/html,application/xhtml+xml',
        'sec-fetch-site': isOwn ? 'same-origin' : 'none',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-user': '?1',
        ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
        ...(from && { referer: from, origin: new URL(from).origin }),
        ...(body !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        }),
      },
    })
    for (const line of answer.headers['set-cookie'] ?? []) this.#keep(host, line)
    return answer
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    const isGone = attributes.some((each) => /^\s*max-age=0$/i.test(each))
    if (isGone) this.#cookies.delete(`${host} ${name}`)
    else this.#cookies.set(`${host} ${name}`, pair.slice(name.length + 1))
  }
}
