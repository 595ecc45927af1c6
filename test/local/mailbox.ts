import { Hono } from 'hono'
import { html } from 'hono/html'
import * as v from 'valibot'
import { page } from '../stripe/page.ts'

export type KeptMail = { id: string; to: string; subject: string; text: string; html: string; sentAt: string }

const mailShape = v.object({ id: v.string(), to: v.string(), subject: v.string(), text: v.string(), html: v.string() })
const mailsKept = 2_000
const mailsShown = 100

/**
 * Every mail that was sent, newest first: a page for people, `/mailbox.json` for programs.
 *
 * @param mails oldest first; grows, and is kept by whoever hands it in
 */
export function mailbox(mails: KeptMail[], now: () => Date, changed: () => void): Hono {
  const newestFirst = (to: string | undefined) => mails.filter((mail) => !to || mail.to === to).reverse()

  return new Hono()
    .post('/mailbox', async (c) => {
      const read = v.safeParse(mailShape, await c.req.json())
      if (!read.success) return c.json({ problem: 'A mail has id, to, subject, text and html.' }, 422)
      mails.push({ ...read.output, sentAt: now().toISOString() })
      mails.splice(0, mails.length - mailsKept)
      changed()
      return c.json({ ok: true })
    })
    .get('/mailbox.json', (c) => c.json(newestFirst(c.req.query('to'))))
    .get('/mailbox', (c) => c.html(list(newestFirst(c.req.query('to')), c.req.query('to'))))
    .get('/mailbox/:id', (c) => {
      const mail = mails.findLast((each) => each.id === c.req.param('id'))
      return mail ? c.html(letter(mail)) : c.html(page('There is no such mail', html`<p><a href="/mailbox">All mails</a></p>`), 404)
    })
}

const when = (mail: KeptMail) => mail.sentAt.slice(0, 16).replace('T', ' ')

const list = (mails: KeptMail[], to: string | undefined) =>
  page(
    to ? `Mail to ${to}` : 'Mailbox',
    html`<p class="soft">Every mail Goodword sent, newest first. Nothing left this machine. <a href="/mailbox.json">As JSON</a>${to ? html` · <a href="/mailbox">Everybody’s</a>` : ''}</p>
    <section class="scroll"><table>
      <thead><tr><th>Sent (UTC)</th><th>To</th><th>Subject</th></tr></thead>
      <tbody>${mails.slice(0, mailsShown).map(
        (mail) => html`<tr>
          <td>${when(mail)}</td>
          <td><a href="/mailbox?to=${encodeURIComponent(mail.to)}">${mail.to}</a></td>
          <td><a href="/mailbox/${encodeURIComponent(mail.id)}">${mail.subject}</a></td>
        </tr>`,
      )}</tbody>
    </table>${mails.length === 0 ? html`<p>No mail yet.</p>` : ''}</section>`,
  )

/** Links in the mail leave the frame, so that a click does what it would do in a mail program. */
const letter = (mail: KeptMail) =>
  page(
    mail.subject,
    html`<p class="soft">To <a href="/mailbox?to=${encodeURIComponent(mail.to)}">${mail.to}</a>, ${when(mail)} · <a href="/mailbox">All mails</a></p>
    <section><iframe title="The mail" sandbox="allow-top-navigation-by-user-activation allow-popups" width="100%" height="640"
      srcdoc="${mail.html.replace(/<head>/i, '<head><base target="_top">')}"></iframe></section>
    <section><h2>As text</h2><pre>${mail.text}</pre></section>`,
  )
